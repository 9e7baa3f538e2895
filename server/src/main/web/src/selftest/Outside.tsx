import { Alert, Button, Code, Group, List, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useGet, usePost, type Schema } from '../base/api';
import { CopyButton } from '../base/CopyButton';
import { ErrorState } from '../base/ErrorState';
import { PlainText } from '../base/PlainText';
import { When } from '../base/When';
import { may, useSession } from '../session/session';
import { strings } from '../strings';
import { Mark } from './Mark';

const words = strings.selftest;

type Invitation = Schema<'OutsideInvitation'>;

function Given({ invitation }: { invitation: Invitation }) {
  const link = window.location.origin + invitation.page;
  return (
    <Paper withBorder p="md">
      <Stack>
        <Text size="sm">
          {words.until} <When at={invitation.ends} />
        </Text>
        <div>
          <Text fw={500}>{words.linkTitle}</Text>
          <Text size="sm" c="dimmed">
            {words.linkText}
          </Text>
          <Group gap={4} wrap="nowrap" align="flex-start">
            <Code block flex={1} miw={0} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {link}
            </Code>
            <CopyButton value={link} what={words.linkTitle} />
          </Group>
        </div>
        <div>
          <Text fw={500}>{words.commandTitle}</Text>
          <Text size="sm" c="dimmed">
            {words.commandText}
          </Text>
          <Group gap={4} wrap="nowrap" align="flex-start">
            <Code
              block
              flex={1}
              miw={0}
              tabIndex={0}
              aria-label={words.commandTitle}
              style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', maxHeight: 200, overflow: 'auto' }}
            >
              {invitation.command}
            </Code>
            <CopyButton value={invitation.command} what={words.commandTitle} />
          </Group>
        </div>
      </Stack>
    </Paper>
  );
}

function Seen() {
  const { data, error } = useGet<Schema<'OutsideView'>>('/self-test/outside', { every: 3_000 });
  if (error) {
    return <ErrorState error={error} />;
  }
  if (!data?.ends) {
    return null;
  }
  const media = [...data.browser, ...data.shell];
  return (
    <Paper withBorder p="md" component="section" aria-live="polite">
      <Title order={3} size="h5" mb="xs">
        {words.seenTitle}
      </Title>
      <Stack gap="xs">
        <Group gap="sm" wrap="nowrap">
          <Mark state={data.visitor ? 'ok' : 'waiting'} />
          <Text size="sm">{data.visitor ? words.visited(data.visitor) : words.notVisited}</Text>
        </Group>
        <Group gap="sm" wrap="nowrap">
          <Mark state={media.length > 0 ? 'ok' : 'waiting'} />
          <Text size="sm">{media.length > 0 ? words.mediaFrom(media.join(', ')) : words.noMedia}</Text>
        </Group>
        {data.lines.length > 0 && (
          <>
            <Text size="sm" fw={500}>
              {words.told}
            </Text>
            <List size="sm" listStyleType="none" spacing={6}>
              {data.lines.map(line => (
                <List.Item key={line.id} icon={<Mark state={line.ok ? 'ok' : 'failed'} />}>
                  {words.outsideChecks[line.id as 'https'] ?? <PlainText text={line.id} />}:{' '}
                  <PlainText text={line.seen} />
                </List.Item>
              ))}
            </List>
          </>
        )}
      </Stack>
    </Paper>
  );
}

/** A page and a line for a shell, to be used on another machine, and what came of it. */
export function Outside() {
  const session = useSession();
  const [host, setHost] = useState(window.location.hostname);
  const invite = usePost<{ host: string }, Invitation>('/self-test/outside', {
    refreshes: ['/self-test/outside'],
  });
  return (
    <Stack>
      <Text size="sm" maw={720}>
        {words.outsideText}
      </Text>
      {may(session, 'administer') ? (
        <form
          onSubmit={event => {
            event.preventDefault();
            invite.mutate({ host });
          }}
        >
          <Group align="flex-end">
            <TextInput
              flex="1 1 240px"
              maw={420}
              label={words.host}
              description={words.hostText}
              value={host}
              error={invite.error?.field('host')}
              onChange={event => setHost(event.currentTarget.value)}
            />
            <Button type="submit" loading={invite.isPending}>
              {words.invite}
            </Button>
          </Group>
        </form>
      ) : (
        <Alert color="gray">{words.notYours}</Alert>
      )}
      {invite.error && !invite.error.field('host') && <ErrorState error={invite.error} />}
      {invite.data && <Given invitation={invite.data} />}
      <Seen />
    </Stack>
  );
}
