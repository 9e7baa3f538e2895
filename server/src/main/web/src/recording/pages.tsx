import type { Page } from '../app/page';

export const pages: Page[] = [];
