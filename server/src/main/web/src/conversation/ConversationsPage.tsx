import { Button, Group, Stack, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useSearchParams } from 'react-router';
import { url, usePages, type Schema } from '../base/api';
import { EmptyState } from '../base/EmptyState';
import { PageTitle } from '../base/PageTitle';
import { PlainText } from '../base/PlainText';
import { ReasonGate } from '../base/Reason';
import { VirtualTable, type Column } from '../base/VirtualTable';
import { When } from '../base/When';
import { strings } from '../strings';

const words = strings.conversation;

type Conversation = Schema<'Conversation'>;

const columns: Column<Conversation>[] = [
  {
    key: 'people',
    header: words.people,
    width: 'minmax(0, 3fr)',
    cell: talk => <PlainText text={talk.people.join(' · ')} />,
  },
  { key: 'calls', header: words.calls, width: '72px', end: true, from: 'sm', cell: talk => talk.calls },
  { key: 'lines', header: words.lines, width: '72px', end: true, from: 'sm', cell: talk => talk.lines },
  { key: 'first', header: words.first, width: '140px', from: 'md', cell: talk => <When at={talk.first} /> },
  { key: 'last', header: words.last, width: '132px', cell: talk => <When at={talk.last} /> },
];

/** Who talked to whom. */
export default function ConversationsPage() {
  return (
    <>
      <PageTitle title={words.title} text={words.text} />
      <ReasonGate>{reason => <Talks reason={reason} />}</ReasonGate>
    </>
  );
}

function Talks({ reason }: { reason: string }) {
  const [search, setSearch] = useSearchParams();
  const person = search.get('person') ?? '';
  const [text, setText] = useState(person);
  const talks = usePages<Conversation>('/conversations', {
    query: { person: person ? [person] : [], reason },
    keep: true,
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    setSearch(text.trim() ? { person: text.trim() } : {});
  }

  return (
    <Stack>
      <form onSubmit={submit} role="search">
        <Group gap="xs" align="flex-end">
          <TextInput
            label={words.person}
            description={words.personHint}
            flex="1 1 240px"
            maw={420}
            value={text}
            error={talks.error?.field('person')}
            onChange={event => setText(event.currentTarget.value)}
          />
          <Button type="submit" leftSection={<IconSearch size={16} />}>
            {words.show}
          </Button>
        </Group>
      </form>
      <VirtualTable
        label={words.title}
        rows={talks.items}
        rowKey={talk => talk.id}
        columns={columns}
        to={talk => url`/conversations/${talk.id}`}
        pending={talks.isPending}
        error={talks.error}
        again={talks.again}
        more={talks.more}
        hasMore={talks.hasMore}
        loadingMore={talks.loadingMore}
        empty={<EmptyState title={words.nothing} text={words.nothingText} />}
      />
    </Stack>
  );
}
