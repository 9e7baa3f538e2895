import { Anchor, Group, Text, Timeline, Title } from '@mantine/core';
import { Link } from 'react-router';
import type { Schema } from '../base/api';
import { PlainText } from '../base/PlainText';
import { When } from '../base/When';
import { may, useSession } from '../session/session';
import { strings } from '../strings';

const words = strings.call.story;

/** Everything that happened in a call, in the order of its records. */
export function Story({ events }: { events: Schema<'CallEvent'>[] }) {
  const proofs = may(useSession(), 'read-trail');
  return (
    <section aria-labelledby="story">
      <Title order={2} size="h4" id="story" mb="sm">
        {words.title}
      </Title>
      <Timeline bulletSize={14} lineWidth={2} active={events.length}>
        {events.map(event => (
          <Timeline.Item key={event.position} title={words.kinds[event.what] ?? event.what}>
            <Text size="sm">
              {event.who && (
                <>
                  <PlainText text={event.who} />
                  {event.words && ' · '}
                </>
              )}
              <PlainText text={said(event)} />
            </Text>
            <Group gap="xs">
              <Text size="xs" c="dimmed">
                <When at={event.at} form="exact" />
              </Text>
              {proofs && (
                <Anchor
                  component={Link}
                  to={`/proofs/${event.position}`}
                  size="xs"
                  aria-label={words.proofOf(event.position)}
                >
                  {words.record(event.position)}
                </Anchor>
              )}
            </Group>
          </Timeline.Item>
        ))}
      </Timeline>
    </section>
  );
}

function said(event: Schema<'CallEvent'>): string {
  return event.what === 'signalling' ? words.messages(Number(event.words)) : event.words;
}
