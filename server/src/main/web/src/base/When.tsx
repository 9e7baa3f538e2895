import type { ReactNode } from 'react';
import { strings } from '../strings';
import { durationClock, durationWords, timeOf, utc, written, type Form } from './dates';

interface WhenProps {
  at: string | null | undefined;
  form?: Form;
  /** Where there is no time. */
  none?: ReactNode;
}

/** A time in the reader's zone; the pointer finds it in UTC. */
export function When({ at, form = 'short', none = strings.base.never }: WhenProps) {
  const time = timeOf(at);
  return time ? (
    <time dateTime={time.toISOString()} title={utc(time)} style={{ whiteSpace: 'nowrap' }}>
      {written(time, form)}
    </time>
  ) : (
    none
  );
}

/** How long something took; a clock for calls, words for the rest. */
export function Duration({ seconds, words = false }: { seconds: number; words?: boolean }) {
  return (
    <span style={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>
      {words ? durationWords(seconds) : durationClock(seconds)}
    </span>
  );
}
