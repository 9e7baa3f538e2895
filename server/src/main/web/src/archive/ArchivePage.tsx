import { Alert, Anchor, Badge, Button, Group, Paper, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useGet, type Schema } from '../base/api';
import { ErrorState } from '../base/ErrorState';
import { KeyValue } from '../base/KeyValue';
import { Loading } from '../base/Loading';
import { PageTitle } from '../base/PageTitle';
import { PlainText } from '../base/PlainText';
import { When } from '../base/When';
import { may, useSession } from '../session/session';
import { strings } from '../strings';
import { Days } from './Days';
import { DiskUse } from './DiskUse';
import { Verification } from './Verification';

const words = strings.archive;
const EVERY = 15_000;

type Health = Schema<'ArchiveHealth'>;

/** Whether the archive is whole, sealed and complete, and a check of all of it on demand. */
export default function ArchivePage() {
  const { data, error, isPending, refetch } = useGet<Health>('/archive', { every: EVERY });
  return (
    <>
      <PageTitle title={words.title} text={words.text} />
      {isPending ? (
        <Loading />
      ) : !data ? (
        <ErrorState error={error} again={() => void refetch()} />
      ) : (
        <Stack gap="xl">
          <Parts parts={data.parts} />
          <Verification state={data.verification} />
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
            <Records health={data} />
            <Seal health={data} />
          </SimpleGrid>
          <Days recent={data.recent} />
          <Gaps gaps={data.recent.gaps} />
          <DiskUse disk={data.disk} />
        </Stack>
      )}
    </>
  );
}

function Parts({ parts }: { parts: Schema<'PartHealth'>[] }) {
  const bad = parts.filter(part => !part.ok);
  if (bad.length === 0) {
    return (
      <Alert color="teal" title={words.goodTitle}>
        {words.good}
      </Alert>
    );
  }
  return (
    <Alert color="red" role="alert" title={words.badTitle}>
      <Stack gap={4}>
        {bad.map(part => (
          <Text key={part.part} size="sm">
            <b>{words.parts[part.part] ?? part.part}</b>: <PlainText text={part.detail} />
          </Text>
        ))}
      </Stack>
    </Alert>
  );
}

function Records({ health }: { health: Health }) {
  const behind = health.records - health.indexed;
  return (
    <Section title={words.records}>
      <KeyValue
        rows={[
          [words.count, health.records.toLocaleString()],
          [words.newest, <When key="newest" at={health.newest} form="exact" />],
          [words.index, behind > 0 ? words.behind(behind) : words.indexed],
          [
            words.backup,
            !health.recent.at ? (
              words.counting
            ) : (
              <When key="backup" at={health.recent.backup} form="exact" none={words.noBackup} />
            ),
          ],
          [
            words.journal,
            <Text key="log" span ff="monospace" size="xs" style={{ overflowWrap: 'anywhere' }}>
              {health.log}
            </Text>,
          ],
        ]}
      />
    </Section>
  );
}

function Seal({ health }: { health: Health }) {
  const { checkpoint } = health;
  const open = health.records - health.sealed;
  const proofs = may(useSession(), 'read-trail') && health.sealed > 0;
  return (
    <Section title={words.seal}>
      <KeyValue
        rows={[
          [words.sealed, open > 0 ? words.sealedTo(health.sealed, open) : words.allSealed(health.sealed)],
          [words.checkpoint, checkpoint ? words.number(checkpoint.number) : words.noCheckpoint],
          [words.signed, checkpoint ? <When key="signed" at={checkpoint.time} form="exact" /> : undefined],
          [words.origin, checkpoint ? <PlainText key="origin" text={checkpoint.origin} /> : undefined],
          [words.sent, <Places key="sent" places={health.places} />],
        ]}
      />
      {proofs && (
        <Group mt="sm">
          <Button size="xs" variant="light" component={Link} to={`/proofs/${health.sealed}`}>
            {words.proofs}
          </Button>
        </Group>
      )}
    </Section>
  );
}

function Places({ places }: { places: Schema<'Delivery'>[] }) {
  if (places.length === 0) {
    return <>{words.nowhere}</>;
  }
  return (
    <Stack gap={4}>
      {places.map(place => (
        <div key={place.place}>
          <PlainText text={place.place} />{' '}
          <Badge size="sm" variant="light" color={place.failure ? 'red' : 'teal'}>
            {place.failure ? words.failing : words.taken(place.taken)}
          </Badge>
          {place.failure && (
            <Text size="xs" c="dimmed">
              <PlainText text={place.failure} /> {words.waiting(place.waiting)}
            </Text>
          )}
        </div>
      ))}
    </Stack>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      {children}
    </Paper>
  );
}

function Gaps({ gaps }: { gaps: Schema<'RecentDaysGapView'>[] }) {
  const calls = may(useSession(), 'read-content');
  if (gaps.length === 0) {
    return null;
  }
  return (
    <section>
      <Title order={2} size="h4" mb="sm">
        {words.gaps}
      </Title>
      <Table.ScrollContainer minWidth={560}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              {words.gapColumns.map(column => (
                <Table.Th key={column}>{column}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {gaps.map(gap => (
              <Table.Tr key={gap.call}>
                <Table.Td>
                  {calls ? (
                    <Anchor component={Link} to={`/calls/${gap.call}`}>
                      <When at={gap.answered} form="exact" />
                    </Anchor>
                  ) : (
                    <When at={gap.answered} form="exact" />
                  )}
                </Table.Td>
                <Table.Td>
                  <PlainText text={gap.from} />
                </Table.Td>
                <Table.Td>
                  <PlainText text={gap.to} />
                </Table.Td>
                <Table.Td>
                  <PlainText text={gap.what} none={words.missing} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}

