import { IconDeviceMobile } from '@tabler/icons-react';
import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/softphone',
    title: strings.softphone.title,
    permission: 'phone',
    nav: { group: 'phone', order: 50, icon: IconDeviceMobile },
    load: () => import('./SoftphonePage'),
  },
];
