import { Alert, Anchor, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { Link } from 'react-router';
import { PlainText } from '../base/PlainText';
import { When } from '../base/When';
import { strings } from '../strings';
import type { Alarm } from './status';

const words = strings.dashboard;

function advice(kind: string): string {
  return kind in words.advice ? words.advice[kind as keyof typeof words.advice] : words.advice.other;
}

/** Where one does something about an alarm. */
function Way({ alarm }: { alarm: Alarm }) {
  if (alarm.kind === 'scan') {
    return (
      <Anchor component={Link} to="/guard" size="sm">
        {words.toGuard}
      </Anchor>
    );
  }
  if (['fraud', 'calls', 'flood'].includes(alarm.kind) && alarm.subject !== 'others') {
    return (
      <Anchor component={Link} to={`/users/${encodeURIComponent(alarm.subject)}`} size="sm">
        {words.toUser}
      </Anchor>
    );
  }
  return null;
}

/** What somebody should look at, and what to do about it. */
export function Alarms({ alarms }: { alarms: readonly Alarm[] }) {
  if (alarms.length === 0) {
    return (
      <Alert color="teal" variant="light" icon={<IconCircleCheck />} role="status">
        {words.noAlarms}
      </Alert>
    );
  }
  return (
    <Stack gap="xs" role="alert">
      {alarms.map(alarm => (
        <Alert
          key={`${alarm.kind} ${alarm.subject}`}
          color="red"
          variant="light"
          icon={<IconAlertTriangle />}
          title={<PlainText text={`${alarm.kind}: ${alarm.subject}`} />}
        >
          <Text size="sm">
            <PlainText text={alarm.what} />{' '}
            <Text span size="sm" c="dimmed">
              ({words.since} <When at={alarm.since} />)
            </Text>
          </Text>
          <Text size="sm" mt={4}>
            {advice(alarm.kind)}
          </Text>
          <Way alarm={alarm} />
        </Alert>
      ))}
    </Stack>
  );
}
