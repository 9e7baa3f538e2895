import { IconPhoneCall } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/live',
    title: strings.live.title,
    permission: 'read-state',
    nav: { group: 'administration', order: 15, icon: IconPhoneCall },
    load: () => import('./LivePage'),
  },
];
