import { IconGauge } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/dashboard',
    title: strings.dashboard.title,
    permission: 'read-state',
    nav: { group: 'administration', order: 10, icon: IconGauge },
    load: () => import('./DashboardPage'),
  },
];
