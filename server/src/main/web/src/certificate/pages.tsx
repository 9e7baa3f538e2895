import { IconCertificate } from '@tabler/icons-react';
import type { Page } from '../app/page';

export const pages: Page[] = [
  {
    path: '/certificates',
    title: 'Certificates',
    permission: 'read-state',
    nav: { group: 'administration', order: 70, icon: IconCertificate },
    load: () => import('./CertificatePage'),
  },
];
