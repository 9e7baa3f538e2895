import { Alert, Button, Group, List, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { IconShieldSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { usePost, useRefresh, type Schema } from '../base/api';
import { useEvents } from '../base/events';
import { PlainText } from '../base/PlainText';
import { When } from '../base/When';
import { strings } from '../strings';

const words = strings.archive.verification;

type Check = Schema<'ArchiveCheck'>;

/** A check of all records, the seal and all recordings, with its progress and its verdict. */
export function Verification({ state }: { state: Check }) {
  const [told, setTold] = useState<Check | null>(null);
  const refresh = useRefresh();
  const begin = usePost<undefined, Check>('/archive/verification', { done: setTold });
  useEvents<Check>(
    'verification',
    next => {
      setTold(next);
      if (next.phase !== 'running') {
        refresh('/archive');
      }
    },
    () => refresh('/archive'),
  );
  const now = newer(told, state);
  const running = now.phase === 'running';
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="verification">
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={2} size="h4" id="verification">
            {words.title}
          </Title>
          <Text size="sm" c="dimmed" maw={620}>
            {words.text}
          </Text>
        </div>
        <Button
          leftSection={<IconShieldSearch size={18} />}
          loading={begin.isPending}
          disabled={running}
          onClick={() => begin.mutate(undefined)}
        >
          {words.begin}
        </Button>
      </Group>
      {begin.error && (
        <Alert color="red" mt="sm" role="alert">
          {begin.error.message}
        </Alert>
      )}
      {running && <Running check={now} />}
      {!running && now.phase !== 'none' && <Verdict check={now} />}
    </Paper>
  );
}

/** Events come between two readings of the page, and a reading may be newer than the last event. */
export function newer(told: Check | null, read: Check): Check {
  if (!told || (read.began ?? '') > (told.began ?? '')) {
    return read;
  }
  return told.began === read.began && told.phase === 'running' && read.phase !== 'running' ? read : told;
}

function Running({ check }: { check: Check }) {
  const share = check.total > 0 ? Math.min(100, (100 * check.done) / check.total) : 0;
  return (
    <Stack gap={4} mt="md">
      <Progress.Root size="lg">
        <Progress.Section value={share} animated aria-label={words.progress} />
      </Progress.Root>
      <Text size="sm" role="status">
        {words.done(check.done, check.total)}
      </Text>
    </Stack>
  );
}

function Verdict({ check }: { check: Check }) {
  const colours: Record<string, string> = { good: 'teal', bad: 'red' };
  return (
    <Alert
      mt="md"
      role="status"
      color={colours[check.phase] ?? 'yellow'}
      title={words.verdicts[check.phase] ?? check.phase}
    >
      <Text size="sm">
        <PlainText text={check.verdict} />
      </Text>
      {check.notes.length > 0 && (
        <List size="sm" mt="xs">
          {check.notes.map(note => (
            <List.Item key={note}>
              <PlainText text={note} />
            </List.Item>
          ))}
        </List>
      )}
      <Text size="xs" c="dimmed" mt="xs">
        {words.asked} <PlainText text={check.by} />, <When at={check.ended} form="exact" />
      </Text>
    </Alert>
  );
}
