import { ActionIcon, Badge, Group, Text, Tooltip } from '@mantine/core';
import {
  IconHistory,
  IconPhone,
  IconPhoneIncoming,
  IconPhoneOutgoing,
  IconVideo,
} from '@tabler/icons-react';
import { usePages } from '../base/api';
import { EmptyState } from '../base/EmptyState';
import { useRefreshOn } from '../base/events';
import { PlainText } from '../base/PlainText';
import { VirtualTable, type Column } from '../base/VirtualTable';
import { Duration, When } from '../base/When';
import { strings } from '../strings';
import { usePhone } from './line';
import { endingText, readable } from './words';
import { useDial } from './useDial';

const words = strings.phone.history;

/** One of one's own calls, as the server gives it. */
export interface OwnCall {
  call: string;
  direction: 'in' | 'out';
  with: string;
  user: string;
  display: string;
  started: string;
  talk: number;
  video: boolean;
  result: keyof typeof words.results;
  status: number;
  reason: string;
}

/** One's own calls, newest first, each to be called back. */
export function HistoryList({ height }: { height?: string }) {
  const calls = usePages<OwnCall>('/me/calls');
  const { line, call } = usePhone();
  const dial = useDial();
  useRefreshOn('calls', '/me/calls');
  const free = line === 'on' && (!call || call.phase === 'ended');

  const columns: Column<OwnCall>[] = [
    { key: 'with', header: words.with, width: 'minmax(0, 2fr)', cell: row => <Party row={row} /> },
    { key: 'result', header: words.result, width: 'minmax(0, 1.4fr)', from: 'sm', cell: row => <Result row={row} /> },
    { key: 'started', header: words.when, width: 'minmax(72px, 1fr)', cell: row => <When at={row.started} /> },
    {
      key: 'talk',
      header: words.talk,
      width: '72px',
      end: true,
      from: 'md',
      cell: row => (row.talk > 0 ? <Duration seconds={row.talk} /> : '–'),
    },
    {
      key: 'again',
      header: words.again,
      width: '84px',
      end: true,
      cell: row => (
        <Group gap={4} wrap="nowrap">
          <Tooltip label={strings.phone.callAudio}>
            <ActionIcon variant="subtle" color="teal" disabled={!free} aria-label={words.callBack(row.display)} onClick={() => dial(row.with, false, row.display)}>
              <IconPhone size={18} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={strings.phone.callVideo}>
            <ActionIcon variant="subtle" color="teal" disabled={!free} aria-label={words.callBackVideo(row.display)} onClick={() => dial(row.with, true, row.display)}>
              <IconVideo size={18} />
            </ActionIcon>
          </Tooltip>
        </Group>
      ),
    },
  ];

  return (
    <VirtualTable
      label={words.label}
      rows={calls.items}
      rowKey={row => row.call}
      columns={columns}
      pending={calls.isPending}
      error={calls.error}
      again={calls.again}
      more={calls.more}
      hasMore={calls.hasMore}
      loadingMore={calls.loadingMore}
      rowHeight={54}
      {...(height ? { height } : {})}
      empty={<EmptyState icon={IconHistory} title={words.noneTitle} text={words.noneText} />}
    />
  );
}

function Party({ row }: { row: OwnCall }) {
  const Arrow = row.direction === 'in' ? IconPhoneIncoming : IconPhoneOutgoing;
  return (
    <Group gap="xs" wrap="nowrap">
      <Arrow size={18} role="img" aria-label={words.directions[row.direction]} style={{ flex: 'none' }} />
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={row.result === 'missed' ? 700 : 500} truncate>
          <PlainText text={row.display || readable(row.with)} />
        </Text>
        <Text size="xs" c="dimmed" truncate>
          <Text span inherit hiddenFrom="sm">
            {words.results[row.result]}{' '}
          </Text>
          <PlainText text={readable(row.with)} />
        </Text>
      </div>
    </Group>
  );
}

function Result({ row }: { row: OwnCall }) {
  const colour = row.result === 'missed' || row.result === 'refused' ? 'red' : 'gray';
  const why = row.result === 'refused' ? endingText(row.status, row.reason) : row.reason;
  return (
    <div style={{ minWidth: 0 }}>
      <Badge variant="light" color={colour} tt="none">
        {words.results[row.result]}
      </Badge>
      {why && (
        <Text size="xs" c="dimmed" truncate title={why}>
          <PlainText text={why} />
        </Text>
      )}
    </div>
  );
}

