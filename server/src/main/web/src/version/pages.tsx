import { IconInfoCircle } from '@tabler/icons-react';
import type { Page } from '../app/page';

export const pages: Page[] = [
  {
    path: '/version',
    title: 'Version',
    permission: 'read-state',
    nav: { group: 'administration', order: 95, icon: IconInfoCircle },
    load: () => import('./VersionPage'),
  },
];
