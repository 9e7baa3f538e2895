import { IconMessages } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/conversations',
    title: strings.conversation.title,
    permission: 'read-content',
    nav: { group: 'compliance', order: 20, icon: IconMessages },
    load: () => import('./ConversationsPage'),
  },
  {
    path: '/conversations/:conversation',
    title: strings.conversation.oneTitle,
    permission: 'read-content',
    load: () => import('./ConversationPage'),
  },
];
