import type { Schema } from '../base/api';

/** What the server samples, by name. */
export type FigureName =
  | 'calls'
  | 'calls-started'
  | 'devices'
  | 'registrations'
  | 'connections'
  | 'sip-messages'
  | 'chat-lines'
  | 'media-packets'
  | 'media-dropped'
  | 'loss'
  | 'mos'
  | 'worst-mos'
  | 'recordings'
  | 'archive-records'
  | 'archive-waiting'
  | 'disk-free'
  | 'memory'
  | 'processor';

export type Figures = Partial<Record<FigureName, number>>;

/** Something that somebody should look at. */
export type Alarm = Schema<'AlarmBoardAlarmView'>;

export type Component = Schema<'ComponentView'>;

export type Status = Schema<'StatusView'>;

/** The newest sample, as the server tells it. */
export interface Sample {
  at: string;
  figures: Figures;
  alarms: Alarm[];
}

export type SeriesAnswer = Schema<'SeriesView'>;

/** Figures over time: times in seconds, and values for each of them by name. */
export interface Course {
  at: number[];
  values: Partial<Record<FigureName, (number | null)[]>>;
}

// a quality that nobody measures is no bad quality
const ABSENT_AT_ZERO: ReadonlySet<string> = new Set(['mos', 'worst-mos']);

function shown(name: string, value: number): number | null {
  return ABSENT_AT_ZERO.has(name) && value === 0 ? null : value;
}

/** What was read of the past, and what was told since, not more than so many of the newest. */
export function course(past: SeriesAnswer, samples: readonly Sample[], most: number): Course {
  const last = past.at[past.at.length - 1] ?? 0;
  const fresh = samples
    .map(sample => ({ seconds: Math.floor(Date.parse(sample.at) / 1000), figures: sample.figures }))
    .filter(({ seconds }) => seconds > last);
  const at = [...past.at, ...fresh.map(({ seconds }) => seconds)].slice(-most);
  const values: Course['values'] = {};
  for (const figure of past.figures) {
    const name = figure.name as FigureName;
    values[name] = [...figure.values, ...fresh.map(({ figures }) => figures[name] ?? 0)]
      .map(value => shown(name, value))
      .slice(-most);
  }
  return { at, values };
}
