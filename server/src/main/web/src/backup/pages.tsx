import { IconDatabaseExport } from '@tabler/icons-react';
import type { Page } from '../app/page';

export const pages: Page[] = [
  {
    path: '/backups',
    title: 'Backups',
    permission: 'read-state',
    nav: { group: 'administration', order: 90, icon: IconDatabaseExport },
    load: () => import('./BackupPage'),
  },
];
