import { Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import type { Schema } from '../base/api';
import { KeyValue } from '../base/KeyValue';
import { PlainText } from '../base/PlainText';
import { When } from '../base/When';
import { strings } from '../strings';

const words = strings.call;

/** The two sides, and the times of the call. */
export function Parties({ call }: { call: Schema<'CallRead'> }) {
  const ended = [call.endedBy && call.endedBy !== 'server' ? call.endedBy : words.server, call.reason];
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} mb="lg" spacing="md">
      <Side title={words.caller} party={call.from} />
      {call.by ? (
        <Side title={words.answeredBy} party={call.by} called={call.to} />
      ) : (
        <Side title={words.called} party={{ address: call.to, display: '', device: '', network: '' }} />
      )}
      <Paper withBorder p="md">
        <KeyValue
          rows={[
            [words.asked, <When key="asked" at={call.asked} form="exact" />],
            [words.answered, <When key="answered" at={call.answered} form="exact" none={words.notAnswered} />],
            [words.ended, <When key="ended" at={call.ended} form="exact" none={words.runs} />],
            [
              words.endedBy,
              call.ended ? <PlainText key="by" text={ended.filter(Boolean).join(': ')} /> : undefined,
            ],
            [words.status, call.status ? call.status : undefined],
            [words.mos, call.record.mos ? call.record.mos.toFixed(1) : undefined],
          ]}
        />
      </Paper>
    </SimpleGrid>
  );
}

interface SideProps {
  title: string;
  party: Schema<'CallParty'>;
  called?: string;
}

function Side({ title, party, called }: SideProps) {
  return (
    <Paper withBorder p="md">
      <Stack gap={4}>
        <Text size="sm" c="dimmed">
          {title}
        </Text>
        <Text fw={600}>
          <PlainText text={party.display || party.address} />
        </Text>
        <KeyValue
          rows={[
            [words.address, <PlainText key="address" text={party.address} />],
            [
              words.calledAs,
              called && called !== party.address ? <PlainText key="called" text={called} /> : undefined,
            ],
            [words.device, party.device ? <PlainText key="device" text={party.device} /> : undefined],
            [words.network, party.network ? <PlainText key="network" text={party.network} /> : undefined],
          ]}
        />
      </Stack>
    </Paper>
  );
}
