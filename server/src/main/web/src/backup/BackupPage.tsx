import { Alert, Badge, Button, Code, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { IconDatabaseExport } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { url, useGet, usePost, type Schema } from '../base/api';
import { bytes } from '../base/dates';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { useEvents } from '../base/events';
import { KeyValue } from '../base/KeyValue';
import { PageTitle } from '../base/PageTitle';
import { VirtualTable, type Column } from '../base/VirtualTable';
import { When } from '../base/When';
import { Loading } from '../base/Loading';
import { may, useSession } from '../session/session';
import { strings } from '../strings';

const words = strings.backup;

type Backups = Schema<'BackupsView'>;
type Backup = Schema<'BackupView'>;
type Task = Schema<'BackupTask'>;

function State({ task }: { task: Task }) {
  if (!task.name) {
    return null;
  }
  if (task.state === 'running') {
    return (
      <Paper withBorder p="md" role="status">
        <Stack gap={6}>
          <Text size="sm">
            {task.work === 'make' ? words.making(task.name) : words.verifying(task.name)} {task.step}
          </Text>
          <Progress
            value={task.total > 0 ? Math.min(99, (100 * task.done) / task.total) : 100}
            animated
            aria-label={words.progress}
          />
          <Text size="xs" c="dimmed">
            {words.done(bytes(task.done), bytes(task.total))}
          </Text>
        </Stack>
      </Paper>
    );
  }
  const good = task.state === 'done';
  return (
    <Alert
      role="status"
      color={good ? 'teal' : 'red'}
      title={
        task.work === 'make'
          ? good
            ? words.made(task.name)
            : words.notMade(task.name)
          : good
            ? words.verified(task.name)
            : words.notVerified(task.name)
      }
    >
      <Text size="sm">{task.result}</Text>
      <Text size="sm" c="dimmed">
        <When at={task.ended} /> · {task.by}
      </Text>
    </Alert>
  );
}

/** Copies of everything that is kept: made now, listed, checked. */
export default function BackupPage() {
  const session = useSession();
  const client = useQueryClient();
  const list = useGet<Backups>('/backups', { every: 5_000 });
  const put = (task: Task) => {
    client.setQueryData(['/backups', {}], (old: Backups | undefined) => old && { ...old, task });
    if (task.state !== 'running') {
      void list.refetch();
    }
  };
  const make = usePost<undefined, Task>('/backups', { done: put });
  const verify = usePost<string, Task>(name => url`/backups/${name}/verification`, {
    body: () => undefined,
    done: put,
  });
  useEvents<Task>('backups', put, () => void list.refetch());
  if (list.isPending) {
    return <Loading />;
  }
  const data = list.data;
  const running = data?.task.state === 'running';
  const admin = may(session, 'administer');
  const button = admin && (
    <Button
      leftSection={<IconDatabaseExport size={16} />}
      loading={make.isPending}
      disabled={running}
      onClick={() => make.mutate(undefined)}
    >
      {words.make}
    </Button>
  );
  const columns: Column<Backup>[] = [
    { key: 'name', header: words.name, width: 'minmax(170px, 2fr)', cell: each => each.name },
    {
      key: 'made',
      header: words.finished,
      from: 'sm',
      cell: each =>
        each.whole ? (
          <When at={each.made} />
        ) : (
          <Badge color="red.9" variant="filled">
            {words.notWhole}
          </Badge>
        ),
    },
    { key: 'record', header: words.record, end: true, from: 'md', cell: each => each.lastRecord },
    { key: 'files', header: words.files, end: true, from: 'md', cell: each => each.files },
    { key: 'bytes', header: words.size, end: true, width: '90px', cell: each => bytes(each.bytes) },
    {
      key: 'verify',
      header: words.check,
      width: '100px',
      cell: each =>
        admin &&
        each.whole && (
          <Button
            size="compact-sm"
            variant="default"
            disabled={running || verify.isPending}
            onClick={() => verify.mutate(each.name)}
            aria-label={words.verifyOf(each.name)}
          >
            {words.verify}
          </Button>
        ),
    },
  ];
  const problem = make.error ?? verify.error;
  return (
    <>
      <PageTitle title={words.title} text={words.text}>
        {button}
      </PageTitle>
      {list.error ? (
        <ErrorState error={list.error} again={() => void list.refetch()} />
      ) : (
        data && (
          <Stack>
            {problem && <ErrorState error={problem} />}
            <State task={data.task} />
            {data.sameDisk && <Alert color="orange">{words.sameDisk}</Alert>}
            <KeyValue
              rows={[
                [words.directory, <Code key="d">{data.directory}</Code>],
                [words.free, bytes(data.freeBytes)],
                [words.needs, bytes(data.dataBytes)],
              ]}
            />
            <VirtualTable
              label={words.title}
              rows={data.backups}
              rowKey={each => each.name}
              columns={columns}
              empty={<EmptyState title={words.noneTitle} text={words.noneText} />}
              height="480px"
            />
            <Group>
              <Text size="sm" c="dimmed">
                {words.hint}
              </Text>
            </Group>
          </Stack>
        )
      )}
    </>
  );
}
