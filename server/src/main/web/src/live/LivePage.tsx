import { Badge, Button, Group, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { ApiProblem, request, url, usePages, useRefresh } from '../base/api';
import { useConfirm } from '../base/Confirm';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { useEvents } from '../base/events';
import { PageTitle } from '../base/PageTitle';
import { PlainText } from '../base/PlainText';
import { VirtualTable, type Column } from '../base/VirtualTable';
import { readable } from '../phone/words';
import { may, useSession } from '../session/session';
import { strings } from '../strings';
import { CallDetail } from './CallDetail';
import { CallMenu } from './CallMenu';
import { DrainCard } from './DrainCard';
import { concerns, marksOf, stateOf, type LiveCall } from './live';
import { Timer } from './Timer';

const words = strings.live;
const PAUSE = 300;

/** Reads the calls anew soon after one began, changed or ended; many at once are one reading. */
function useCalls() {
  const refresh = useRefresh();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const again = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      refresh('/live');
    }, PAUSE);
  };
  useEvents('live', again, again);
  useEffect(() => () => clearTimeout(timer.current), []);
  return usePages<LiveCall>('/live', { limit: 500, every: 10_000 });
}

const columns: readonly Column<LiveCall>[] = [
  {
    key: 'state',
    header: words.state,
    width: '120px',
    from: 'sm',
    cell: call => (
      <Badge variant="light" color={call.state === 'talking' ? 'teal' : 'yellow'}>
        {stateOf(call)}
      </Badge>
    ),
  },
  { key: 'from', header: words.from, cell: call => <PlainText text={readable(call.from)} />, sort: c => c.from },
  { key: 'to', header: words.to, cell: call => <PlainText text={readable(call.to)} />, sort: c => c.to },
  {
    key: 'time',
    header: words.time,
    width: '80px',
    end: true,
    cell: call => <Timer since={call.answered ?? call.since} />,
    sort: call => call.since,
  },
  { key: 'media', header: words.media, width: '110px', from: 'md', cell: call => call.kinds.join(', ') },
  { key: 'rule', header: words.rule, from: 'md', cell: call => <PlainText text={call.rule} /> },
  {
    key: 'recorded',
    header: words.recorded,
    width: '100px',
    from: 'lg',
    cell: call => call.recorded.join(', ') || '–',
  },
  { key: 'marks', header: words.marks, from: 'lg', cell: call => marksOf(call).join(', ') },
];

/** Calls that run now, and what an administrator does about them. */
export default function LivePage() {
  const calls = useCalls();
  const administers = may(useSession(), 'administer');
  const [find, setFind] = useState('');
  const [open, setOpen] = useState<string | null>(null);
  const shown = calls.items.filter(call => concerns(call, find));
  const menu: Column<LiveCall> = {
    key: 'menu',
    header: '',
    width: '52px',
    end: true,
    cell: call => <CallMenu call={call} onDetails={() => setOpen(call.call)} />,
  };

  return (
    <>
      <PageTitle title={words.title} text={words.text} />
      <Group mb="md" align="flex-end" gap="sm">
        <TextInput
          type="search"
          label={words.filter}
          placeholder={words.filterHint}
          leftSection={<IconSearch size={16} />}
          flex="1 1 220px"
          maw={420}
          value={find}
          onChange={event => setFind(event.currentTarget.value)}
        />
        {administers && find.trim() !== '' && shown.length > 0 && <EndAll calls={shown} />}
      </Group>
      <VirtualTable
        label={words.title}
        rows={shown}
        rowKey={call => call.call}
        columns={administers ? [...columns, menu] : columns}
        onOpen={call => setOpen(call.call)}
        pending={calls.isPending}
        error={calls.error}
        again={calls.again}
        more={calls.more}
        hasMore={calls.hasMore}
        loadingMore={calls.loadingMore}
        height="max(240px, calc(100dvh - 420px))"
        empty={<EmptyState title={words.none} text={words.noneText} />}
      />
      <DrainCard />
      <CallDetail call={open} onClose={() => setOpen(null)} />
    </>
  );
}

/** Ends the calls that are listed, one after the other, so that each is one that was seen. */
function EndAll({ calls }: { calls: readonly LiveCall[] }) {
  const confirm = useConfirm();
  const refresh = useRefresh();
  const [ending, setEnding] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();

  async function end() {
    const title = words.endAll(calls.length);
    const reason = await confirm({
      title,
      text: words.endAllText,
      yes: title,
      danger: true,
      reason: words.reason,
    });
    if (reason === null) {
      return;
    }
    setEnding(true);
    setProblem(undefined);
    for (const call of calls) {
      try {
        await request('POST', url`/live/${call.call}/end`, { body: { reason } });
      } catch (e) {
        // one that has ended meanwhile is what was wanted
        if (e instanceof ApiProblem && e.status !== 404) {
          setProblem(e);
          break;
        }
      }
    }
    setEnding(false);
    refresh('/live');
  }

  return (
    <>
      <Button color="red.9" loading={ending} onClick={() => void end()}>
        {words.endAll(calls.length)}
      </Button>
      {problem && <ErrorState error={problem} />}
    </>
  );
}
