import { Anchor, Group, Text } from '@mantine/core';
import { IconPhone } from '@tabler/icons-react';
import { Link } from 'react-router';
import { url } from '../base/api';
import { PlainText } from '../base/PlainText';
import { Duration, When } from '../base/When';
import { Marks } from '../search/Results';
import { strings } from '../strings';
import classes from './ConversationPage.module.css';
import { side, type Entry } from './entries';

const words = strings.conversation;

/** A line, or a call, in a conversation. */
export function Said({ entry, people }: { entry: Entry; people: readonly string[] }) {
  const { record, text, delivered } = entry;
  if (record.kind === 'call') {
    return (
      <li className={`${classes.said} ${classes.call}`}>
        <Group gap="xs">
          <IconPhone size={16} aria-hidden />
          <Anchor component={Link} to={url`/calls/${record.id}`} size="sm">
            {words.callBy} <PlainText text={record.from} />
          </Anchor>
          <Text size="sm" c="dimmed">
            {record.result} · <Duration seconds={record.talked} />
          </Text>
          <Marks record={record} />
          <Text size="xs" c="dimmed">
            <When at={record.time} form="exact" />
          </Text>
        </Group>
      </li>
    );
  }
  return (
    <li className={`${classes.said} ${side(entry, people) === 'start' ? classes.start : classes.end}`}>
      <Group gap="xs" mb={2}>
        <Text size="xs" fw={600}>
          <PlainText text={record.from} />
        </Text>
        <Text size="xs" c="dimmed">
          <When at={record.time} form="exact" />
        </Text>
        <Marks record={record} />
      </Group>
      <Text size="sm" component="div" {...(record.purged ? { c: 'dimmed' } : {})}>
        {record.purged ? words.purged : <PlainText text={text} lines />}
      </Text>
      {delivered && (
        <Text size="xs" c="dimmed" component="div" mt={4}>
          {words.deliveredAs} <PlainText text={delivered} lines />
        </Text>
      )}
    </li>
  );
}
