import { Badge, List, Stack, Text, Title } from '@mantine/core';
import type { Schema } from '../base/api';
import { strings } from '../strings';
import classes from './RuleTable.module.css';

const words = strings.firewall;

type Rule = Schema<'FirewallRule'>;

function ports(rule: Rule): string {
  const range =
    rule.firstPort === rule.lastPort ? `${rule.firstPort}` : `${rule.firstPort}–${rule.lastPort}`;
  return rule.fromPort ? words.fromPort(range) : range;
}

function peers(rule: Rule): string {
  return rule.host || rule.from.join(', ') || words.anywhere;
}

function Rows({ title, rules }: { title: string; rules: Rule[] }) {
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{words.protocol}</th>
            <th scope="col">{words.port}</th>
            <th scope="col">{rules[0]?.direction === 'out' ? words.to : words.from}</th>
            <th scope="col">{words.carries}</th>
            <th scope="col">{words.without}</th>
          </tr>
        </thead>
        <tbody>
          {rules.map(rule => (
            <tr key={`${rule.protocol} ${rule.firstPort} ${rule.carries}`}>
              <td data-label={words.protocol}>{rule.protocol.toUpperCase()}</td>
              <td data-label={words.port}>
                <b>{ports(rule)}</b>
              </td>
              <td data-label={rule.direction === 'out' ? words.to : words.from}>
                {peers(rule)}
                {rule.own.length > 0 && (
                  <Text size="xs" c="dimmed">
                    {words.at(rule.own.join(', '))}
                  </Text>
                )}
              </td>
              <td data-label={words.carries}>
                {rule.carries}{' '}
                {rule.needed && rule.direction === 'in' && (
                  <Badge size="xs" variant="outline" color="gray" autoContrast>
                    {words.needed}
                  </Badge>
                )}
                {rule.setting && (
                  <Text size="xs" c="dimmed">
                    {rule.setting}
                  </Text>
                )}
              </td>
              <td data-label={words.without}>{rule.without}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The sheet for a person, as it is printed. */
export function RuleTable({ sheet }: { sheet: Schema<'FirewallSheet'> }) {
  const inbound = sheet.rules.filter(rule => rule.direction === 'in');
  const outbound = sheet.rules.filter(rule => rule.direction === 'out');
  const remarks = [words.otherwise, ...sheet.closed, ...sheet.notes];
  return (
    <Stack gap="lg">
      <Text size="sm">{words.of(sheet.server)}</Text>
      <Rows title={words.inbound} rules={inbound} />
      {outbound.length > 0 && <Rows title={words.outbound} rules={outbound} />}
      <section>
        <Title order={2} size="h4" mb="xs">
          {words.remarks}
        </Title>
        <List size="sm">
          {remarks.map(remark => (
            <List.Item key={remark}>{remark}</List.Item>
          ))}
        </List>
      </section>
    </Stack>
  );
}
