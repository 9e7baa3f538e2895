import { IconAdjustments } from '@tabler/icons-react';
import type { Page } from '../app/page';

export const pages: Page[] = [
  {
    path: '/settings',
    title: 'Settings',
    permission: 'read-state',
    nav: { group: 'administration', order: 80, icon: IconAdjustments },
    load: () => import('./SettingPage'),
  },
];
