import { Alert, Button, Container, Group, List, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useState } from 'react';
import { ErrorState } from '../base/ErrorState';
import { strings } from '../strings';
import { Mark } from './Mark';
import { https, media, report, visit, webSocket, type Found } from './probe';

const words = strings.selftest;
const IDS: Found['id'][] = ['https', 'websocket', 'media'];

type Progress = Partial<Record<Found['id'], Found | 'running'>>;

/** Opened on another machine with an administrator's link: can this browser reach the server? */
export default function OutsidePage() {
  useDocumentTitle(`${words.pageTitle} · ${strings.app.product}`);
  // after the sign #, so that it stands in no log
  const [token] = useState(() => window.location.hash.slice(1));
  const [progress, setProgress] = useState<Progress>({});
  const [state, setState] = useState<'ready' | 'running' | 'done'>('ready');
  const [error, setError] = useState<unknown>();

  async function run() {
    setState('running');
    const found: Found[] = [];
    const step = async (id: Found['id'], work: () => Promise<Found>) => {
      setProgress(now => ({ ...now, [id]: 'running' }));
      const result = await work();
      found.push(result);
      setProgress(now => ({ ...now, [id]: result }));
    };
    try {
      const opened = await visit(token);
      await step('https', https);
      await step('websocket', webSocket);
      await step('media', () => media(opened));
      await report(token, found);
    } catch (e) {
      setError(e);
    }
    setState('done');
  }

  const results = IDS.map(id => progress[id]).filter(each => typeof each === 'object');
  const good = results.length === IDS.length && results.every(result => result.ok);
  return (
    <Container size="xs" component="main" py="xl">
      <Stack>
        <Title order={1} size="h2">
          {words.pageTitle}
        </Title>
        <Text>{words.pageText}</Text>
        {!token && <Alert color="orange">{words.noToken}</Alert>}
        {state === 'ready' && (
          <Group>
            <Button disabled={!token} onClick={() => void run()}>
              {words.pageBegin}
            </Button>
          </Group>
        )}
        {Boolean(error) && <ErrorState error={error} />}
        {state !== 'ready' && (
          <List listStyleType="none" spacing="sm" aria-live="polite">
            {IDS.map(id => {
              const found = progress[id];
              const mark = typeof found === 'object' ? (found.ok ? 'ok' : 'failed') : (found ?? 'waiting');
              return (
                <List.Item key={id} icon={<Mark state={mark} />}>
                  {words.outsideChecks[id]}
                  {typeof found === 'object' && (
                    <Text size="sm" c="dimmed">
                      {found.seen}
                      {!found.ok && ` ${words.outsideAdvice[id]}`}
                    </Text>
                  )}
                </List.Item>
              );
            })}
          </List>
        )}
        {state === 'done' && !error && (
          <Alert color={good ? 'teal' : 'red'} role="status">
            {good ? words.pageGood : words.pageBad}
          </Alert>
        )}
      </Stack>
    </Container>
  );
}
