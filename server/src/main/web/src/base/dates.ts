import { strings } from '../strings';

const DAY = 86_400_000;

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const clockExact = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** How exactly a time is written. */
export type Form = 'short' | 'exact' | 'day';

/** The first moment of a time's day in the reader's zone. */
function dayStart(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

/** A time in the reader's zone: the hour alone where it was today, the date before it otherwise. */
export function written(at: Date, form: Form = 'short', now: Date = new Date()): string {
  if (form === 'day') {
    return day.format(at);
  }
  if (form === 'exact') {
    return `${day.format(at)}, ${clockExact.format(at)}`;
  }
  const days = Math.round((dayStart(now) - dayStart(at)) / DAY);
  if (days === 0) {
    return clock.format(at);
  }
  if (days === 1) {
    return `${strings.base.yesterday} ${clock.format(at)}`;
  }
  const date = at.getFullYear() === now.getFullYear() ? dayOfYear : day;
  return `${date.format(at)}, ${clock.format(at)}`;
}

/** The same time in UTC, to the millisecond where it has any. */
export function utc(at: Date): string {
  return `${at.toISOString().replace('T', ' ').replace('.000Z', '').replace('Z', '')} ${strings.base.utc}`;
}

/** The day that a list is divided by. */
export function dayName(at: Date, now: Date = new Date()): string {
  const days = Math.round((dayStart(now) - dayStart(at)) / DAY);
  return days === 0 ? strings.base.today : days === 1 ? strings.base.yesterday : day.format(at);
}

/** A time of the API; undefined where it is none or the beginning of time, which stands for never. */
export function timeOf(iso: string | null | undefined): Date | undefined {
  if (!iso) {
    return undefined;
  }
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) || at.getTime() === 0 ? undefined : at;
}

/** Seconds as a clock shows them: 0:07, 12:30, 1:02:03. */
export function durationClock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
}

/** Seconds in words: 0 s, 850 ms, 12 s, 3 min, 2 h 5 min, 10 d. */
export function durationWords(seconds: number): string {
  if (seconds > 0 && seconds < 1) {
    return `${Math.round(seconds * 1000)} ms`;
  }
  if (seconds < 60) {
    return `${Math.round(seconds)} s`;
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min`;
  }
  const hours = Math.floor(minutes / 60);
  if (hours < 48) {
    return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  }
  return `${Math.round(hours / 24)} d`;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes as people read them: 1.2 MB. */
export function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}
