import { IconEye } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/trail',
    title: strings.trail.title,
    permission: 'read-trail',
    nav: { group: 'compliance', order: 80, icon: IconEye },
    load: () => import('./TrailPage'),
  },
];
