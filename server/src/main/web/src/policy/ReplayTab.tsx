import { Alert, Button, Group, Progress, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { url, useDelete, useGet, usePost } from '../base/api';
import { ErrorState } from '../base/ErrorState';
import { strings } from '../strings';
import type { Drafting } from './draft';
import type { Replay } from './policy';
import { ReplayReport } from './ReplayReport';

const words = strings.policy;
const DAY = 86_400_000;
const PAUSE = 700;

/** A draft tried on what happened, with its progress and what would have been different. */
export function ReplayTab({ drafting }: { drafting: Drafting }) {
  const [days, setDays] = useState('7');
  const [id, setId] = useState<number>();
  const start = usePost<undefined, Replay>('/policy/replays', {
    body: () => ({
      text: drafting.text,
      from: new Date(Date.now() - Number(days) * DAY).toISOString(),
    }),
    done: replay => setId(replay.id),
  });

  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {words.replayText}
      </Text>
      <Group align="flex-end" gap="sm">
        <Select
          label={words.period}
          allowDeselect={false}
          data={Object.entries(words.periods).map(([value, label]) => ({ value, label }))}
          value={days}
          onChange={value => value && setDays(value)}
        />
        <Button loading={start.isPending} onClick={() => start.mutate(undefined)}>
          {words.replay}
        </Button>
      </Group>
      {start.error && <ErrorState error={start.error} />}
      {id !== undefined && <Running id={id} key={id} />}
    </Stack>
  );
}

function Running({ id }: { id: number }) {
  const [over, setOver] = useState(false);
  const replay = useGet<Replay>(url`/policy/replays/${id}`, over ? {} : { every: PAUSE });
  const stop = useDelete(url`/policy/replays/${id}`, { refreshes: ['/policy/replays'] });
  if (replay.data && replay.data.state !== 'running' && !over) {
    setOver(true);
  }
  if (!replay.data) {
    return replay.error ? <ErrorState error={replay.error} /> : null;
  }
  const { state, percent, why, report } = replay.data;
  switch (state) {
    case 'running':
      return (
        <Stack gap="xs" maw={520}>
          <Progress.Root size="lg">
            <Progress.Section value={percent} aria-label={words.replayRunning(percent)} animated />
          </Progress.Root>
          <Group justify="space-between">
            <Text size="sm" role="status">
              {words.replayRunning(percent)}
            </Text>
            <Button size="compact-sm" variant="default" onClick={() => stop.mutate()}>
              {words.replayStop}
            </Button>
          </Group>
        </Stack>
      );
    case 'failed':
      return (
        <Alert color="red" variant="light" title={words.replayFailed} role="alert">
          {why}
        </Alert>
      );
    case 'stopped':
      return <Text size="sm">{words.replayStopped}</Text>;
    case 'done':
      return report ? <ReplayReport report={report} /> : null;
  }
}
