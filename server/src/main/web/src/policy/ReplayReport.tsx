import { Paper, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { PlainText } from '../base/PlainText';
import { When } from '../base/When';
import { readable } from '../phone/words';
import { strings } from '../strings';
import type { Change, Report } from './policy';

const words = strings.policy;
const CHANGES: readonly Change[] = ['denied', 'allowed', 'obligations'];
const MOST_COUNTS = 10;
const BYS = ['kind', 'rule', 'groups', 'what'] as const;

function number(value: number): string {
  return value.toLocaleString('en');
}

/** What a draft would have changed. */
export function ReplayReport({ report }: { report: Report }) {
  const changed = report.denied + report.allowed + report.obligations;
  return (
    <Stack role="status">
      <Text fw={600}>{words.replayResult(number(report.attempts), number(changed))}</Text>
      {changed === 0 && <Text size="sm">{words.replaySame}</Text>}
      {CHANGES.filter(change => report[change] > 0).map(change => (
        <Paper key={change} withBorder p="md" radius="md">
          <Title order={3} size="h5" mb="sm">
            {words.changes[change]}: {number(report[change])}
          </Title>
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
            {BYS.map(by => (
              <Counts key={by} report={report} change={change} by={by} />
            ))}
          </SimpleGrid>
          <Examples report={report} change={change} />
        </Paper>
      ))}
      <Text size="sm" c="dimmed">
        {words.replayNotes(report.otherRefusals, report.purged, report.notCompared)}
      </Text>
    </Stack>
  );
}

interface CountsProps {
  report: Report;
  change: Change;
  by: (typeof BYS)[number];
}

function Counts({ report, change, by }: CountsProps) {
  const counts = report.counts.filter(count => count.change === change && count.by === by);
  if (counts.length === 0) {
    return null;
  }
  return (
    <Table fz="sm" aria-label={words.bys[by]}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.bys[by]}</Table.Th>
          <Table.Th ta="end">{words.count}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {counts.slice(0, MOST_COUNTS).map(count => (
          <Table.Tr key={count.what}>
            <Table.Td>
              <PlainText text={count.what} />
            </Table.Td>
            <Table.Td ta="end">{number(count.count)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Examples({ report, change }: { report: Report; change: Change }) {
  const examples = report.examples.filter(example => example.change === change);
  if (examples.length === 0) {
    return null;
  }
  return (
    <Table.ScrollContainer minWidth={560} mt="sm">
      <Table fz="sm" aria-label={words.examples}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.example}</Table.Th>
            <Table.Th>{words.from}</Table.Th>
            <Table.Th>{words.to}</Table.Th>
            <Table.Th>{words.bys.rule}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {examples.map(example => (
            <Table.Tr key={`${example.sequence} ${example.kind}`}>
              <Table.Td>
                <When at={example.at} />, {example.kind}
              </Table.Td>
              <Table.Td>
                <PlainText text={readable(example.from)} />
              </Table.Td>
              <Table.Td>
                <PlainText text={readable(example.to)} />
              </Table.Td>
              <Table.Td>
                <PlainText text={example.what ? `${example.rule}: ${example.what}` : example.rule} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
