import { IconUsers } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/people',
    title: strings.people.title,
    permission: 'phone',
    nav: { group: 'phone', order: 2, icon: IconUsers },
    load: () => import('./PeoplePage'),
  },
];
