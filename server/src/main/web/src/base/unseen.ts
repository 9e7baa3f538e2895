import { store } from './store';

/** How many things wait to be seen; stands before the title of the browser's tab. */
export const unseen = store(0);
