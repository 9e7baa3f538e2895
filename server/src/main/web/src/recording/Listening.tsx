import {
  ActionIcon,
  Alert,
  Box,
  Group,
  Kbd,
  Paper,
  SegmentedControl,
  Stack,
  Text,
  Tooltip,
} from '@mantine/core';
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconRewindBackward10,
  IconRewindForward10,
} from '@tabler/icons-react';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { address, url, type Schema } from '../base/api';
import { durationClock } from '../base/dates';
import { PlainText } from '../base/PlainText';
import { strings } from '../strings';
import { Marks } from './Marks';
import { Waveform } from './Waveform';
import { actOf, faster, SPEEDS } from './waveform';

const words = strings.recording;
const SKIP = 10;

interface ListeningProps {
  call: string;
  reason: string;
  approval: string;
  peaks: Schema<'PeaksView'>;
  marks: Schema<'Mark'>[];
  caller: string;
  callee: string;
}

/** Sound, waveform of both sides, speed, jumps and notes, all of it by keyboard too. */
export function Listening({ call, reason, approval, peaks, marks, caller, callee }: ListeningProps) {
  const audio = useRef<HTMLAudioElement>(null);
  const note = useRef<HTMLInputElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [speed, setSpeed] = useState(1);
  const [failed, setFailed] = useState(false);

  function toggle() {
    const player = audio.current;
    if (player?.paused) {
      void player.play().catch(() => setFailed(true));
    } else {
      player?.pause();
    }
  }

  function jump(seconds: number) {
    if (audio.current) {
      audio.current.currentTime = Math.max(0, Math.min(peaks.duration, seconds));
      setAt(audio.current.currentTime);
    }
  }

  function run(next: number) {
    setSpeed(next);
    if (audio.current) {
      audio.current.playbackRate = next;
    }
  }

  function pressed(event: KeyboardEvent) {
    const typing = (event.target as HTMLElement).closest('input, textarea');
    const act = typing || event.ctrlKey || event.metaKey || event.altKey ? undefined : actOf(event.key);
    const onButton = (event.target as HTMLElement).closest('button, [role=radiogroup]');
    if (!act || (onButton && (event.key === ' ' || event.key.startsWith('Arrow')))) {
      return;
    }
    event.preventDefault();
    const now = audio.current?.currentTime ?? 0;
    const acts = {
      play: toggle,
      back: () => jump(now - SKIP),
      on: () => jump(now + SKIP),
      slower: () => run(faster(speed, -1)),
      faster: () => run(faster(speed, 1)),
      mark: () => note.current?.focus(),
    };
    acts[act]();
  }

  return (
    // keys work wherever the focus is inside the player
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div onKeyDown={pressed}>
      <Stack gap="md">
        {/* a call has no subtitles */}
        {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
        <audio
          ref={audio}
          preload="metadata"
          src={address(url`/recordings/${call}/audio`, { reason, approval })}
          onPlay={() => setPlaying(true)}
          onPause={() => setPlaying(false)}
          onTimeUpdate={event => setAt(event.currentTarget.currentTime)}
          onCanPlay={() => setFailed(false)}
          onError={() => setFailed(true)}
        />
        {failed && <Alert color="red">{words.failed}</Alert>}
        <Paper withBorder p="md">
          <Sides caller={caller} callee={callee} />
          <Waveform audio={audio} peaks={peaks} />
          <Group justify="space-between" mt="sm" gap="sm">
            <Group gap={4}>
              <Press label={words.back(SKIP)} onClick={() => jump(at - SKIP)}>
                <IconRewindBackward10 size={20} />
              </Press>
              <Press label={playing ? words.pause : words.start} onClick={toggle} main>
                {playing ? <IconPlayerPauseFilled size={20} /> : <IconPlayerPlayFilled size={20} />}
              </Press>
              <Press label={words.on(SKIP)} onClick={() => jump(at + SKIP)}>
                <IconRewindForward10 size={20} />
              </Press>
              <Text size="sm" ml="xs" style={{ fontVariantNumeric: 'tabular-nums' }} data-testid="at">
                {durationClock(at)} / {durationClock(peaks.duration)}
              </Text>
            </Group>
            <SegmentedControl
              size="xs"
              aria-label={words.speed}
              value={String(speed)}
              onChange={value => run(Number(value))}
              data={SPEEDS.map(each => ({ value: String(each), label: words.times(each) }))}
            />
          </Group>
          <Box mt="xs" visibleFrom="sm">
            <Text size="xs" c="dimmed">
              <Kbd size="xs">k</Kbd> {words.keys.play} <Kbd size="xs">j</Kbd> <Kbd size="xs">l</Kbd>{' '}
              {words.keys.skip} <Kbd size="xs">&lt;</Kbd> <Kbd size="xs">&gt;</Kbd> {words.keys.speed}{' '}
              <Kbd size="xs">m</Kbd> {words.keys.mark}
            </Text>
          </Box>
        </Paper>
        <Marks call={call} reason={reason} marks={marks} at={at} field={note} onJump={jump} />
      </Stack>
    </div>
  );
}

function Sides({ caller, callee }: { caller: string; callee: string }) {
  return (
    <Group gap="lg" mb="xs">
      <Text size="sm">
        <span aria-hidden>▲</span> <PlainText text={caller} />{' '}
        <Text span size="xs" c="dimmed">
          {words.left}
        </Text>
      </Text>
      <Text size="sm">
        <span aria-hidden>▼</span> <PlainText text={callee} />{' '}
        <Text span size="xs" c="dimmed">
          {words.right}
        </Text>
      </Text>
    </Group>
  );
}

interface PressProps {
  label: string;
  onClick: () => void;
  main?: boolean;
  children: ReactNode;
}

function Press({ label, onClick, main = false, children }: PressProps) {
  return (
    <Tooltip label={label} withArrow>
      <ActionIcon
        aria-label={label}
        size={main ? 'xl' : 'lg'}
        radius="xl"
        variant={main ? 'filled' : 'subtle'}
        {...(main ? {} : { color: 'gray' })}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
