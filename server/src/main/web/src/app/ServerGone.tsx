import { Alert, Button, Group, Text, Transition } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { reachable, ROOT } from '../base/request';
import { useStore } from '../base/store';
import { strings } from '../strings';

const FIRST_PAUSE = 2;
const LONGEST_PAUSE = 30;

async function answers(): Promise<boolean> {
  try {
    const response = await fetch(`${ROOT}/health`, { cache: 'no-store' });
    // 503 is an answer too: the server runs, and a part of it is not well
    return response.status !== 502 && response.status !== 504;
  } catch {
    return false;
  }
}

/** Says that the server does not answer, tries again by itself, and reads anew once it does. */
export function ServerGone() {
  const there = useStore(reachable);
  const client = useQueryClient();
  const [left, setLeft] = useState(FIRST_PAUSE);
  const pause = useRef(FIRST_PAUSE);

  const attempt = useCallback(async () => {
    if (await answers()) {
      reachable.set(true);
    } else {
      pause.current = Math.min(LONGEST_PAUSE, pause.current * 2);
      setLeft(pause.current);
    }
  }, []);

  // whoever learned it first: an attempt of ours, a query of the page, the stream of events
  useEffect(() => {
    if (there) {
      return undefined;
    }
    pause.current = FIRST_PAUSE;
    setLeft(FIRST_PAUSE);
    return reachable.subscribe(() => {
      if (reachable.get()) {
        notifications.show({ message: strings.app.back, color: 'teal' });
        void client.invalidateQueries();
      }
    });
  }, [there, client]);

  useEffect(() => {
    if (there) {
      return undefined;
    }
    const timer = setTimeout(() => (left > 1 ? setLeft(left - 1) : void attempt()), 1000);
    return () => clearTimeout(timer);
  }, [there, left, attempt]);

  return (
    <Transition mounted={!there} transition="slide-down">
      {style => (
        <Alert
          style={{ ...style, position: 'fixed', insetInline: 0, top: 0, zIndex: 1100, borderRadius: 0 }}
          role="alert"
          color="yellow"
          variant="filled"
          icon={<IconPlugConnectedX />}
        >
          <Group justify="space-between" gap="sm">
            <Text size="sm">{strings.app.gone}</Text>
            <Group gap="sm">
              <Text size="sm" aria-hidden>
                {strings.app.goneIn(left)}
              </Text>
              <Button size="compact-sm" variant="white" color="dark" onClick={() => void attempt()}>
                {strings.app.tryNow}
              </Button>
            </Group>
          </Group>
        </Alert>
      )}
    </Transition>
  );
}
