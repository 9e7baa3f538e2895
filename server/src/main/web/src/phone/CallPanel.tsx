import { Alert, Badge, Button, Card, Collapse, Group, Stack, Text } from '@mantine/core';
import {
  IconDialpad,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneOff,
  IconPlayerPause,
  IconPlayerPlay,
  IconScreenShare,
  IconScreenShareOff,
  IconVideo,
  IconVideoOff,
} from '@tabler/icons-react';
import { useState, type ComponentType } from 'react';
import { PlainText } from '../base/PlainText';
import { strings } from '../strings';
import type { CallState } from './Call';
import classes from './phone.module.css';
import { Keypad } from './Keypad';
import { phone } from './line';
import { Picture } from './Picture';
import { RecordingNotice } from './RecordingNotice';
import { Timer } from './Timer';
import { readable } from './words';

const words = strings.phone;

/** The call that goes on, or how the last one ended. */
export function CallPanel({ call }: { call: CallState }) {
  const [keys, setKeys] = useState(false);
  const over = call.phase === 'ended';
  const shown = call.theirs?.getVideoTracks().length ? call.theirs : null;
  const own = call.mine?.getVideoTracks().length && (call.camera || call.sharing) ? call.mine : null;
  return (
    <Card withBorder radius="lg" p="md" component="section" aria-label={words.call} data-phase={call.phase}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <div style={{ minWidth: 0 }}>
            <Text fw={650} size="lg" truncate>
              <PlainText text={call.display || readable(call.address)} />
            </Text>
            <Text size="sm" c="dimmed" truncate>
              <PlainText text={readable(call.address)} />
            </Text>
          </div>
          <Stack gap={4} align="flex-end">
            <Text size="sm" fw={500} role="status">
              {call.phase === 'talking' ? <Timer since={call.since} /> : words.phases[call.phase]}
            </Text>
            {call.phase === 'talking' && <QualityHint call={call} />}
          </Stack>
        </Group>

        {!over && <RecordingNotice recording={call.recording} />}
        {over && (
          <Alert color="gray" role="status" aria-live="polite" withCloseButton closeButtonLabel={strings.base.close} onClose={() => phone.forget()}>
            <PlainText text={call.ended} />
          </Alert>
        )}
        {call.problem && (
          <Text size="sm" c="red" role="alert">
            {call.problem}
          </Text>
        )}
        {(call.held || call.heldByPeer) && !over && (
          <Badge color="yellow" variant="light" size="lg" tt="none">
            {call.held ? words.held : words.heldByPeer}
          </Badge>
        )}

        {(shown ?? own) && (
          <div className={classes.pictures}>
            {shown ? <Picture stream={shown} label={words.theirPicture} /> : <div className={classes.noPicture}>{words.noPicture}</div>}
            {own && (
              <div className={classes.own}>
                <Picture stream={own} label={call.sharing ? words.ownScreen : words.ownPicture} mirrored={!call.sharing} />
              </div>
            )}
          </div>
        )}

        {!over && <Controls call={call} keys={keys} onKeys={() => setKeys(!keys)} />}
        {!over && (
          <Collapse in={keys}>{keys && <Keypad digits={call.digits} />}</Collapse>
        )}
      </Stack>
    </Card>
  );
}

function QualityHint({ call }: { call: CallState }) {
  const colours = { unknown: 'gray', good: 'teal', fair: 'yellow', poor: 'red' } as const;
  return call.quality === 'unknown' ? null : (
    <Badge color={colours[call.quality]} variant="light" tt="none" data-quality={call.quality}>
      {words.quality[call.quality]}
    </Badge>
  );
}

interface ControlsProps {
  call: CallState;
  keys: boolean;
  onKeys: () => void;
}

function Controls({ call, keys, onKeys }: ControlsProps) {
  const talking = call.phase === 'talking';
  const run = phone.running;
  const blocked = !talking || call.changing;
  const canShare = typeof (navigator.mediaDevices as Partial<MediaDevices> | undefined)?.getDisplayMedia === 'function';
  return (
    <Group gap="xs" role="group" aria-label={words.controls}>
      <Toggle on={call.muted} icon={call.muted ? IconMicrophoneOff : IconMicrophone} label={call.muted ? words.unmute : words.mute} onClick={() => run?.mute(!call.muted)} />
      <Toggle
        on={call.camera}
        disabled={blocked || call.sharing}
        icon={call.camera ? IconVideo : IconVideoOff}
        label={call.camera ? words.cameraOff : words.cameraOn}
        onClick={() => void run?.showCamera(!call.camera)}
      />
      <Toggle
        on={call.held}
        disabled={blocked}
        icon={call.held ? IconPlayerPlay : IconPlayerPause}
        label={call.held ? words.resume : words.hold}
        onClick={() => void run?.hold(!call.held)}
      />
      {canShare && (
        <Toggle
          on={call.sharing}
          disabled={blocked}
          icon={call.sharing ? IconScreenShareOff : IconScreenShare}
          label={call.sharing ? words.unshare : words.share}
          onClick={() => void run?.share(!call.sharing)}
        />
      )}
      <Toggle on={keys} icon={IconDialpad} label={words.keypad} disabled={!talking} onClick={onKeys} />
      <Button color="red.9" ms="auto" leftSection={<IconPhoneOff size={18} />} onClick={() => phone.hangUp()}>
        {talking ? words.hangUp : words.giveUp}
      </Button>
    </Group>
  );
}

interface ToggleProps {
  on: boolean;
  label: string;
  icon: ComponentType<{ size?: number }>;
  disabled?: boolean;
  onClick: () => void;
}

function Toggle({ on, label, icon: Icon, disabled = false, onClick }: ToggleProps) {
  return (
    <Button
      variant={on ? 'light' : 'default'}
      size="sm"
      px="sm"
      disabled={disabled}
      leftSection={<Icon size={18} />}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}
