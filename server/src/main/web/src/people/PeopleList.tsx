import { ActionIcon, Group, Indicator, Text, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconMessage, IconPhone, IconSearch, IconUsers, IconVideo } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { usePages } from '../base/api';
import { EmptyState } from '../base/EmptyState';
import { useRefreshOn } from '../base/events';
import { PlainText } from '../base/PlainText';
import { VirtualTable, type Column } from '../base/VirtualTable';
import { knows, usePhone } from '../phone/line';
import { useDial } from '../phone/useDial';
import { readable } from '../phone/words';
import { strings } from '../strings';

const words = strings.people;

/** A colleague, as the server gives it. */
export interface Person {
  user: string;
  address: string;
  display: string;
  department: string;
  online: boolean;
}

/** Colleagues with a search, who is on line, and how to reach them. */
export function PeopleList({ height }: { height?: string }) {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 200);
  const people = usePages<Person>('/me/people', { query: { q }, keep: true, every: 60_000 });
  useRefreshOn('presence', '/me/people');
  const { line, call } = usePhone();
  const free = line === 'on' && (!call || call.phase === 'ended');

  useEffect(() => {
    people.items.forEach(({ address, display }) => knows(address, display));
  }, [people.items]);

  const columns: Column<Person>[] = [
    { key: 'display', header: words.name, width: 'minmax(0, 2fr)', cell: row => <Name row={row} /> },
    {
      key: 'department',
      header: words.department,
      from: 'md',
      cell: row => <PlainText text={row.department} none="–" />,
    },
    { key: 'reach', header: words.reach, width: '124px', end: true, cell: row => <Reach row={row} free={free} /> },
  ];

  return (
    <>
      <TextInput
        type="search"
        mb="sm"
        leftSection={<IconSearch size={16} />}
        aria-label={words.search}
        placeholder={words.search}
        maxLength={100}
        value={typed}
        onChange={event => setTyped(event.currentTarget.value)}
      />
      <VirtualTable
        label={words.title}
        rows={people.items}
        rowKey={row => row.user}
        columns={columns}
        pending={people.isPending}
        error={people.error}
        again={people.again}
        more={people.more}
        hasMore={people.hasMore}
        loadingMore={people.loadingMore}
        rowHeight={54}
        {...(height ? { height } : {})}
        empty={
          q ? (
            <EmptyState icon={IconSearch} title={words.noneFound} text={words.noneFoundText} />
          ) : (
            <EmptyState icon={IconUsers} title={words.noneTitle} text={words.noneText} />
          )
        }
      />
    </>
  );
}

function Name({ row }: { row: Person }) {
  return (
    <Group gap="sm" wrap="nowrap">
      <Indicator
        inline
        size={9}
        position="middle-center"
        color={row.online ? 'teal' : 'gray'}
        aria-hidden
        style={{ width: 12, flex: 'none' }}
      >
        <span />
      </Indicator>
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={500} truncate>
          <PlainText text={row.display} />
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {row.online ? words.online : words.offline} · <PlainText text={readable(row.address)} />
        </Text>
      </div>
    </Group>
  );
}

function Reach({ row, free }: { row: Person; free: boolean }) {
  const dial = useDial();
  return (
    <Group gap={4} wrap="nowrap">
      <Tooltip label={strings.phone.callAudio}>
        <ActionIcon variant="subtle" color="teal" disabled={!free} aria-label={words.call(row.display)} onClick={() => dial(row.address, false, row.display)}>
          <IconPhone size={18} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={strings.phone.callVideo}>
        <ActionIcon variant="subtle" color="teal" disabled={!free} aria-label={words.callVideo(row.display)} onClick={() => dial(row.address, true, row.display)}>
          <IconVideo size={18} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={words.write}>
        <ActionIcon component={Link} to={`/chat/${encodeURIComponent(row.user)}`} variant="subtle" color="gray" aria-label={words.writeTo(row.display)}>
          <IconMessage size={18} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
