import { ActionIcon, Alert, Button, Group, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState, type FormEvent, type RefObject } from 'react';
import { url, useDelete, usePost, type Schema } from '../base/api';
import { durationClock } from '../base/dates';
import { PlainText } from '../base/PlainText';
import { When } from '../base/When';
import { useSession } from '../session/session';
import { strings } from '../strings';

const words = strings.recording.marks;
const LONGEST = 1000;

type Mark = Schema<'Mark'>;

interface MarksProps {
  call: string;
  reason: string;
  marks: Mark[];
  /** Where the player is, in seconds. */
  at: number;
  field: RefObject<HTMLInputElement | null>;
  onJump: (seconds: number) => void;
}

/** Officers' notes beside moments of a recording. */
export function Marks({ call, reason, marks, at, field, onJump }: MarksProps) {
  const { user } = useSession();
  const remove = useDelete<string>(mark => url`/recordings/${call}/marks/${mark}`, {
    query: () => ({ reason }),
    refreshes: [url`/calls/${call}`],
  });
  return (
    <section aria-labelledby="marks">
      <Title order={3} size="h5" id="marks" mb="xs">
        {words.title}
      </Title>
      <Stack gap="sm">
        <Add call={call} reason={reason} at={at} field={field} />
        {remove.error && <Alert color="red">{remove.error.message}</Alert>}
        {marks.length === 0 ? (
          <Text size="sm" c="dimmed">
            {words.none}
          </Text>
        ) : (
          <Table verticalSpacing="xs">
            <Table.Tbody>
              {marks.map(mark => (
                <Table.Tr key={mark.id}>
                  <Table.Td w={72}>
                    <Button
                      size="compact-sm"
                      variant="light"
                      aria-label={words.goTo(durationClock(mark.atMillis / 1000))}
                      onClick={() => onJump(mark.atMillis / 1000)}
                    >
                      {durationClock(mark.atMillis / 1000)}
                    </Button>
                  </Table.Td>
                  <Table.Td>
                    <PlainText text={mark.text} lines />
                    <Text size="xs" c="dimmed">
                      <PlainText text={mark.officer} />, <When at={mark.written} form="exact" />
                    </Text>
                  </Table.Td>
                  <Table.Td w={40}>
                    {mark.officer === user && (
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={words.remove(durationClock(mark.atMillis / 1000))}
                        loading={remove.isPending && remove.variables === mark.id}
                        onClick={() => remove.mutate(mark.id)}
                      >
                        <IconTrash size={16} />
                      </ActionIcon>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Stack>
    </section>
  );
}

type AddProps = Pick<MarksProps, 'call' | 'reason' | 'at' | 'field'>;

function Add({ call, reason, at, field }: AddProps) {
  const [text, setText] = useState('');
  const [moment, setMoment] = useState<number | null>(null);
  const add = usePost<{ at: number; text: string; reason: string }, Mark>(url`/recordings/${call}/marks`, {
    refreshes: [url`/calls/${call}`],
    done: () => {
      setText('');
      setMoment(null);
    },
  });
  const stands = moment ?? at;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim()) {
      add.mutate({ at: Math.round(stands * 10) / 10, text: text.trim(), reason });
    }
  }

  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          ref={field}
          flex={1}
          label={words.label(durationClock(stands))}
          placeholder={words.placeholder}
          maxLength={LONGEST}
          value={text}
          error={add.error?.message}
          // the note stands where it was begun, however long it takes to write
          onFocus={() => setMoment(text ? stands : at)}
          onChange={event => setText(event.currentTarget.value)}
        />
        <Button type="submit" variant="light" loading={add.isPending} disabled={!text.trim()}>
          {words.add}
        </Button>
      </Group>
    </form>
  );
}
