import { companions as chat } from '../chat/companions';
import type { Companion } from './page';

/** What runs beside every page. */
export const companions: readonly Companion[] = [...chat];
