import { useEffect, useState } from 'react';
import { Duration } from '../base/When';

/** How long ago that was, counting. */
export function Timer({ since }: { since: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  // read aloud each second it would be a torment
  return (
    <span role="timer" aria-live="off">
      <Duration seconds={Math.max(0, Math.floor((now - since) / 1000))} />
    </span>
  );
}
