import { Alert, Box, Button, Group, NumberInput, Stack, Text, Title } from '@mantine/core';
import { IconBarrierBlock } from '@tabler/icons-react';
import { useState } from 'react';
import { useGet, usePost } from '../base/api';
import { useConfirm } from '../base/Confirm';
import { ErrorState } from '../base/ErrorState';
import { PlainText } from '../base/PlainText';
import { When } from '../base/When';
import { may, useSession } from '../session/session';
import { strings } from '../strings';
import type { Drain } from './live';

const words = strings.live;
const USUAL_MINUTES = 60;
const LONGEST_MINUTES = 1_440;

/** Whether the server takes calls, and the way to empty it for maintenance. */
export function DrainCard() {
  const drain = useGet<Drain>('/live/drain', { every: 5_000 });
  const administers = may(useSession(), 'administer');
  const content = drain.data?.on ? (
    <Draining drain={drain.data} administers={administers} />
  ) : drain.data ? (
    administers && <Start />
  ) : (
    drain.error && <ErrorState error={drain.error} again={() => void drain.refetch()} />
  );
  // who may not drain sees nothing of it while there is nothing to see
  return content ? (
    <Box mt="xl">
      <Title order={2} size="h4" mb="xs">
        {words.drain}
      </Title>
      {content}
    </Box>
  ) : null;
}

function Draining({ drain, administers }: { drain: Drain; administers: boolean }) {
  const confirm = useConfirm();
  const stop = usePost<{ reason: string }, Drain>('/live/drain/end', { refreshes: ['/live'] });

  async function ask() {
    const reason = await confirm({
      title: words.drainStop,
      text: words.drainStopText,
      yes: words.drainStop,
      reason: words.reason,
    });
    if (reason !== null) {
      stop.mutate({ reason });
    }
  }

  return (
    <Alert
      color="orange"
      variant="light"
      icon={<IconBarrierBlock />}
      title={words.drainOn(drain.calls)}
      role="status"
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          {words.drainBy} <PlainText text={drain.by} /> (<When at={drain.since} />).{' '}
          {drain.calls > 0 ? (
            <>
              {words.drainDeadline} <When at={drain.deadline} />.
            </>
          ) : (
            words.drainEmpty
          )}
        </Text>
        {administers && (
          <Button size="compact-sm" loading={stop.isPending} onClick={() => void ask()}>
            {words.drainStop}
          </Button>
        )}
        {stop.error && <ErrorState error={stop.error} />}
      </Stack>
    </Alert>
  );
}

function Start() {
  const confirm = useConfirm();
  const [minutes, setMinutes] = useState<string | number>(USUAL_MINUTES);
  const start = usePost<{ seconds: number; reason: string }, Drain>('/live/drain', {
    refreshes: ['/live'],
  });

  async function ask() {
    const reason = await confirm({
      title: words.drain,
      text: words.drainText,
      yes: words.drainStart,
      danger: true,
      reason: words.reason,
    });
    if (reason !== null) {
      start.mutate({ seconds: Math.round(Number(minutes) * 60), reason });
    }
  }

  return (
    <Stack gap="xs">
      <Group align="flex-end" gap="sm">
        <NumberInput
          label={words.drainMinutes}
          min={0}
          max={LONGEST_MINUTES}
          allowNegative={false}
          value={minutes}
          onChange={setMinutes}
          w={260}
        />
        <Button
          variant="default"
          leftSection={<IconBarrierBlock size={16} />}
          loading={start.isPending}
          disabled={minutes === ''}
          onClick={() => void ask()}
        >
          {words.drainStart}
        </Button>
      </Group>
      {start.error && <ErrorState error={start.error} />}
    </Stack>
  );
}
