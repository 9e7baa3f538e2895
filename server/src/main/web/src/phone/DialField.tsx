import { ActionIcon, Group, TextInput, Tooltip } from '@mantine/core';
import { IconPhone, IconVideo } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { strings } from '../strings';
import { phone, usePhone } from './line';

const words = strings.phone;

/** Where a name, a number or an address is typed to be called. */
export function DialField() {
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const { line, call } = usePhone();
  const free = line === 'on' && (!call || call.phase === 'ended');

  const dial = async (video: boolean) => {
    setBusy(true);
    const refused = await phone.dial(typed, video);
    setBusy(false);
    setProblem(refused);
    if (!refused) {
      setTyped('');
    }
  };

  return (
    <form
      role="search"
      aria-label={words.dial.label}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void dial(false);
      }}
    >
      <Group gap="xs" align="flex-start" wrap="nowrap">
        <TextInput
          flex={1}
          size="md"
          aria-label={words.dial.label}
          placeholder={words.dial.placeholder}
          autoComplete="off"
          spellCheck={false}
          maxLength={250}
          value={typed}
          error={problem || undefined}
          onChange={event => {
            setTyped(event.currentTarget.value);
            setProblem('');
          }}
        />
        <Tooltip label={words.callAudio}>
          <ActionIcon type="submit" size={42} color="teal.9" variant="filled" loading={busy} disabled={!free || !typed.trim()} aria-label={words.callAudio}>
            <IconPhone size={20} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={words.callVideo}>
          <ActionIcon
            size={42}
            color="teal"
            variant="light"
            disabled={!free || busy || !typed.trim()}
            aria-label={words.callVideo}
            onClick={() => void dial(true)}
          >
            <IconVideo size={20} />
          </ActionIcon>
        </Tooltip>
      </Group>
    </form>
  );
}
