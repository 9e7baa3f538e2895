import { Grid, Paper, Stack, Text } from '@mantine/core';
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
    <Grid mb="lg" columns={24}>
      <Grid.Col span={{ base: 24, sm: 12, lg: 7 }}>
        <Side title={words.caller} party={call.from} />
      </Grid.Col>
      <Grid.Col span={{ base: 24, sm: 12, lg: 7 }}>
        {call.by ? (
          <Side title={words.answeredBy} party={call.by} called={call.to} />
        ) : (
          <Side title={words.called} party={{ address: call.to, display: '', device: '', network: '' }} />
        )}
      </Grid.Col>
      <Grid.Col span={{ base: 24, lg: 10 }}>
        <Paper withBorder p="md" h="100%">
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
      </Grid.Col>
    </Grid>
  );
}

interface SideProps {
  title: string;
  party: Schema<'CallViewsCallParty'>;
  called?: string;
}

function Side({ title, party, called }: SideProps) {
  return (
    <Paper withBorder p="md" h="100%">
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
