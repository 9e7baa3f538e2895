import { IconSearch } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/search',
    title: strings.search.title,
    permission: 'read-content',
    nav: { group: 'compliance', order: 10, icon: IconSearch },
    load: () => import('./SearchPage'),
  },
];
