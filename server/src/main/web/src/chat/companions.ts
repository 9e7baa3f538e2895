import type { Companion } from '../app/page';

export const companions: Companion[] = [
  { permission: 'phone', place: 'over', load: () => import('./ChatNews') },
];
