import { useEffect, useState } from 'react';
import { durationClock, timeOf, utc } from '../base/dates';
import { skew } from '../base/request';

/** How long ago something began, going on. */
export function Timer({ since }: { since: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const begin = timeOf(since);
  if (!begin) {
    return null;
  }
  const seconds = (now + skew.get() - begin.getTime()) / 1_000;
  return (
    <span title={utc(begin)} style={{ fontVariantNumeric: 'tabular-nums' }}>
      {durationClock(seconds)}
    </span>
  );
}
