import { IconShieldLock } from '@tabler/icons-react';
import type { Page } from '../app/page';

export const pages: Page[] = [
  {
    path: '/guard',
    title: 'Guard',
    permission: 'read-state',
    nav: { group: 'administration', order: 75, icon: IconShieldLock },
    load: () => import('./GuardPage'),
  },
];
