import { IconInfoCircle } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/version',
    title: strings.version.title,
    permission: 'read-state',
    nav: { group: 'administration', order: 95, icon: IconInfoCircle },
    load: () => import('./VersionPage'),
  },
];
