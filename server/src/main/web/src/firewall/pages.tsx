import { IconWall } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/firewall',
    title: strings.firewall.title,
    permission: 'read-state',
    nav: { group: 'administration', order: 60, icon: IconWall },
    load: () => import('./FirewallPage'),
  },
];
