import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/account',
    title: strings.account.title,
    permission: null,
    load: () => import('./AccountPage'),
  },
];
