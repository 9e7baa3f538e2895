import { Anchor, Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState, type FormEvent } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useGet, type Schema } from '../base/api';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { Loading } from '../base/Loading';
import { PageTitle } from '../base/PageTitle';
import { Plot } from '../base/Plot';
import { ReasonGate } from '../base/Reason';
import { VirtualTable, type Column } from '../base/VirtualTable';
import { written } from '../base/dates';
import { Chips } from '../search/Chips';
import {
  dayBegins,
  filtersOf,
  queryOf,
  searchOf,
  valueOf,
  withFilter,
  withValues,
  type Filter,
} from '../search/query';
import { strings } from '../strings';
import { plotted, type Day } from './days';

const words = strings.timeline;
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** When something was said: of a person, of a matter, or of any search. */
export default function TimelinePage() {
  return (
    <>
      <PageTitle title={words.title} text={words.text} />
      <ReasonGate>{reason => <Timeline reason={reason} />}</ReasonGate>
    </>
  );
}

function Timeline({ reason }: { reason: string }) {
  const [search, setSearch] = useSearchParams();
  const filters = useMemo(() => filtersOf(search), [search]);
  const timeline = useGet<Schema<'Timeline'>>('/timeline', {
    query: { ...queryOf(filters), zone: ZONE, reason },
    enabled: filters.length > 0,
  });
  const ask = (next: Filter[]) => setSearch(searchOf(next));
  return (
    <Stack>
      <Subject key={search.toString()} filters={filters} onAsk={ask} />
      <Chips filters={filters} onAsk={ask} />
      {filters.length === 0 ? (
        <EmptyState title={words.whose} text={words.whoseText} />
      ) : timeline.error ? (
        <ErrorState error={timeline.error} again={() => void timeline.refetch()} />
      ) : timeline.isPending ? (
        <Loading />
      ) : timeline.data.days.length === 0 ? (
        <EmptyState title={words.nothing} text={words.nothingText} />
      ) : (
        <Days days={timeline.data.days} total={timeline.data.total} filters={filters} />
      )}
    </Stack>
  );
}

/** Whose timeline: a person's or a matter's. */
function Subject({ filters, onAsk }: { filters: Filter[]; onAsk: (filters: Filter[]) => void }) {
  const [person, setPerson] = useState(valueOf(filters, 'person'));
  const [matter, setMatter] = useState(valueOf(filters, 'matter'));

  function submit(event: FormEvent) {
    event.preventDefault();
    const others = withValues(filters, 'person', person.trim() ? [person] : []);
    onAsk(withFilter(others, 'matter', matter));
  }

  return (
    <form onSubmit={submit} role="search">
      <Group gap="xs" align="flex-end">
        <TextInput
          label={words.person}
          flex="1 1 180px"
          maw={320}
          value={person}
          onChange={event => setPerson(event.currentTarget.value)}
        />
        <TextInput
          label={words.matter}
          flex="1 1 180px"
          maw={320}
          value={matter}
          onChange={event => setMatter(event.currentTarget.value)}
        />
        <Button type="submit" leftSection={<IconSearch size={16} />}>
          {words.show}
        </Button>
      </Group>
    </form>
  );
}

function Days({ days, total, filters }: { days: Day[]; total: number; filters: Filter[] }) {
  const plot = useMemo(() => plotted(days), [days]);
  const rows = useMemo(() => [...days].reverse(), [days]);
  const columns: Column<Day>[] = [
    { key: 'day', header: words.day, width: 'minmax(0, 2fr)', cell: each => written(new Date(dayBegins(each.day)), 'day') },
    { key: 'calls', header: words.calls, end: true, cell: each => each.calls.toLocaleString(), sort: each => each.calls },
    { key: 'lines', header: words.lines, end: true, cell: each => each.lines.toLocaleString(), sort: each => each.lines },
  ];
  return (
    <>
      <Group justify="space-between">
        <Text size="sm" c="dimmed" role="status">
          {words.found(total, days.length)}
        </Text>
        <Anchor component={Link} size="sm" to={`/search?${searchOf(filters).toString()}`}>
          {words.asSearch}
        </Anchor>
      </Group>
      <Paper withBorder p="md" radius="md">
        <Plot
          label={words.plot}
          times={plot.times}
          series={[
            { label: words.calls, values: plot.calls },
            { label: words.lines, values: plot.lines },
          ]}
          digits={0}
        />
      </Paper>
      <VirtualTable
        label={words.days}
        rows={rows}
        rowKey={each => each.day}
        columns={columns}
        to={each => `/search?${searchOf(onDay(filters, each.day)).toString()}`}
        height="max(200px, calc(100dvh - 600px))"
      />
    </>
  );
}

/** The same question about one day. */
function onDay(filters: Filter[], day: string): Filter[] {
  return withFilter(withFilter(filters, 'from', dayBegins(day)), 'until', dayBegins(day, 1));
}
