import { Alert, Anchor, Badge, Button, Card, Code, Group, Progress, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload, IconPackageExport, IconTrash } from '@tabler/icons-react';
import { Link } from 'react-router';
import { url, useDelete, usePages, usePost, type Schema } from '../base/api';
import { useConfirm } from '../base/Confirm';
import { CopyButton } from '../base/CopyButton';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { useRefreshOn } from '../base/events';
import { Loading } from '../base/Loading';
import { PageTitle } from '../base/PageTitle';
import { PlainText } from '../base/PlainText';
import { When } from '../base/When';
import { strings } from '../strings';

const words = strings.export;

type Export = Schema<'ExportView'>;

const COLOURS: Record<string, string> = {
  waiting: 'orange',
  running: 'blue',
  complete: 'teal',
  failed: 'red',
  refused: 'red',
};

/** The officer's own packages: asked for, made, taken. */
export default function ExportsPage() {
  const exports = usePages<Export>('/exports', { every: 2_000 });
  useRefreshOn('approvals', '/exports');
  return (
    <>
      <PageTitle title={words.title} text={words.text}>
        <Button component={Link} to="/search" leftSection={<IconPackageExport size={16} />}>
          {words.fromSearch}
        </Button>
      </PageTitle>
      {exports.isPending ? (
        <Loading />
      ) : exports.error && exports.items.length === 0 ? (
        <ErrorState error={exports.error} again={exports.again} />
      ) : exports.items.length === 0 ? (
        <EmptyState icon={IconPackageExport} title={words.nothing} text={words.nothingText} />
      ) : (
        <Stack>
          {exports.items.map(each => (
            <One key={each.id} order={each} />
          ))}
          {exports.hasMore && (
            <Button variant="default" loading={exports.loadingMore} onClick={exports.more}>
              {strings.base.loadMore}
            </Button>
          )}
        </Stack>
      )}
    </>
  );
}

function One({ order }: { order: Export }) {
  return (
    <Card withBorder radius="md" component="article" aria-label={words.of(order.reason)}>
      <Stack gap="xs">
        <Group justify="space-between" gap="xs">
          <Badge color={COLOURS[order.state] ?? 'gray'} variant="light">
            {words.states[order.state] ?? order.state}
          </Badge>
          <Text size="sm" c="dimmed">
            <When at={order.asked} form="exact" />
          </Text>
        </Group>
        <Text size="sm" component="div">
          <PlainText text={order.reason} lines />
        </Text>
        <Anchor component={Link} size="sm" to={`/search?${order.query}`}>
          {order.query ? <PlainText text={readable(order.query)} /> : words.everything}
        </Anchor>
        <State order={order} />
      </Stack>
    </Card>
  );
}

/** A query as people read it. */
function readable(query: string): string {
  return [...new URLSearchParams(query)].map(([name, value]) => `${name}: ${value}`).join(', ');
}

function State({ order }: { order: Export }) {
  switch (order.state) {
    case 'waiting':
      return (
        <Text size="sm" c="dimmed">
          {words.waits}
        </Text>
      );
    case 'running':
      return <Running order={order} />;
    case 'complete':
      return <Complete order={order} />;
    case 'failed':
      return (
        <Alert color="red" variant="light" title={words.failedTitle}>
          <PlainText text={order.why} />
        </Alert>
      );
    default:
      return null;
  }
}

function Running({ order }: { order: Export }) {
  const share = order.total > 0 ? (100 * order.done) / order.total : 0;
  return (
    <div role="status">
      <Text size="sm" mb={4}>
        {words.step(order.step, order.done, order.total)}
      </Text>
      <Progress
        value={order.total > 0 ? share : 100}
        animated={order.total === 0}
        striped={order.total === 0}
        aria-label={words.progress}
      />
    </div>
  );
}

function Complete({ order }: { order: Export }) {
  const confirm = useConfirm();
  const take = usePost<void, Schema<'PackagePlace'>>(() => url`/exports/${order.id}/package`, {
    body: () => ({}),
    // the path is good once: the browser takes the file by it
    done: place => window.location.assign(place.path),
  });
  const remove = useDelete<void>(() => url`/exports/${order.id}`, {
    refreshes: ['/exports'],
    done: () => notifications.show({ message: words.removed }),
  });

  async function ask() {
    const answer = await confirm({
      title: words.removeTitle,
      text: words.removeText,
      yes: words.remove,
      danger: true,
    });
    if (answer !== null) {
      remove.mutate();
    }
  }

  return (
    <Stack gap="xs">
      <Text size="sm">
        {words.holds(order.records, order.problems)}
        {order.approvedBy && (
          <>
            {' '}
            {words.approvedBy} <PlainText text={order.approvedBy} />.
          </>
        )}
      </Text>
      <Group gap={4} wrap="nowrap">
        <Text size="xs" c="dimmed" flex="none">
          SHA-256
        </Text>
        <Code fz="xs" style={{ overflowWrap: 'anywhere' }}>
          {order.sha256}
        </Code>
        <CopyButton value={order.sha256} what="SHA-256" />
      </Group>
      {(take.error ?? remove.error) && <ErrorState error={take.error ?? remove.error} />}
      <Group gap="xs">
        <Button leftSection={<IconDownload size={16} />} loading={take.isPending} onClick={() => take.mutate()}>
          {words.download}
        </Button>
        <Button variant="default" leftSection={<IconTrash size={16} />} onClick={() => void ask()}>
          {words.remove}
        </Button>
      </Group>
    </Stack>
  );
}
