import { Alert, Badge, Button, Drawer, Group, Paper, Stack, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconMessagePause } from '@tabler/icons-react';
import { useState } from 'react';
import { url, useGet, usePages, usePost, type Schema } from '../base/api';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { Loading } from '../base/Loading';
import { PageTitle } from '../base/PageTitle';
import { PlainText } from '../base/PlainText';
import { ReasonGate } from '../base/Reason';
import { VirtualTable, type Column } from '../base/VirtualTable';
import { When } from '../base/When';
import { may, useSession } from '../session/session';
import { strings } from '../strings';

const words = strings.approval;

type Line = Schema<'HeldLine'>;

const columns: Column<Line>[] = [
  { key: 'time', header: words.time, width: '132px', cell: line => <When at={line.time} /> },
  { key: 'from', header: words.from, cell: line => <PlainText text={line.from} /> },
  { key: 'to', header: words.to, cell: line => <PlainText text={line.to} /> },
  {
    key: 'marks',
    header: words.marks,
    from: 'sm',
    cell: line => (
      <Group gap={4}>
        {line.marks.map(mark => (
          <Badge key={mark} size="xs" color="orange" variant="light">
            <PlainText text={mark} />
          </Badge>
        ))}
      </Group>
    ),
  },
];

/** Chat lines that content rules hold back until somebody has decided. */
export default function HeldPage() {
  return (
    <>
      <PageTitle title={words.heldTitle} text={words.heldText} />
      <ReasonGate>{reason => <Lines reason={reason} />}</ReasonGate>
    </>
  );
}

function Lines({ reason }: { reason: string }) {
  const lines = usePages<Line>('/held', { query: { reason } });
  const [open, setOpen] = useState('');
  const shown = lines.items.find(line => line.id === open);
  return (
    <>
      <VirtualTable
        label={words.heldTitle}
        rows={lines.items}
        rowKey={line => line.id}
        columns={columns}
        onOpen={line => setOpen(line.id)}
        chosen={open}
        pending={lines.isPending}
        error={lines.error}
        again={lines.again}
        more={lines.more}
        hasMore={lines.hasMore}
        loadingMore={lines.loadingMore}
        empty={<EmptyState icon={IconMessagePause} title={words.noneHeld} text={words.noneHeldText} />}
      />
      <Drawer
        opened={shown !== undefined}
        onClose={() => setOpen('')}
        position="right"
        title={words.heldOne}
      >
        {shown && <One line={shown} reason={reason} onDecided={() => setOpen('')} />}
      </Drawer>
    </>
  );
}

function One({ line, reason, onDecided }: { line: Line; reason: string; onDecided: () => void }) {
  const session = useSession();
  const [why, setWhy] = useState('');
  const read = useGet<Schema<'RecordRead'>>(url`/records/${line.id}`, { query: { reason } });
  const decided = (message: string) => () => {
    notifications.show({ message });
    onDecided();
  };
  const release = usePost<{ reason: string }>(() => url`/held/${line.id}/release`, {
    refreshes: ['/held'],
    done: decided(words.lineReleased),
  });
  const reject = usePost<{ reason: string }>(() => url`/held/${line.id}/reject`, {
    refreshes: ['/held'],
    done: decided(words.lineRejected),
  });
  const error = release.error ?? reject.error;
  const ready = why.trim().length >= 3;
  return (
    <Stack>
      <Text size="sm">
        <PlainText text={line.from} /> → <PlainText text={line.to} />
      </Text>
      {read.isPending ? (
        <Loading />
      ) : read.error ? (
        <ErrorState error={read.error} again={() => void read.refetch()} />
      ) : (
        <Paper withBorder p="md" radius="md">
          <PlainText text={read.data.text} lines />
        </Paper>
      )}
      {may(session, 'decide') && (
        <>
          <Alert color="gray" variant="light">
            {words.heldHint}
          </Alert>
          <Textarea
            label={words.why}
            required
            autosize
            minRows={2}
            maxRows={5}
            maxLength={500}
            error={error?.field('reason')}
            value={why}
            onChange={event => setWhy(event.currentTarget.value)}
          />
          {error && !error.field('reason') && <ErrorState error={error} />}
          <Group justify="flex-end">
            <Button
              variant="default"
              disabled={!ready}
              loading={reject.isPending}
              onClick={() => reject.mutate({ reason: why.trim() })}
            >
              {words.reject}
            </Button>
            <Button
              disabled={!ready}
              loading={release.isPending}
              onClick={() => release.mutate({ reason: why.trim() })}
            >
              {words.release}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  );
}
