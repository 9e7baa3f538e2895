import { dayBegins } from '../search/query';

/** A day with something on it; `day` as 2026-11-26 in the reader's zone. */
export interface Day {
  day: string;
  calls: number;
  lines: number;
}

const MOST = 4_000;

/** Days as a plot takes them: one after the other, with zeros where nothing was. */
export function plotted(days: readonly Day[]): { times: number[]; calls: number[]; lines: number[] } {
  const result = { times: [] as number[], calls: [] as number[], lines: [] as number[] };
  const byDay = new Map(days.map(each => [each.day, each]));
  const last = days[days.length - 1]?.day ?? '';
  let day = days[0]?.day ?? '';
  while (day !== '' && day <= last && result.times.length < MOST) {
    const here = byDay.get(day);
    result.times.push(new Date(dayBegins(day)).getTime() / 1000);
    result.calls.push(here?.calls ?? 0);
    result.lines.push(here?.lines ?? 0);
    day = next(day);
  }
  return result;
}

/** The name of the day after. */
function next(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, date + 1)).toISOString().slice(0, 10);
}
