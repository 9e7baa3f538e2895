import { IconFileText } from '@tabler/icons-react';
import type { Page } from '../app/page';

export const pages: Page[] = [
  {
    path: '/logs',
    title: 'Logs',
    permission: 'read-state',
    nav: { group: 'administration', order: 85, icon: IconFileText },
    load: () => import('./LogPage'),
  },
];
