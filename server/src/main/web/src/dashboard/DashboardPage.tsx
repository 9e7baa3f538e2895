import { Badge, Group, Paper, SegmentedControl, Stack, Table, Text, Title } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useGet, useRefresh } from '../base/api';
import { ErrorState } from '../base/ErrorState';
import { useEvents } from '../base/events';
import { Loading } from '../base/Loading';
import { PageTitle } from '../base/PageTitle';
import { PlainText } from '../base/PlainText';
import { Duration } from '../base/When';
import { strings } from '../strings';
import { Alarms } from './Alarms';
import { Plots } from './Plots';
import { course, type Component, type Sample, type SeriesAnswer, type Status } from './status';
import { Tiles } from './Tiles';

const words = strings.dashboard;
const MINUTE = 60_000;
const MOST_SAMPLES = 720;

type Span = 'hour' | 'day';

/** How the server is doing, now and in the last hours. */
export default function DashboardPage() {
  const status = useGet<Status>('/status', { every: MINUTE });
  const [span, setSpan] = useState<Span>('hour');
  const past = useGet<SeriesAnswer>('/status/series', { query: { span }, every: MINUTE, keep: true });
  const [samples, setSamples] = useState<Sample[]>([]);
  const refresh = useRefresh();
  useEvents<Sample>(
    'status',
    sample => setSamples(before => [...before.slice(1 - MOST_SAMPLES), sample]),
    () => refresh('/status'),
  );
  const drawn = useMemo(
    () => past.data && course(past.data, span === 'hour' ? samples : [], span === 'hour' ? 720 : 1440),
    [past.data, samples, span],
  );

  if (!status.data) {
    return status.error ? (
      <ErrorState error={status.error} again={() => void status.refetch()} />
    ) : (
      <Loading />
    );
  }
  const newest = samples[samples.length - 1];
  return (
    <>
      <PageTitle title={words.title} text={words.text(status.data.node, status.data.version)}>
        <Text size="sm" c="dimmed">
          {words.up} <Duration seconds={status.data.uptime} words />
        </Text>
      </PageTitle>
      <Stack>
        <Title order={2} size="h4">
          {words.alarms}
        </Title>
        <Alarms alarms={newest?.alarms ?? status.data.alarms} />
        <Tiles figures={newest?.figures ?? status.data.figures} />
        <Group justify="flex-end">
          <SegmentedControl
            aria-label={words.span}
            value={span}
            onChange={value => setSpan(value as Span)}
            data={(['hour', 'day'] as const).map(value => ({ value, label: words.spans[value] }))}
          />
        </Group>
        {past.error && !past.data ? (
          <ErrorState error={past.error} again={() => void past.refetch()} />
        ) : drawn ? (
          <Plots course={drawn} />
        ) : (
          <Loading />
        )}
        <Components components={status.data.components} />
      </Stack>
    </>
  );
}

function Components({ components }: { components: readonly Component[] }) {
  return (
    <>
      <Title order={2} size="h4">
        {words.components}
      </Title>
      <Paper withBorder radius="md">
        <Table.ScrollContainer minWidth={320}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.component}</Table.Th>
                <Table.Th>{words.state}</Table.Th>
                <Table.Th>{words.detail}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {components.map(each => (
                <Table.Tr key={each.name}>
                  <Table.Td>{each.name}</Table.Td>
                  <Table.Td>
                    <Badge variant="light" color={each.ok ? 'teal' : 'red'}>
                      {each.ok ? words.ok : words.failing}
                    </Badge>
                  </Table.Td>
                  <Table.Td>
                    <PlainText text={each.detail} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Paper>
    </>
  );
}
