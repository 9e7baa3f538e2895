import { IconAdjustments } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/settings',
    title: strings.setting.title,
    permission: 'read-state',
    nav: { group: 'administration', order: 80, icon: IconAdjustments },
    load: () => import('./SettingPage'),
  },
];
