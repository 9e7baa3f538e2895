import { Alert, Button, Group, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { request } from '../base/api';
import { ended, skew, touched } from '../base/request';
import { useStore } from '../base/store';
import { useSession, type Session } from '../session/session';
import { strings } from '../strings';

const WARNS_BEFORE = 120_000;
const LOOKS_EVERY = 5_000;

/** Milliseconds until the session ends, by its idle time or altogether. */
export function left(session: Session, lastUse: number, now: number, ahead = 0): number {
  return Math.min(lastUse + session.idleSeconds * 1000, Date.parse(session.ends) - ahead) - now;
}

/** Warns before the session ends, and asks to sign in again once it has. */
export function SessionEnd() {
  const session = useSession();
  const here = useStore(touched);
  // the session is shared by all tabs, so their use counts too
  const [everywhere, setEverywhere] = useLocalStorage({ key: 'sallyport.used', defaultValue: here });
  const [now, setNow] = useState(Date.now);

  useEffect(() => {
    if (here - everywhere > LOOKS_EVERY) {
      setEverywhere(here);
    }
  }, [here, everywhere, setEverywhere]);

  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LOOKS_EVERY);
    return () => clearInterval(timer);
  }, []);

  const rest = left(session, Math.max(here, everywhere), now, useStore(skew));
  useEffect(() => {
    if (rest <= 0) {
      ended.set(true);
    }
  }, [rest]);

  if (rest <= 0 || rest > WARNS_BEFORE) {
    return null;
  }
  return (
    <Alert color="yellow" variant="light" mb="md" role="status">
      <Group justify="space-between">
        <Text size="sm">{strings.app.endsSoon(Math.ceil(rest / 60_000))}</Text>
        <Button size="compact-sm" onClick={() => void request('GET', '/session')}>
          {strings.app.stay}
        </Button>
      </Group>
    </Alert>
  );
}
