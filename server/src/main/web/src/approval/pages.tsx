import { IconChecklist, IconMessagePause } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/approvals',
    title: strings.approval.title,
    permission: 'read-content',
    nav: { group: 'compliance', order: 50, icon: IconChecklist },
    load: () => import('./ApprovalsPage'),
  },
  {
    path: '/held',
    title: strings.approval.heldTitle,
    permission: 'read-content',
    nav: { group: 'compliance', order: 55, icon: IconMessagePause },
    load: () => import('./HeldPage'),
  },
];
