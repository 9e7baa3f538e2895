import { IconUsersGroup } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/groups',
    title: strings.group.title,
    permission: 'administer',
    nav: { group: 'administration', order: 30, icon: IconUsersGroup },
    load: () => import('./GroupsPage'),
  },
  {
    path: '/groups/:name',
    title: strings.group.title,
    permission: 'administer',
    load: () => import('./GroupPage'),
  },
];
