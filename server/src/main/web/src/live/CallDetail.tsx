import { Drawer, Stack, Table, Text } from '@mantine/core';
import { url, useGet } from '../base/api';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { Loading } from '../base/Loading';
import { PlainText } from '../base/PlainText';
import { readable } from '../phone/words';
import { strings } from '../strings';
import type { LiveCallDetail } from './live';

const words = strings.live;

/** The figures of a call's media, going on. */
export function CallDetail({ call, onClose }: { call: string | null; onClose: () => void }) {
  return (
    <Drawer opened={call !== null} onClose={onClose} title={words.detailTitle} position="right" size="lg">
      {call !== null && <Figures call={call} />}
    </Drawer>
  );
}

function Figures({ call }: { call: string }) {
  const detail = useGet<LiveCallDetail>(url`/live/${call}`, { every: 2_000 });
  if (detail.error?.status === 404) {
    return <EmptyState title={words.gone} />;
  }
  if (!detail.data) {
    return detail.error ? (
      <ErrorState error={detail.error} again={() => void detail.refetch()} />
    ) : (
      <Loading />
    );
  }
  const { streams, call: shown } = detail.data;
  return (
    <Stack>
      <Text size="sm">{words.parties(readable(shown.from), readable(shown.to))}</Text>
      {streams.length === 0 ? (
        <EmptyState title={words.noStreams} text={words.noStreamsText} />
      ) : (
        <Table.ScrollContainer minWidth={620}>
          <Table fz="sm" aria-label={words.detailTitle}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.stream}</Table.Th>
                <Table.Th>{words.codec}</Table.Th>
                <Table.Th>{words.key}</Table.Th>
                <Table.Th>{words.path}</Table.Th>
                <Table.Th ta="end">{words.packets}</Table.Th>
                <Table.Th ta="end">{words.loss}</Table.Th>
                <Table.Th ta="end">{words.mos}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {streams.map((stream, i) => (
                <Table.Tr key={i}>
                  <Table.Td>{words.streamOf(stream.kind, words.sides[stream.from])}</Table.Td>
                  <Table.Td>
                    <PlainText text={stream.codec} />
                  </Table.Td>
                  <Table.Td>{stream.key}</Table.Td>
                  <Table.Td>{stream.path || '–'}</Table.Td>
                  <Table.Td ta="end">{stream.packets.toLocaleString('en')}</Table.Td>
                  <Table.Td ta="end">{stream.lossPercent.toFixed(1)} %</Table.Td>
                  <Table.Td ta="end">{stream.mos > 0 ? stream.mos.toFixed(1) : '–'}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}
