import { IconUsers } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/users',
    title: strings.user.title,
    permission: 'administer',
    nav: { group: 'administration', order: 20, icon: IconUsers },
    load: () => import('./UsersPage'),
  },
  {
    path: '/users/:name',
    title: strings.user.title,
    permission: 'administer',
    load: () => import('./UserPage'),
  },
];
