import { Affix, Button, Group, Paper, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconPhone, IconPhoneOff, IconPhoneIncoming, IconVideo } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { PlainText } from '../base/PlainText';
import { ended } from '../base/request';
import { useStore } from '../base/store';
import { useSession } from '../session/session';
import { strings } from '../strings';
import type { CallState } from './Call';
import { devices, playThere } from './devices';
import { phone, usePhone } from './line';
import { notify } from './notify';
import { readable } from './words';

const words = strings.phone;

/** What of the phone runs beside every page: the line, the other side's voice, and who calls. */
export default function PhoneOver() {
  useLine();
  const { call } = usePhone();
  useLeaveWarning(call !== null && call.phase !== 'ended');
  return (
    <>
      <Voice stream={call?.theirs ?? null} />
      {call?.phase === 'incoming' && <IncomingCall call={call} />}
    </>
  );
}

/** On line while somebody has signed in and the page is open. */
function useLine() {
  const { user } = useSession();
  const over = useStore(ended);
  const wasOver = useRef(false);

  useEffect(() => {
    phone.start();
    const again = () => phone.again();
    const leave = () => phone.stop();
    // a page that the browser had kept, and shows again
    const back = () => phone.start();
    window.addEventListener('online', again);
    window.addEventListener('pagehide', leave);
    window.addEventListener('pageshow', back);
    return () => {
      window.removeEventListener('online', again);
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('pageshow', back);
    };
  }, [user]);

  useEffect(() => {
    // whoever has signed in again is called again
    if (wasOver.current && !over) {
      phone.again();
    }
    wasOver.current = over;
  }, [over]);
}

/** A page that is closed takes the call with it. */
function useLeaveWarning(talking: boolean) {
  useEffect(() => {
    if (!talking) {
      return undefined;
    }
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [talking]);
}

/** Plays the other side, whatever page is shown. */
function Voice({ stream }: { stream: MediaStream | null }) {
  const element = useRef<HTMLAudioElement>(null);
  const { speaker } = useStore(devices);
  useEffect(() => {
    const audio = element.current;
    if (!audio) {
      return;
    }
    audio.srcObject = stream;
    void playThere(audio);
    if (stream) {
      void audio.play().catch(() => undefined);
    }
  }, [stream, speaker]);
  // the other side's voice has no captions
  // eslint-disable-next-line jsx-a11y/media-has-caption
  return <audio ref={element} data-testid="voice" aria-label={words.voice} />;
}

function IncomingCall({ call }: { call: CallState }) {
  const navigate = useNavigate();
  useEffect(() => notify(words.incoming.from(call.display || readable(call.address))), [call.id, call.display, call.address]);

  const answer = (video: boolean) => {
    void navigate('/phone');
    void phone.answer(video);
  };

  return (
    <Affix position={{ top: 64, left: 8, right: 8 }} zIndex={900}>
      <Paper
        role="alertdialog"
        aria-label={words.incoming.title}
        aria-describedby="incoming-from"
        withBorder
        shadow="lg"
        radius="lg"
        p="md"
        maw={420}
        mx="auto"
      >
        <Stack gap="sm">
          <Group gap="sm" wrap="nowrap">
            <ThemeIcon size={44} radius="xl" variant="light" aria-hidden>
              <IconPhoneIncoming size={22} />
            </ThemeIcon>
            <div style={{ minWidth: 0 }} id="incoming-from" aria-live="assertive">
              <Text size="sm" c="dimmed">
                {call.offersVideo ? words.incoming.video : words.incoming.audio}
              </Text>
              <Text fw={600} truncate>
                <PlainText text={call.display || readable(call.address)} />
              </Text>
              {call.display && (
                <Text size="xs" c="dimmed" truncate>
                  <PlainText text={readable(call.address)} />
                </Text>
              )}
            </div>
          </Group>
          {call.problem && (
            <Text size="sm" c="red" role="alert">
              {call.problem}
            </Text>
          )}
          <Group gap="xs" grow>
            <Button color="red.9" leftSection={<IconPhoneOff size={18} />} onClick={() => phone.hangUp()}>
              {words.incoming.refuse}
            </Button>
            {call.offersVideo && (
              <Button color="teal.9" leftSection={<IconVideo size={18} />} onClick={() => answer(true)}>
                {words.incoming.answerVideo}
              </Button>
            )}
            <Button
              color="teal.9"
              variant={call.offersVideo ? 'outline' : 'filled'}
              leftSection={<IconPhone size={18} />}
              onClick={() => answer(false)}
            >
              {call.offersVideo ? words.incoming.answerAudio : words.incoming.answer}
            </Button>
          </Group>
        </Stack>
      </Paper>
    </Affix>
  );
}
