import { Alert, Button, Card, Group, Progress, Select, Stack, Switch, Text, Title } from '@mantine/core';
import { IconBell, IconCamera, IconMicrophone, IconVolume } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useStore } from '../base/store';
import { strings } from '../strings';
import { choose, devices, speakersCanBeChosen, useDevices, type Choice } from './devices';
import { phone, ringer, usePhone } from './line';
import { capture, mediaProblem, stop } from './media';
import { askPermission, permission } from './notify';
import classes from './phone.module.css';
import { Picture } from './Picture';
import { useLevel } from './useLevel';

const words = strings.phone.devices;

/** Which microphone, speaker and camera, and whether they work; kept in this browser. */
export function DeviceSettings() {
  const choice = useStore(devices);
  const { list, again } = useDevices();
  const [testing, setTesting] = useState(false);
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [problem, setProblem] = useState('');
  const { call } = usePhone();
  const talking = call?.phase === 'talking';

  useEffect(() => {
    if (!testing) {
      return undefined;
    }
    let got: MediaStream | null = null;
    let gone = false;
    const has = list.some(({ kind }) => kind === 'videoinput');
    void capture(has).then(
      media => {
        got = media;
        if (gone) {
          stop(media);
        } else {
          setProblem('');
          setStream(media);
        }
      },
      (error: unknown) => {
        if (!gone) {
          setProblem(mediaProblem(error));
          setTesting(false);
        }
      },
    );
    return () => {
      gone = true;
      stop(got);
      setStream(null);
    };
    // devices that get their names once they may be used are no reason to begin anew
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [testing, choice.microphone, choice.camera, choice.suppress]);

  // names of devices are told once the page may use one
  useEffect(again, [stream]); // eslint-disable-line react-hooks/exhaustive-deps

  const change = (made: Partial<Choice>) => {
    choose(made);
    if (talking && (made.microphone !== undefined || made.camera !== undefined)) {
      void capture(call.camera).then(
        media => phone.running?.replace(media),
        (error: unknown) => setProblem(mediaProblem(error)),
      );
    }
  };

  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {words.text}
      </Text>
      {problem && (
        <Alert color="red" role="alert">
          {problem}
        </Alert>
      )}
      <Device kind="audioinput" label={words.microphone} list={list} value={choice.microphone} onChange={microphone => change({ microphone })} />
      {speakersCanBeChosen() ? (
        <Device kind="audiooutput" label={words.speaker} list={list} value={choice.speaker} onChange={speaker => change({ speaker })} />
      ) : (
        <Text size="sm" c="dimmed">
          {words.speakerBySystem}
        </Text>
      )}
      <Device kind="videoinput" label={words.camera} list={list} value={choice.camera} onChange={camera => change({ camera })} />
      <Switch
        label={words.suppress}
        description={words.suppressText}
        checked={choice.suppress}
        onChange={event => change({ suppress: event.currentTarget.checked })}
      />
      <Switch label={words.ring} checked={choice.ring} onChange={event => change({ ring: event.currentTarget.checked })} />
      <NotificationChoice />
      <Card withBorder radius="md" p="md">
        <Stack gap="sm">
          <Title order={3} size="h5">
            {words.test}
          </Title>
          <Group gap="xs">
            <Button variant="default" leftSection={testing ? <IconMicrophone size={18} /> : <IconCamera size={18} />} onClick={() => setTesting(!testing)}>
              {testing ? words.testStop : words.testStart}
            </Button>
            <Button variant="default" leftSection={<IconVolume size={18} />} onClick={() => ringer.test()}>
              {words.testSpeaker}
            </Button>
          </Group>
          {stream && <Level stream={stream} />}
          {stream && stream.getVideoTracks().length > 0 && (
            <Preview stream={stream} />
          )}
        </Stack>
      </Card>
    </Stack>
  );
}

function Preview({ stream }: { stream: MediaStream }) {
  return (
    <div className={classes.preview}>
      <Picture stream={stream} label={words.preview} mirrored />
    </div>
  );
}

function Level({ stream }: { stream: MediaStream }) {
  const level = useLevel(stream);
  return (
    <div>
      <Text size="sm" mb={4}>
        {level > 0.02 ? words.hears : words.hearsNothing}
      </Text>
      <Progress value={Math.min(100, level * 140)} aria-label={words.level} transitionDuration={60} />
    </div>
  );
}

interface DeviceProps {
  kind: MediaDeviceKind;
  label: string;
  list: MediaDeviceInfo[];
  value: string;
  onChange: (id: string) => void;
}

function Device({ kind, label, list, value, onChange }: DeviceProps) {
  const found = list.filter(device => device.kind === kind && device.deviceId !== '' && device.deviceId !== 'default');
  const data = [
    { value: '', label: words.usual },
    ...found.map((device, i) => ({ value: device.deviceId, label: device.label || `${label} ${i + 1}` })),
  ];
  if (value && !found.some(({ deviceId }) => deviceId === value)) {
    data.push({ value, label: words.gone });
  }
  return <Select label={label} data={data} value={value} allowDeselect={false} onChange={id => onChange(id ?? '')} />;
}

function NotificationChoice() {
  const [given, setGiven] = useState(permission);
  if (given === 'unsupported') {
    return null;
  }
  return (
    <Group gap="xs">
      {given === 'default' ? (
        <Button variant="default" leftSection={<IconBell size={18} />} onClick={() => void askPermission().then(setGiven)}>
          {words.notify}
        </Button>
      ) : (
        <Text size="sm" c="dimmed">
          {given === 'granted' ? words.notifies : words.notifiesNot}
        </Text>
      )}
    </Group>
  );
}
