import { IconWall } from '@tabler/icons-react';
import type { Page } from '../app/page';

export const pages: Page[] = [
  {
    path: '/firewall',
    title: 'Firewall',
    permission: 'read-state',
    nav: { group: 'administration', order: 60, icon: IconWall },
    load: () => import('./FirewallPage'),
  },
];
