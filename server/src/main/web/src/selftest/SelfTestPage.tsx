import { Alert, Button, Group, Progress, Stack, Tabs, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useGet, usePost, type Schema } from '../base/api';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { useEvents } from '../base/events';
import { Loading } from '../base/Loading';
import { PageTitle } from '../base/PageTitle';
import { When } from '../base/When';
import { may, useSession } from '../session/session';
import { strings } from '../strings';
import { Checks } from './Checks';
import { Outside } from './Outside';

const words = strings.selftest;

type Run = Schema<'SelfTestRun'>;

function count(run: Run, ...states: string[]): number {
  return run.checks.filter(check => states.includes(check.state)).length;
}

function Outcome({ run }: { run: Run }) {
  const done = run.checks.length - count(run, 'waiting', 'running');
  if (run.running) {
    return (
      <Stack gap={4} role="status">
        <Text size="sm">{words.progress(done, run.checks.length)}</Text>
        <Progress value={(100 * done) / Math.max(1, run.checks.length)} animated aria-label={words.title} />
      </Stack>
    );
  }
  const color = { failed: 'red', warning: 'orange' }[run.verdict] ?? 'teal';
  return (
    <Alert color={color} variant="light" role="status" title={words.verdicts[run.verdict as 'ok'] ?? run.verdict}>
      <Text size="sm">
        {words.counts(count(run, 'ok'), count(run, 'warning'), count(run, 'failed'))}
      </Text>
      <Text size="sm" c="dimmed">
        <When at={run.ended} /> · {run.by}
      </Text>
    </Alert>
  );
}

function Inside() {
  const session = useSession();
  const client = useQueryClient();
  const run = useGet<Run>('/self-test', { every: 5_000 });
  const put = (value: Run) => client.setQueryData(['/self-test', {}], value);
  const begin = usePost<undefined, Run>('/self-test', { done: put });
  useEvents<Run>('self-test', put, () => void run.refetch());
  if (run.isPending) {
    return <Loading />;
  }
  if (run.error) {
    return <ErrorState error={run.error} again={() => void run.refetch()} />;
  }
  const button = may(session, 'administer') && (
    <Button
      leftSection={<IconPlayerPlay size={16} />}
      loading={begin.isPending}
      disabled={run.data.running}
      onClick={() => begin.mutate(undefined)}
    >
      {run.data.number === 0 ? words.begin : words.again}
    </Button>
  );
  return (
    <Stack>
      {begin.error && <ErrorState error={begin.error} />}
      {run.data.number === 0 ? (
        <EmptyState title={words.noneTitle} text={words.noneText} action={button} />
      ) : (
        <>
          <Group>{button}</Group>
          <Outcome run={run.data} />
          <Checks checks={run.data.checks} />
        </>
      )}
    </Stack>
  );
}

/** Whether the server can be reached and does what it must, from here and from elsewhere. */
export default function SelfTestPage() {
  return (
    <>
      <PageTitle title={words.title} text={words.text} />
      <Tabs defaultValue="inside" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="inside">{words.inside}</Tabs.Tab>
          <Tabs.Tab value="outside">{words.outside}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="inside">
          <Inside />
        </Tabs.Panel>
        <Tabs.Panel value="outside">
          <Outside />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
