import { IconPhone } from '@tabler/icons-react';
import type { Companion, Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/phone',
    title: strings.phone.title,
    permission: 'phone',
    nav: { group: 'phone', order: 1, icon: IconPhone },
    load: () => import('./PhonePage'),
  },
];

/** The line, the ringing and the call bar, whatever page is shown. */
export const companions: Companion[] = [
  { permission: 'phone', place: 'header', load: () => import('./PhoneChip') },
  { permission: 'phone', place: 'over', load: () => import('./PhoneOver') },
];
