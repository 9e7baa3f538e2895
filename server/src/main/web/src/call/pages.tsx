import type { Page } from '../app/page';
import { strings } from '../strings';

export const pages: Page[] = [
  {
    path: '/calls/:call',
    title: strings.call.title,
    permission: 'read-content',
    load: () => import('./CallPage'),
  },
];
