import { Alert, Anchor, List, Paper, Stack, Text, Title } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import type { Schema } from '../base/api';
import { EmptyState } from '../base/EmptyState';
import { PlainText } from '../base/PlainText';
import { When } from '../base/When';
import { strings } from '../strings';

const words = strings.call.why;

interface WhyProps {
  decision: Schema<'DecisionView'> | null;
  started: string;
}

/** The rule that let a call pass, in words, and those that nearly decided. */
export function Why({ decision, started }: WhyProps) {
  return (
    <section aria-labelledby="why">
      <Title order={2} size="h4" id="why" mb="sm">
        {words.title}
      </Title>
      {decision ? <Decision decision={decision} started={started} /> : <EmptyState text={words.none} />}
    </section>
  );
}

function Decision({ decision, started }: { decision: Schema<'DecisionView'>; started: string }) {
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Text>
          <IconShieldCheck size={18} aria-hidden style={{ verticalAlign: 'text-bottom' }} />{' '}
          {words.allowed} <b><PlainText text={decision.rule || words.unnamed} /></b>
          {decision.line > 0 && ` ${words.line(decision.line)}`}
          {'. '}
          {words.directions[decision.direction] ?? decision.direction}
          {'. '}
          {decision.ruleset === 0 ? (
            words.builtIn
          ) : (
            <>
              {words.set(decision.ruleset)} <PlainText text={decision.by} />,{' '}
              <When at={decision.since} form="exact" />: <PlainText text={decision.reason} />
            </>
          )}
        </Text>
        {!decision.asThen && <Alert color="yellow">{words.changed}</Alert>}
        <Phrases title={words.because} phrases={decision.conditions} />
        <Phrases title={words.must} phrases={decision.obligations} />
        {decision.near.length > 0 && (
          <details>
            <Anchor component="summary">{words.near(decision.near.length)}</Anchor>
            <List size="sm" mt="xs" spacing={4}>
              {decision.near.map(near => (
                <List.Item key={`${near.rule} ${near.failed}`}>
                  <b>
                    <PlainText text={near.rule} />
                  </b>
                  {': '}
                  <PlainText text={near.words} />
                </List.Item>
              ))}
            </List>
          </details>
        )}
        <Text size="xs" c="dimmed">
          {words.note} <When at={started} form="exact" />
        </Text>
      </Stack>
    </Paper>
  );
}

function Phrases({ title, phrases }: { title: string; phrases: string[] }) {
  if (phrases.length === 0) {
    return null;
  }
  return (
    <div>
      <Text size="sm" fw={600} mb={2}>
        {title}
      </Text>
      <List size="sm" spacing={2}>
        {phrases.map(phrase => (
          <List.Item key={phrase}>
            <PlainText text={phrase} />
          </List.Item>
        ))}
      </List>
    </div>
  );
}
