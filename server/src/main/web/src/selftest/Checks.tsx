import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { Schema } from '../base/api';
import { durationWords } from '../base/dates';
import { PlainText } from '../base/PlainText';
import { strings } from '../strings';
import { Mark } from './Mark';

const words = strings.selftest;

type Check = Schema<'SelfTestCheck'>;

function Row({ check }: { check: Check }) {
  return (
    <Group component="li" align="flex-start" wrap="nowrap" gap="sm" py={8} data-state={check.state}>
      <Mark state={check.state} />
      <Stack gap={2} miw={0} flex={1}>
        <Text fw={500}>{check.title}</Text>
        {check.seen && (
          <Text size="sm" c="dimmed">
            <PlainText text={check.seen} />
          </Text>
        )}
        {check.advice && (
          <Text size="sm">
            {words.toDo} <PlainText text={check.advice} />
          </Text>
        )}
      </Stack>
      {check.seconds > 0 && (
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {durationWords(check.seconds)}
        </Text>
      )}
    </Group>
  );
}

/** The checks of a run by what they belong to. */
export function Checks({ checks }: { checks: Check[] }) {
  const groups = [...new Set(checks.map(check => check.group))];
  return (
    <Stack>
      {groups.map(group => (
        <Paper key={group} withBorder p="md" component="section" aria-label={words.groups[group as 'reach'] ?? group}>
          <Title order={3} size="h5" mb={4}>
            {words.groups[group as keyof typeof words.groups] ?? group}
          </Title>
          <Stack component="ul" gap={0} m={0} p={0} style={{ listStyle: 'none' }}>
            {checks
              .filter(check => check.group === group)
              .map(check => (
                <Row key={check.id} check={check} />
              ))}
          </Stack>
        </Paper>
      ))}
    </Stack>
  );
}
