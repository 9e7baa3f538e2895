import { Badge, Group, Text } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { IconLock, IconMessage, IconPhone, IconVinyl } from '@tabler/icons-react';
import { useMemo } from 'react';
import { EmptyState } from '../base/EmptyState';
import { PlainText } from '../base/PlainText';
import { VirtualTable, type Column } from '../base/VirtualTable';
import { Duration, When } from '../base/When';
import { strings } from '../strings';
import type { Found, RecordView } from './records';

const words = strings.search;

/** Whether it is a call or a line, as a sign with a name. */
function KindSign({ kind }: { kind: string }) {
  const Icon = kind === 'call' ? IconPhone : IconMessage;
  const name = kind === 'call' ? words.kinds.call : words.kinds.chat;
  return <Icon size={16} stroke={1.7} role="img" aria-label={name} />;
}

/** What else is to know of a record, in few signs. */
export function Marks({ record }: { record: RecordView }) {
  const marks = record.marks.filter(mark => !mark.startsWith('rule:'));
  return (
    <Group gap={4} wrap="nowrap">
      {record.recorded && <IconVinyl size={16} role="img" aria-label={words.recorded} />}
      {record.held && <IconLock size={16} role="img" aria-label={words.onHold} />}
      {record.purged && (
        <Badge size="xs" color="gray" variant="light">
          {words.purged}
        </Badge>
      )}
      {marks.map(mark => (
        <Badge key={mark} size="xs" color="orange" variant="light">
          {mark}
        </Badge>
      ))}
    </Group>
  );
}

const columns: Column<RecordView>[] = [
  { key: 'kind', header: words.kind, width: '36px', cell: record => <KindSign kind={record.kind} /> },
  { key: 'time', header: words.time, width: '112px', cell: record => <When at={record.time} /> },
  { key: 'from', header: words.from, cell: record => <PlainText text={record.from} /> },
  { key: 'to', header: words.to, cell: record => <PlainText text={record.to} /> },
  {
    key: 'talked',
    header: words.talked,
    width: '56px',
    end: true,
    from: 'sm',
    cell: record => (record.kind === 'call' ? <Duration seconds={record.talked} /> : null),
  },
  {
    key: 'result',
    header: words.result,
    width: '84px',
    from: 'md',
    cell: record => (
      <Text span size="sm" c="dimmed">
        {record.result}
      </Text>
    ),
  },
  { key: 'marks', header: words.marks, width: '72px', from: 'sm', cell: record => <Marks record={record} /> },
];

export function rowKey(record: RecordView): string {
  return `${record.kind} ${record.id}`;
}

interface ResultsProps {
  found: Found;
  chosen: string | undefined;
  onOpen: (record: RecordView) => void;
}

/** Whether somebody is typing, so that letters are letters. */
function typing(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [role="dialog"]') !== null;
}

/** What was found, of any length; j and k go down and up, Enter opens. */
export function Results({ found, chosen, onOpen }: ResultsProps) {
  useWindowEvent('keydown', event => {
    const moves = event.key === 'j' || event.key === 'k';
    if (!moves || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) {
      return;
    }
    const inside = event.target instanceof Element && event.target.closest('[role="row"]');
    if (!inside) {
      event.preventDefault();
      document.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus();
    }
  });
  const empty = useMemo(() => <EmptyState title={words.nothing} text={words.nothingText} />, []);
  return (
    <VirtualTable
      label={words.results}
      rows={found.records}
      rowKey={rowKey}
      columns={columns}
      onOpen={onOpen}
      {...(chosen ? { chosen } : {})}
      pending={found.isPending}
      error={found.error}
      again={found.again}
      more={found.more}
      hasMore={found.hasMore}
      loadingMore={found.loadingMore}
      empty={empty}
    />
  );
}
