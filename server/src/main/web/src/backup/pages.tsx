import { IconDatabaseExport } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/backups',
    title: strings.backup.title,
    permission: 'read-state',
    nav: { group: 'administration', order: 90, icon: IconDatabaseExport },
    load: () => import('./BackupPage'),
  },
];
