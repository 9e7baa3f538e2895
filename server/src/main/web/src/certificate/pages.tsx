import { IconCertificate } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/certificates',
    title: strings.certificate.title,
    permission: 'read-state',
    nav: { group: 'administration', order: 70, icon: IconCertificate },
    load: () => import('./CertificatePage'),
  },
];
