import { Alert, Anchor, Badge, Box, Group, Stack, Tabs, Text } from '@mantine/core';
import {
  IconActivity,
  IconListDetails,
  IconPlayerPlay,
  IconRoute,
  IconStairs,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { url, useGet, type Schema } from '../base/api';
import { ErrorState } from '../base/ErrorState';
import { Loading } from '../base/Loading';
import { PageTitle } from '../base/PageTitle';
import { PlainText } from '../base/PlainText';
import { ReasonGate } from '../base/Reason';
import { Duration, When } from '../base/When';
import { Player } from '../recording/Player';
import { strings } from '../strings';
import { Ladder } from './Ladder';
import { PathView } from './PathView';
import { Parties } from './Parties';
import { QualityView } from './QualityView';
import { Story } from './Story';
import { Why } from './Why';

const words = strings.call;

type Call = Schema<'CallRead'>;

/** One call: who talked, why it could be, what was recorded, and the proofs of all that. */
export default function CallPage() {
  const { call = '' } = useParams();
  return <ReasonGate>{reason => <Read key={call} call={call} reason={reason} />}</ReasonGate>;
}

function Read({ call, reason }: { call: string; reason: string }) {
  const { data, error, isPending, refetch } = useGet<Call>(url`/calls/${call}`, { query: { reason } });
  if (isPending) {
    return <Loading />;
  }
  if (!data) {
    return (
      <>
        <PageTitle title={words.title} />
        <ErrorState error={error} again={() => void refetch()} />
      </>
    );
  }
  return (
    <>
      <Header call={data} />
      <Parts call={data} reason={reason} />
    </>
  );
}

function Header({ call }: { call: Call }) {
  const { record } = call;
  const outcome = words.outcomes[record.result] ?? record.result;
  return (
    <>
      <PageTitle
        title={words.between(call.from.display || record.from, record.answeredBy || record.to)}
        text={
          <>
            <When at={call.asked} form="exact" />
            {' · '}
            {outcome}
            {record.talked > 0 && (
              <>
                {' · '}
                <Duration seconds={record.talked} />
              </>
            )}
          </>
        }
      >
        <Badges call={call} />
      </PageTitle>
      {record.purged && (
        <Alert color="yellow" mb="md" title={words.purgedTitle}>
          {words.purgedText}
        </Alert>
      )}
      <Parties call={call} />
    </>
  );
}

function Badges({ call }: { call: Call }) {
  const { record, recording } = call;
  return (
    <Group gap={6}>
      {call.kinds.map(kind => (
        <Badge key={kind} variant="light" color="gray">
          {words.kinds[kind] ?? kind}
        </Badge>
      ))}
      <Badge variant="light" color={recording.state === 'complete' ? 'teal' : 'gray'}>
        {words.recordings[recording.state] ?? recording.state}
      </Badge>
      {record.held && (
        <Badge variant="light" color="violet">
          {words.held}
        </Badge>
      )}
    </Group>
  );
}

interface Part {
  value: string;
  icon: ReactNode;
  show: (call: Call, reason: string) => ReactNode;
}

const PARTS: Part[] = [
  {
    value: 'what',
    icon: <IconListDetails size={16} />,
    show: call => (
      <Stack gap="xl">
        <Why decision={call.decision} started={call.asked} />
        <Story events={call.story} />
      </Stack>
    ),
  },
  {
    value: 'recording',
    icon: <IconPlayerPlay size={16} />,
    show: (call, reason) => (
      <Player
        call={call.record.id}
        recording={call.recording}
        marks={call.marks}
        caller={call.record.from}
        callee={call.record.answeredBy || call.record.to}
        reason={reason}
      />
    ),
  },
  {
    value: 'quality',
    icon: <IconActivity size={16} />,
    show: (call, reason) => <QualityView call={call.record.id} reason={reason} />,
  },
  {
    value: 'path',
    icon: <IconRoute size={16} />,
    show: (call, reason) => <PathView call={call.record.id} reason={reason} />,
  },
  {
    value: 'ladder',
    icon: <IconStairs size={16} />,
    show: (call, reason) => (
      <Ladder
        call={call.record.id}
        reason={reason}
        caller={call.record.from}
        callee={call.record.answeredBy || call.record.to}
      />
    ),
  },
];

/** Parts of the page; the address says which one is open, so that it can be sent to a colleague. */
function Parts({ call, reason }: { call: Call; reason: string }) {
  const [search, setSearch] = useSearchParams();
  const asked = search.get('part') ?? '';
  const open = PARTS.some(part => part.value === asked) ? asked : 'what';
  return (
    <>
      <Tabs
        value={open}
        keepMounted={false}
        onChange={value => setSearch(value && value !== 'what' ? { part: value } : {}, { replace: true })}
      >
        <Tabs.List mb="md">
          {PARTS.map(part => (
            <Tabs.Tab key={part.value} value={part.value} leftSection={part.icon}>
              {words.parts[part.value]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {PARTS.map(part => (
          <Tabs.Panel key={part.value} value={part.value}>
            <Box pt="xs">{part.show(call, reason)}</Box>
          </Tabs.Panel>
        ))}
      </Tabs>
      <Text size="xs" c="dimmed" mt="xl">
        {words.id}{' '}
        <Text span ff="monospace" size="xs">
          <PlainText text={call.record.id} />
        </Text>
        {' · '}
        <Anchor component={Link} to={`/proofs/${call.record.position}`} size="xs" underline="always">
          {words.proof}
        </Anchor>
      </Text>
    </>
  );
}
