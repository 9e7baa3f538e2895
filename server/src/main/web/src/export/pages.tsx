import { IconPackageExport } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/exports',
    title: strings.export.title,
    permission: 'decide',
    nav: { group: 'compliance', order: 60, icon: IconPackageExport },
    load: () => import('./ExportsPage'),
  },
];
