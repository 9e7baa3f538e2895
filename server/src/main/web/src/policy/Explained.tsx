import { Badge, Group, List, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { KeyValue } from '../base/KeyValue';
import { PlainText } from '../base/PlainText';
import { When } from '../base/When';
import { readable } from '../phone/words';
import { strings } from '../strings';
import type { Explanation, Party } from './policy';

const words = strings.policy;

function about(party: Party): string {
  const parts = party.known
    ? [party.role, ...party.groups, party.department].filter(part => part !== '')
    : [words.unknownParty];
  return `${readable(party.address)} (${parts.join(', ')})`;
}

/** A decision: by which rule, why, and which others came near. */
export function Explained({ explanation }: { explanation: Explanation }) {
  const { allowed, rule, line, status, conditions, obligations, near } = explanation;
  return (
    <Paper withBorder p="md" radius="md" role="status" data-testid="explained">
      <Stack gap="sm">
        <Group gap="sm">
          <Badge size="lg" color={allowed ? 'teal' : 'red'} variant="light">
            {allowed ? words.allowed : words.denied}
          </Badge>
          <Text fw={600}>
            <PlainText text={line > 0 ? words.byRule(rule) : words.byNone(rule)} />
            {line > 0 && ` (${words.line(line)})`}
          </Text>
          {!allowed && (
            <Text size="sm">
              {status} <PlainText text={explanation.words} />
            </Text>
          )}
        </Group>
        <KeyValue
          rows={[
            [words.from, <PlainText key="from" text={about(explanation.from)} />],
            [words.to, <PlainText key="to" text={about(explanation.to)} />],
            [words.kind, `${words.kinds[explanation.kind]}, ${explanation.direction}`],
            [words.at, <When key="at" at={explanation.at} form="exact" />],
          ]}
        />
        <Phrases title={words.because} phrases={conditions} />
        <Phrases title={words.must} phrases={obligations} />
        <Title order={3} size="h5">
          {words.near}
        </Title>
        {near.length === 0 ? (
          <Text size="sm" c="dimmed">
            {words.nearNone}
          </Text>
        ) : (
          <Table fz="sm" aria-label={words.near}>
            <Table.Tbody>
              {near.map(each => (
                <Table.Tr key={`${each.rule} ${each.line}`}>
                  <Table.Td>
                    <PlainText text={each.rule} /> ({words.line(each.line)})
                  </Table.Td>
                  <Table.Td>
                    {each.failed}: <PlainText text={each.words} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Stack>
    </Paper>
  );
}

function Phrases({ title, phrases }: { title: string; phrases: readonly string[] }) {
  if (phrases.length === 0) {
    return null;
  }
  return (
    <section>
      <Title order={3} size="h5">
        {title}
      </Title>
      <List size="sm">
        {phrases.map(phrase => (
          <List.Item key={phrase}>
            <PlainText text={phrase} />
          </List.Item>
        ))}
      </List>
    </section>
  );
}
