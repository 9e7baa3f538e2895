import { IconClockPause } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/retention',
    title: strings.retention.title,
    permission: 'read-trail',
    nav: { group: 'compliance', order: 70, icon: IconClockPause },
    load: () => import('./RetentionPage'),
  },
];
