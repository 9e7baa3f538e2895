import { Badge, Button, Drawer, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconChartBar, IconLock, IconLockOpen } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { url, usePages, usePost, type Schema } from '../base/api';
import { useConfirm } from '../base/Confirm';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { KeyValue } from '../base/KeyValue';
import { PageTitle } from '../base/PageTitle';
import { PlainText } from '../base/PlainText';
import { VirtualTable, type Column } from '../base/VirtualTable';
import { When } from '../base/When';
import { may, useSession } from '../session/session';
import { strings } from '../strings';
import { NewHold } from './NewHold';

const words = strings.hold;

type Hold = Schema<'HoldView'>;

/** Whom and what a hold covers, in a line. */
function covers(hold: Hold): string {
  return [
    ...(hold.group ? [words.groupOf(hold.group)] : []),
    ...hold.people,
    ...hold.calls.map(words.callOf),
  ].join(', ');
}

const columns: Column<Hold>[] = [
  { key: 'matter', header: words.matter, width: 'minmax(0, 1.5fr)', cell: hold => <PlainText text={hold.matter} />, sort: hold => hold.matter },
  { key: 'covers', header: words.covers, width: 'minmax(0, 2fr)', cell: hold => <PlainText text={covers(hold)} none={words.span} /> },
  { key: 'by', header: words.by, width: '110px', from: 'md', cell: hold => <PlainText text={hold.placedBy} /> },
  { key: 'placed', header: words.placed, width: '132px', from: 'sm', cell: hold => <When at={hold.placedAt} />, sort: hold => hold.placedAt },
  {
    key: 'release',
    header: words.state,
    width: '120px',
    cell: hold =>
      hold.release ? (
        <Badge color="orange" variant="light">
          {words.releaseAsked}
        </Badge>
      ) : (
        <Badge variant="light">{words.stands}</Badge>
      ),
  },
];

/** Legal holds: what no purge may take. */
export default function HoldsPage() {
  const session = useSession();
  const holds = usePages<Hold>('/holds');
  const [placing, place] = useDisclosure(false);
  const [open, setOpen] = useState('');
  const shown = holds.items.find(hold => hold.id === open);
  const mayDecide = may(session, 'decide');
  const placeButton = mayDecide && (
    <Button leftSection={<IconLock size={16} />} onClick={place.open}>
      {words.newTitle}
    </Button>
  );
  return (
    <>
      <PageTitle title={words.title} text={words.text}>
        {placeButton}
      </PageTitle>
      <VirtualTable
        label={words.title}
        rows={holds.items}
        rowKey={hold => hold.id}
        columns={columns}
        onOpen={hold => setOpen(hold.id)}
        chosen={open}
        pending={holds.isPending}
        error={holds.error}
        again={holds.again}
        more={holds.more}
        hasMore={holds.hasMore}
        loadingMore={holds.loadingMore}
        empty={<EmptyState icon={IconLock} title={words.nothing} text={words.nothingText} action={placeButton} />}
      />
      <Modal opened={placing} onClose={place.close} title={words.newTitle} size="lg">
        <NewHold onDone={place.close} />
      </Modal>
      <Drawer
        opened={shown !== undefined}
        onClose={() => setOpen('')}
        position="right"
        title={words.one}
      >
        {shown && <One hold={shown} mayDecide={mayDecide} />}
      </Drawer>
    </>
  );
}

function One({ hold, mayDecide }: { hold: Hold; mayDecide: boolean }) {
  const confirm = useConfirm();
  const release = usePost<{ reason: string }, Hold>(() => url`/holds/${hold.id}/release`, {
    refreshes: ['/holds', '/approvals'],
    done: () => notifications.show({ message: words.releaseSent }),
  });

  async function ask() {
    const reason = await confirm({
      title: words.releaseTitle,
      text: words.releaseText,
      yes: words.release,
      reason: words.why,
    });
    if (reason !== null) {
      release.mutate({ reason });
    }
  }

  return (
    <Stack>
      <KeyValue
        rows={[
          [words.matter, <PlainText key="m" text={hold.matter} />],
          [words.why, <PlainText key="w" text={hold.reason} lines />],
          [words.by, <PlainText key="b" text={hold.placedBy} />],
          [words.placed, <When key="p" at={hold.placedAt} form="exact" />],
          [words.group, hold.group ? <PlainText key="g" text={hold.group} /> : undefined],
          [words.people, hold.people.length > 0 ? <PlainText key="pp" text={hold.people.join('\n')} lines /> : undefined],
          [words.calls, hold.calls.length > 0 ? <PlainText key="c" text={hold.calls.join('\n')} lines /> : undefined],
          [words.from, hold.from ? <When key="f" at={hold.from} form="exact" /> : undefined],
          [words.until, hold.until ? <When key="u" at={hold.until} form="exact" /> : undefined],
          [words.releaseAskedBy, hold.releaseAskedBy ? <PlainText key="r" text={hold.releaseAskedBy} /> : undefined],
        ]}
      />
      {release.error && <ErrorState error={release.error} />}
      <Button
        component={Link}
        variant="default"
        to={`/timeline?matter=${encodeURIComponent(hold.matter)}`}
        leftSection={<IconChartBar size={16} />}
      >
        {words.timeline}
      </Button>
      {mayDecide &&
        (hold.release ? (
          <Text size="sm" c="dimmed">
            {words.releaseWaits}
          </Text>
        ) : (
          <Button
            variant="default"
            leftSection={<IconLockOpen size={16} />}
            loading={release.isPending}
            onClick={() => void ask()}
          >
            {words.release}
          </Button>
        ))}
    </Stack>
  );
}
