import { IconStethoscope } from '@tabler/icons-react';
import type { Page } from '../app/page';

export const pages: Page[] = [
  {
    path: '/self-test',
    title: 'Self-test',
    permission: 'read-state',
    nav: { group: 'administration', order: 65, icon: IconStethoscope },
    load: () => import('./SelfTestPage'),
  },
];
