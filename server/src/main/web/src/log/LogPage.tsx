import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlayerPause, IconPlayerPlay, IconSearch } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import { usePages, type Schema } from '../base/api';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { useEvents } from '../base/events';
import { Loading } from '../base/Loading';
import { PageTitle } from '../base/PageTitle';
import { strings } from '../strings';
import { LogLines } from './LogLines';
import { fits, merged, MOST_LIVE } from './lines';

const words = strings.log;

type Line = Schema<'LogRingLine'>;

/** The last lines of the server's log, as they come. */
export default function LogPage() {
  const [level, setLevel] = useState('info');
  const [find, setFind] = useState('');
  const [wanted] = useDebouncedValue(find.trim(), 300);
  const [paused, setPaused] = useState(false);
  const [live, setLive] = useState<Line[]>([]);
  const held = useRef<Line[]>([]);
  const [waiting, setWaiting] = useState(0);
  const pages = usePages<Line>('/logs', { query: { level, find: wanted }, keep: true });

  const told = (line: Line) => {
    if (paused) {
      held.current = [line, ...held.current].slice(0, MOST_LIVE);
      setWaiting(held.current.filter(each => fits(each, level, wanted)).length);
    } else {
      setLive(now => [line, ...now].slice(0, MOST_LIVE));
    }
  };
  useEvents<Line>('logs', told, pages.again);

  function toggle() {
    if (paused) {
      const more = held.current;
      setLive(now => [...more, ...now].slice(0, MOST_LIVE));
      held.current = [];
      setWaiting(0);
    }
    setPaused(!paused);
  }

  const lines = useMemo(
    () => merged(live.filter(line => fits(line, level, wanted)), pages.items),
    [live, pages.items, level, wanted],
  );
  return (
    <>
      <PageTitle title={words.title} text={words.text}>
        <Button
          variant="default"
          leftSection={paused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
          aria-pressed={paused}
          onClick={toggle}
        >
          {paused ? words.resume(waiting) : words.pause}
        </Button>
      </PageTitle>
      <Stack gap="sm">
        <Group align="flex-end">
          <Select
            w={150}
            label={words.level}
            allowDeselect={false}
            value={level}
            onChange={value => setLevel(value ?? 'info')}
            data={Object.entries(words.levels).map(([value, label]) => ({ value, label }))}
          />
          <TextInput
            flex="1 1 240px"
            maw={480}
            type="search"
            label={words.find}
            leftSection={<IconSearch size={16} />}
            value={find}
            maxLength={200}
            onChange={event => setFind(event.currentTarget.value)}
          />
        </Group>
        {pages.isPending ? (
          <Loading />
        ) : pages.error ? (
          <ErrorState error={pages.error} again={pages.again} />
        ) : lines.length === 0 ? (
          <EmptyState title={words.noneTitle} text={words.noneText} />
        ) : (
          <LogLines lines={lines} more={pages.more} hasMore={pages.hasMore} />
        )}
        <Text size="xs" c="dimmed">
          {words.hint}
        </Text>
      </Stack>
    </>
  );
}
