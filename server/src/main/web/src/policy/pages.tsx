import { IconShieldCheck } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/policy',
    title: strings.policy.title,
    permission: 'read-state',
    nav: { group: 'administration', order: 40, icon: IconShieldCheck },
    load: () => import('./PolicyPage'),
  },
];
