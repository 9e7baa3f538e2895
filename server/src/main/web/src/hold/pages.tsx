import { IconLock } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/holds',
    title: strings.hold.title,
    permission: 'read-content',
    nav: { group: 'compliance', order: 40, icon: IconLock },
    load: () => import('./HoldsPage'),
  },
];
