import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconArrowUp, IconHistory } from '@tabler/icons-react';
import { useEffect, useMemo, useRef } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { request, url, type ApiProblem, type Schema } from '../base/api';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { Loading } from '../base/Loading';
import { PageTitle } from '../base/PageTitle';
import { ReasonGate } from '../base/Reason';
import { dayBegins, dayOf } from '../search/query';
import { strings } from '../strings';
import { itemsOf } from './entries';
import { Said } from './Said';
import classes from './ConversationPage.module.css';

const words = strings.conversation;
const AT_ONCE = 100;

/** What some people said to each other, calls and lines together; the newest stand last. */
export default function ConversationPage() {
  const { conversation = '' } = useParams();
  const people = peopleOf(conversation);
  return (
    <>
      <PageTitle title={people.length > 0 ? people.join(', ') : words.oneTitle} text={words.oneText} />
      <ReasonGate>{reason => <Talk id={conversation} reason={reason} />}</ReasonGate>
    </>
  );
}

/** The people that an id names, for the heading; the server judges it. */
function peopleOf(id: string): string[] {
  try {
    const text = atob(id.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(text, character => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).split('\n');
  } catch {
    return [];
  }
}

function Talk({ id, reason }: { id: string; reason: string }) {
  const [search, setSearch] = useSearchParams();
  const until = search.get('until') ?? '';
  const read = useInfiniteQuery({
    queryKey: ['/conversations', id, until, reason],
    queryFn: ({ signal, pageParam }) =>
      request<Schema<'ConversationPage'>>('GET', url`/conversations/${id}`, {
        query: { reason, until, limit: AT_ONCE, cursor: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last: Schema<'ConversationPage'>) => last.next || undefined,
    // each reading is on record: it is not repeated behind the reader's back
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  });
  const entries = useMemo(() => read.data?.pages.flatMap(page => page.items) ?? [], [read.data]);
  const items = useMemo(() => itemsOf(entries), [entries]);
  const people = read.data?.pages[0]?.people ?? [];
  const end = useRef<HTMLDivElement>(null);
  const first = read.data?.pages.length === 1;

  useEffect(() => {
    if (first) {
      end.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [first, until]);

  return (
    <Stack>
      <Group gap="sm" align="flex-end">
        <TextInput
          type="date"
          label={words.jump}
          description={words.jumpHint}
          value={dayOf(until, 1)}
          onChange={event => {
            const day = dayBegins(event.currentTarget.value, 1);
            setSearch(day ? { until: day } : {});
          }}
        />
        {until && (
          <Button variant="default" leftSection={<IconHistory size={16} />} onClick={() => setSearch({})}>
            {words.newest}
          </Button>
        )}
      </Group>
      {read.isPending ? (
        <Loading />
      ) : read.error && entries.length === 0 ? (
        <ErrorState error={read.error as ApiProblem} again={() => void read.refetch()} />
      ) : items.length === 0 ? (
        <EmptyState title={words.empty} text={words.emptyText} />
      ) : (
        <section className={classes.talk} aria-label={words.oneTitle}>
          {read.hasNextPage && (
            <Button
              variant="subtle"
              leftSection={<IconArrowUp size={16} />}
              loading={read.isFetchingNextPage}
              onClick={() => void read.fetchNextPage()}
            >
              {words.earlier}
            </Button>
          )}
          <ol className={classes.list}>
            {items.map(item =>
              'day' in item ? (
                <li key={item.key} className={classes.day}>
                  <Text size="xs" c="dimmed" fw={600}>
                    {item.day}
                  </Text>
                </li>
              ) : (
                <Said key={item.key} entry={item.entry} people={people} />
              ),
            )}
          </ol>
          <div ref={end} />
        </section>
      )}
    </Stack>
  );
}
