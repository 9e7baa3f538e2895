import { Button, Group, SimpleGrid, Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState, type FormEvent } from 'react';
import { usePost, type Schema } from '../base/api';
import { ErrorState } from '../base/ErrorState';
import { useReason } from '../base/Reason';
import { dayBegins } from '../search/query';
import { strings } from '../strings';

const words = strings.hold;

interface NewHoldProps {
  people?: string[];
  group?: string;
  calls?: string[];
  /** Days of the reader's zone. */
  from?: string;
  until?: string;
  onDone: () => void;
}

interface Sent {
  matter: string;
  reason: string;
  people: string[];
  group: string;
  calls: string[];
  from: string | null;
  until: string | null;
}

const FIELDS = ['matter', 'reason', 'people', 'group', 'calls', 'from', 'until'];

/** The form that places a hold. */
export function NewHold(given: NewHoldProps) {
  const { given: read } = useReason();
  const [matter, setMatter] = useState(read.matter);
  const [reason, setReason] = useState('');
  const [people, setPeople] = useState(given.people ?? []);
  const [group, setGroup] = useState(given.group ?? '');
  const [calls, setCalls] = useState(given.calls ?? []);
  const [from, setFrom] = useState(given.from ?? '');
  const [until, setUntil] = useState(given.until ?? '');
  const place = usePost<Sent, Schema<'HoldView'>>('/holds', {
    refreshes: ['/holds'],
    done: hold => {
      notifications.show({ message: words.placedNow(hold.matter) });
      given.onDone();
    },
  });
  const wrong = (field: string) => place.error?.field(field);
  const elsewhere = place.error && !FIELDS.some(field => wrong(field));

  function submit(event: FormEvent) {
    event.preventDefault();
    place.mutate({
      matter,
      reason,
      people,
      group: group.trim(),
      calls,
      from: dayBegins(from) || null,
      until: dayBegins(until, 1) || null,
    });
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{words.newText}</Text>
        <TextInput
          label={words.matter}
          description={words.matterHint}
          required
          maxLength={200}
          data-autofocus
          error={wrong('matter')}
          value={matter}
          onChange={event => setMatter(event.currentTarget.value)}
        />
        <Textarea
          label={words.why}
          description={words.whyHint}
          required
          autosize
          minRows={2}
          maxRows={6}
          maxLength={500}
          error={wrong('reason')}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
        />
        <TagsInput
          label={words.people}
          description={words.peopleHint}
          acceptValueOnBlur
          error={wrong('people')}
          value={people}
          onChange={setPeople}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <TextInput
            label={words.group}
            error={wrong('group')}
            value={group}
            onChange={event => setGroup(event.currentTarget.value)}
          />
          <TagsInput label={words.calls} acceptValueOnBlur error={wrong('calls')} value={calls} onChange={setCalls} />
          <TextInput
            type="date"
            label={words.from}
            error={wrong('from')}
            value={from}
            onChange={event => setFrom(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label={words.untilDay}
            error={wrong('until')}
            value={until}
            onChange={event => setUntil(event.currentTarget.value)}
          />
        </SimpleGrid>
        {elsewhere && <ErrorState error={place.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={given.onDone}>
            {strings.base.cancel}
          </Button>
          <Button type="submit" loading={place.isPending}>
            {words.place}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
