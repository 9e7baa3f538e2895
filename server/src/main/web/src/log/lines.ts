import type { Schema } from '../base/api';

type Line = Schema<'LogRingLine'>;

/** Lines that came while the page is open, kept at most. */
export const MOST_LIVE = 2_000;

const WEIGHTS = ['trace', 'debug', 'info', 'warn', 'error'];

/** Whether the server would have given a line for that question. */
export function fits(line: Line, level: string, find: string): boolean {
  const text = `${line.logger}\n${line.message}\n${line.trace}`.toLowerCase();
  return WEIGHTS.indexOf(line.level) >= WEIGHTS.indexOf(level) && text.includes(find.toLowerCase());
}

/** Two lists with the newest first as one, each line once. */
export function merged(live: readonly Line[], read: readonly Line[]): Line[] {
  const newest = read[0]?.sequence ?? 0;
  return [...live.filter(line => line.sequence > newest), ...read];
}
