import { IconChartBar } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/timeline',
    title: strings.timeline.title,
    permission: 'read-content',
    nav: { group: 'compliance', order: 30, icon: IconChartBar },
    load: () => import('./TimelinePage'),
  },
];
