import { IconShieldLock } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/guard',
    title: strings.guard.title,
    permission: 'read-state',
    nav: { group: 'administration', order: 75, icon: IconShieldLock },
    load: () => import('./GuardPage'),
  },
];
