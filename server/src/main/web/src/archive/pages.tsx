import { IconBuildingBank } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/archive',
    title: strings.archive.title,
    permission: 'read-trail',
    nav: { group: 'compliance', order: 80, icon: IconBuildingBank },
    load: () => import('./ArchivePage'),
  },
];
