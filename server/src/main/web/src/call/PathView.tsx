import { Alert, Anchor, Badge, List, Stack, Table, Text, Title } from '@mantine/core';
import { IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { Link } from 'react-router';
import { url, useGet, type Schema } from '../base/api';
import { bytes } from '../base/dates';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { Loading } from '../base/Loading';
import { PlainText } from '../base/PlainText';
import { When } from '../base/When';
import { may, useSession } from '../session/session';
import { strings } from '../strings';
import { PathDrawing } from './PathDrawing';

const words = strings.call.path;

type Path = Schema<'CallPath'>;

/** Which way the media of a call took: through one port of the server, and nowhere else. */
export function PathView({ call, reason }: { call: string; reason: string }) {
  const { data, error, isPending, refetch } = useGet<Path>(url`/calls/${call}/path`, { query: { reason } });
  const proofs = may(useSession(), 'read-trail');
  if (isPending) {
    return <Loading />;
  }
  if (!data) {
    return <ErrorState error={error} again={() => void refetch()} />;
  }
  if (data.streams.length === 0) {
    return <EmptyState title={words.noneTitle} text={data.over ? words.none : words.runs} />;
  }
  return (
    <Stack gap="lg">
      <Verdict path={data} />
      <PathDrawing path={data} />
      <Streams streams={data.streams} />
      {proofs && (
        <Text size="sm">
          {words.proven}{' '}
          <Anchor component={Link} to={`/proofs/${data.position}`} underline="always">
            {strings.call.story.record(data.position)}
          </Anchor>
        </Text>
      )}
    </Stack>
  );
}

function Verdict({ path }: { path: Path }) {
  const elsewhere = path.streams.reduce((sum, stream) => sum + stream.elsewhere, 0);
  const good = elsewhere === 0;
  return (
    <Alert
      color={good ? 'teal' : 'red'}
      icon={good ? <IconShieldCheck /> : <IconShieldX />}
      title={good ? words.goodTitle : words.badTitle(elsewhere)}
    >
      {good ? words.good(path.port) : words.bad}
    </Alert>
  );
}

function Streams({ streams }: { streams: Schema<'CallViewsPathStream'>[] }) {
  return (
    <section>
      <Title order={2} size="h4" mb="sm">
        {words.streams}
      </Title>
      <Table.ScrollContainer minWidth={760}>
        <Table verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              {words.columns.map(column => (
                <Table.Th key={column}>{column}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {streams.map((stream, i) => (
              <Table.Tr key={i}>
                <Table.Td>
                  <PlainText text={stream.from} />
                  <Text size="xs" c="dimmed">
                    {strings.call.kinds[stream.kind] ?? stream.kind}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <PlainText text={stream.codec} />
                  <Text size="xs" c="dimmed">
                    <PlainText text={stream.protection} />
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Sources sources={stream.sources} />
                </Table.Td>
                <Table.Td ta="right">{stream.packets.toLocaleString()}</Table.Td>
                <Table.Td ta="right">{bytes(stream.bytes)}</Table.Td>
                <Table.Td ta="right">{stream.dropped.toLocaleString()}</Table.Td>
                <Table.Td ta="right">
                  <Badge variant="light" color={stream.elsewhere === 0 ? 'teal' : 'red'}>
                    {stream.elsewhere.toLocaleString()}
                  </Badge>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}

function Sources({ sources }: { sources: Schema<'CallViewsPathSource'>[] }) {
  return (
    <List listStyleType="none" size="sm" spacing={4}>
      {sources.map((source, i) => (
        <List.Item key={i}>
          <Text span ff="monospace" size="sm">
            <PlainText text={source.address} />
          </Text>
          <Text size="xs" c="dimmed">
            {words.proofs[source.proof] ?? source.proof}, <When at={source.since} form="exact" />
          </Text>
        </List.Item>
      ))}
    </List>
  );
}
