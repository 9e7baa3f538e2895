import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { ApiProblem, url, useGet, type Schema } from '../base/api';
import { bytes } from '../base/dates';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { KeyValue } from '../base/KeyValue';
import { Loading } from '../base/Loading';
import { PlainText } from '../base/PlainText';
import { Duration, When } from '../base/When';
import { strings } from '../strings';
import { Listening } from './Listening';

const words = strings.recording;

type Recording = Schema<'CallRecording'>;

interface PlayerProps {
  call: string;
  recording: Recording;
  marks: Schema<'Mark'>[];
  caller: string;
  callee: string;
  reason: string;
}

/** The recording of a call: what became of it, and the sound of both sides. */
export function Player(props: PlayerProps) {
  const { recording } = props;
  return (
    <Stack gap="lg">
      {recording.problem && (
        <Alert color={recording.state === 'exempt' ? 'gray' : 'yellow'} title={words.states[recording.state]}>
          <PlainText text={recording.problem} />
        </Alert>
      )}
      {recording.playable ? (
        <Play {...props} />
      ) : (
        <EmptyState title={words.noneTitle} text={words.none[recording.state] ?? words.none['none']} />
      )}
      <Facts recording={recording} />
    </Stack>
  );
}

/** Nothing is asked for before somebody wants to hear it: that is on record as a play. */
function Play(props: PlayerProps) {
  const { call, reason } = props;
  const [begun, setBegun] = useState(false);
  const [approval, setApproval] = useState('');
  const peaks = useGet<Schema<'PeaksView'>>(url`/recordings/${call}/peaks`, {
    query: { reason, approval },
    enabled: begun,
  });
  if (!begun) {
    return (
      <Group>
        <Button size="md" leftSection={<IconPlayerPlay size={18} />} onClick={() => setBegun(true)}>
          {words.play}
        </Button>
        <Text size="sm" c="dimmed">
          {words.playText}
        </Text>
      </Group>
    );
  }
  if (peaks.data) {
    return <Listening {...props} approval={approval} peaks={peaks.data} />;
  }
  const needed = approvalOf(peaks.error) || (peaks.error && approval) || '';
  if (needed) {
    return (
      <Needed
        approval={needed}
        detail={approval && peaks.error ? peaks.error.message : ''}
        pending={peaks.isFetching}
        onApproved={() => (approval === needed ? void peaks.refetch() : setApproval(needed))}
      />
    );
  }
  return peaks.error ? (
    <ErrorState error={peaks.error} again={() => void peaks.refetch()} />
  ) : (
    <Loading label={words.drawing} />
  );
}

/** The id of the request that a second person must approve; empty where it is about something else. */
function approvalOf(error: unknown): string {
  return error instanceof ApiProblem && error.type === '/problems/approval-needed'
    ? (error.errors[0]?.message ?? '')
    : '';
}

interface NeededProps {
  approval: string;
  detail: string;
  pending: boolean;
  onApproved: () => void;
}

function Needed({ approval, detail, pending, onApproved }: NeededProps) {
  return (
    <Alert color="yellow" title={words.twoTitle}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{words.two(approval)}</Text>
        {detail && <Text size="sm">{detail}</Text>}
        <Group>
          <Button size="xs" loading={pending} onClick={onApproved}>
            {words.approved}
          </Button>
          <Button size="xs" variant="subtle" component={Link} to="/approvals">
            {words.approvals}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

function Facts({ recording }: { recording: Recording }) {
  if (!recording.began) {
    return null;
  }
  return (
    <KeyValue
      rows={[
        [words.state, words.states[recording.state] ?? recording.state],
        [words.began, <When key="began" at={recording.began} form="exact" />],
        [words.length, <Duration key="length" seconds={recording.duration} />],
        [words.size, bytes(recording.bytes)],
        [
          words.gaps,
          recording.gaps.length === 0
            ? words.noGaps
            : recording.gaps.map(gap => words.gap(gap.at, gap.packets, gap.cause)).join('; '),
        ],
        [
          words.digest,
          <Text key="digest" span ff="monospace" size="xs" style={{ overflowWrap: 'anywhere' }}>
            {recording.digest}
          </Text>,
        ],
      ]}
    />
  );
}
