import type { Schema } from '../base/api';
import { dayBegins } from '../search/query';

/** A day with something on it; `day` as 2026-11-26 in the reader's zone. */
export type Day = Schema<'TimelineDay'>;

const MOST = 4_000;

/**
 * Days as a plot takes them: one after the other, with zeros where nothing was, and one day more at
 * each end, so that a single day shows as a peak.
 */
export function plotted(days: readonly Day[]): { times: number[]; calls: number[]; lines: number[] } {
  const result = { times: [] as number[], calls: [] as number[], lines: [] as number[] };
  const byDay = new Map(days.map(each => [each.day, each]));
  const last = beside(days[days.length - 1]?.day ?? '', 1);
  let day = beside(days[0]?.day ?? '', -1);
  while (day !== '' && day <= last && result.times.length < MOST) {
    const here = byDay.get(day);
    result.times.push(new Date(dayBegins(day)).getTime() / 1000);
    result.calls.push(here?.calls ?? 0);
    result.lines.push(here?.lines ?? 0);
    day = beside(day, 1);
  }
  return result;
}

/** The name of the day after or before; empty for none. */
function beside(day: string, later: 1 | -1): string {
  const [year, month, date] = day.split('-').map(Number);
  return year && month && date
    ? new Date(Date.UTC(year, month - 1, date + later)).toISOString().slice(0, 10)
    : '';
}
