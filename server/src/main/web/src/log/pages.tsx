import { IconFileText } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/logs',
    title: strings.log.title,
    permission: 'read-state',
    nav: { group: 'administration', order: 85, icon: IconFileText },
    load: () => import('./LogPage'),
  },
];
