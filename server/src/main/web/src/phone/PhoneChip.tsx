import { ActionIcon, Button, Group, Tooltip } from '@mantine/core';
import {
  IconMicrophone,
  IconMicrophoneOff,
  IconPhone,
  IconPhoneCall,
  IconPhoneOff,
  IconPhoneX,
} from '@tabler/icons-react';
import { Link, useLocation } from 'react-router';
import { PlainText } from '../base/PlainText';
import { strings } from '../strings';
import { phone, usePhone } from './line';
import { Timer } from './Timer';
import { readable } from './words';

const words = strings.phone;

/** The phone in the frame of every page: whether it is on line, and the call that goes on. */
export default function PhoneChip() {
  const { line, problem, call } = usePhone();
  const { pathname } = useLocation();
  if (call && call.phase !== 'ended' && call.phase !== 'incoming' && pathname !== '/phone') {
    return (
      <Group gap={4} wrap="nowrap" role="group" aria-label={words.bar.label}>
        <Button
          component={Link}
          to="/phone"
          size="compact-md"
          variant="light"
          color="teal"
          leftSection={<IconPhoneCall size={16} />}
          maw={200}
          title={words.bar.open}
        >
          <PlainText text={call.display || readable(call.address)} />
          &nbsp;
          {call.since > 0 && <Timer since={call.since} />}
        </Button>
        <Tooltip label={call.muted ? words.unmute : words.mute}>
          <ActionIcon
            variant={call.muted ? 'filled' : 'default'}
            aria-pressed={call.muted}
            aria-label={call.muted ? words.unmute : words.mute}
            onClick={() => phone.running?.mute(!call.muted)}
          >
            {call.muted ? <IconMicrophoneOff size={16} /> : <IconMicrophone size={16} />}
          </ActionIcon>
        </Tooltip>
        <Tooltip label={words.hangUp}>
          <ActionIcon color="red.9" variant="filled" aria-label={words.hangUp} onClick={() => phone.hangUp()}>
            <IconPhoneOff size={16} />
          </ActionIcon>
        </Tooltip>
      </Group>
    );
  }
  const here = words.line.states[line];
  return (
    <Tooltip label={problem ? `${here} ${problem}` : here} multiline maw={280}>
      <ActionIcon
        component={Link}
        to="/phone"
        variant="default"
        size="lg"
        aria-label={`${words.title}: ${here}`}
        data-line={line}
        c={line === 'on' ? 'teal' : line === 'off' || line === 'connecting' ? undefined : 'red'}
      >
        {line === 'lost' || line === 'refused' ? <IconPhoneX size={18} /> : <IconPhone size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}
