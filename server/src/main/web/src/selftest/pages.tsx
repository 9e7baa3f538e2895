import { IconStethoscope } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/self-test',
    title: strings.selftest.title,
    permission: 'read-state',
    nav: { group: 'administration', order: 65, icon: IconStethoscope },
    load: () => import('./SelfTestPage'),
  },
];
