import { companions as chat } from '../chat/companions';
import { companions as phone } from '../phone/pages';
import type { Companion } from './page';

/** What runs beside every page. */
export const companions: readonly Companion[] = [...phone, ...chat];
