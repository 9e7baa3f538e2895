import { IconCertificate } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/proofs',
    title: strings.proof.title,
    permission: 'read-trail',
    nav: { group: 'compliance', order: 90, icon: IconCertificate },
    load: () => import('./ProofPage'),
  },
  {
    path: '/proofs/:position',
    title: strings.proof.title,
    permission: 'read-trail',
    load: () => import('./ProofPage'),
  },
];
