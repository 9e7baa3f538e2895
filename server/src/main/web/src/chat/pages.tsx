import { IconMessage } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';
import { UnreadBadge } from './UnreadBadge';

export const pages: Page[] = [
  {
    path: '/chat',
    title: strings.chat.title,
    permission: 'phone',
    nav: { group: 'phone', order: 30, icon: IconMessage, badge: UnreadBadge },
    load: () => import('./ChatPage'),
  },
  {
    path: '/chat/:user',
    title: strings.chat.title,
    permission: 'phone',
    load: () => import('./ChatPage'),
  },
];
