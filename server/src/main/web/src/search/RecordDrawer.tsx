import { Alert, Anchor, Button, Code, Drawer, Group, Modal, Paper, Spoiler, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconEye, IconLock, IconMessages, IconPhone } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useGet, url, type Schema } from '../base/api';
import { CopyButton } from '../base/CopyButton';
import { ErrorState } from '../base/ErrorState';
import { KeyValue } from '../base/KeyValue';
import { Loading } from '../base/Loading';
import { PlainText } from '../base/PlainText';
import { Duration, When } from '../base/When';
import { NewHold } from '../hold/NewHold';
import { may, useSession } from '../session/session';
import { strings } from '../strings';
import classes from './RecordDrawer.module.css';
import { conversationOf, type RecordView } from './records';

const words = strings.search;

interface RecordDrawerProps {
  record: RecordView | null;
  reason: string;
  onClose: () => void;
}

/** One call or line beside the list; that it was read goes on record. */
export function RecordDrawer({ record, reason, onClose }: RecordDrawerProps) {
  return (
    <Drawer
      opened={record !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={record?.kind === 'call' ? words.callTitle : words.lineTitle}
    >
      {record && <Read record={record} reason={reason} />}
    </Drawer>
  );
}

function Read({ record, reason }: { record: RecordView; reason: string }) {
  const session = useSession();
  const [holding, hold] = useDisclosure(false);
  const read = useGet<Schema<'RecordRead'>>(url`/records/${record.id}`, { query: { reason } });
  if (read.error) {
    return <ErrorState error={read.error} again={() => void read.refetch()} />;
  }
  if (read.isPending) {
    return <Loading />;
  }
  const { text, delivered, entries, record: whole } = read.data;
  const people = [whole.from, whole.answeredBy || whole.to];
  return (
    <Stack>
      {whole.kind === 'chat' && <Said text={text} purged={whole.purged} delivered={delivered} />}
      <Facts record={whole} />
      <Group gap="xs">
        {whole.kind === 'call' && (
          <Button component={Link} to={url`/calls/${whole.id}`} leftSection={<IconPhone size={16} />}>
            {words.openCall}
          </Button>
        )}
        <Button
          component={Link}
          variant="default"
          to={url`/conversations/${conversationOf(people)}` + `?until=${encodeURIComponent(after(whole.time))}`}
          leftSection={<IconMessages size={16} />}
        >
          {words.openConversation}
        </Button>
        {may(session, 'read-trail') && (
          <Button
            component={Link}
            variant="default"
            to={`/trail?id=${encodeURIComponent(whole.id)}`}
            leftSection={<IconEye size={16} />}
          >
            {words.openTrail}
          </Button>
        )}
        {whole.kind === 'call' && may(session, 'decide') && (
          <Button variant="default" leftSection={<IconLock size={16} />} onClick={hold.open}>
            {words.holdCall}
          </Button>
        )}
      </Group>
      <Modal opened={holding} onClose={hold.close} title={strings.hold.newTitle} size="lg">
        <NewHold calls={[whole.id]} onDone={hold.close} />
      </Modal>
      <Spoiler maxHeight={0} showLabel={words.showEntries(entries.length)} hideLabel={words.hideEntries}>
        <Stack gap="xs">
          {entries.map(entry => (
            <Paper key={entry.position} withBorder p="xs" radius="sm">
              <Group gap="xs" justify="space-between">
                <Text size="sm" fw={600}>
                  {entry.type}
                </Text>
                <Anchor component={Link} size="sm" to={url`/proofs/${entry.position}`}>
                  {words.position(entry.position)}
                </Anchor>
              </Group>
              <Code block fz="xs" className={classes.wrapped}>
                <PlainText text={pretty(entry.fields)} />
              </Code>
            </Paper>
          ))}
        </Stack>
      </Spoiler>
    </Stack>
  );
}

/** The moment after, so that the record itself is the newest that the conversation shows. */
function after(time: string): string {
  return new Date(new Date(time).getTime() + 1).toISOString();
}

function pretty(fields: string): string {
  try {
    return JSON.stringify(JSON.parse(fields), null, 2);
  } catch {
    return fields;
  }
}

function Said({ text, purged, delivered }: { text: string; purged: boolean; delivered: string }) {
  return (
    <Stack gap="xs">
      {purged ? (
        <Alert color="gray" title={words.purgedTitle}>
          {words.purgedText}
        </Alert>
      ) : (
        <Paper withBorder p="md" radius="md" data-testid="said">
          <PlainText text={text} lines />
        </Paper>
      )}
      {delivered && (
        <Paper withBorder p="md" radius="md">
          <Text size="xs" c="dimmed">
            {words.deliveredAs}
          </Text>
          <PlainText text={delivered} lines />
        </Paper>
      )}
    </Stack>
  );
}

function Facts({ record }: { record: RecordView }) {
  const rules = record.marks.filter(mark => mark.startsWith('rule:')).map(mark => mark.slice(5));
  return (
    <KeyValue
      rows={[
        [words.time, <When key="time" at={record.time} form="exact" />],
        [words.from, <PlainText key="from" text={record.from} />],
        [words.to, <PlainText key="to" text={record.to} />],
        [words.answeredBy, record.answeredBy ? <PlainText key="by" text={record.answeredBy} /> : undefined],
        [words.result, record.result],
        [words.talked, record.kind === 'call' ? <Duration key="d" seconds={record.talked} words /> : undefined],
        [words.mos, record.mos > 0 ? record.mos.toFixed(2) : undefined],
        [words.rules, rules.length > 0 ? <PlainText key="r" text={rules.join(', ')} /> : undefined],
        [words.onHold, record.held ? strings.base.yes : undefined],
        [
          words.id,
          <Group key="id" gap={4} wrap="nowrap">
            <Code>{record.id}</Code>
            <CopyButton value={record.id} what={words.id} />
          </Group>,
        ],
      ]}
    />
  );
}
