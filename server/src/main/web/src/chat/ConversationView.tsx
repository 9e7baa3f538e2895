import { ActionIcon, Alert, Box, Group, Text } from '@mantine/core';
import { IconArrowLeft, IconMessage } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { request, url, useRefresh } from '../base/api';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { Loading } from '../base/Loading';
import { PlainText } from '../base/PlainText';
import { useSession } from '../session/session';
import { strings } from '../strings';
import { SERVER, useLines, type ChatLine, type Conversation } from './chat';
import classes from './chat.module.css';
import { Composer } from './Composer';
import { useDraft } from './drafts';
import { LineList } from './LineList';
import { outboxOf, useLeaving } from './outbox';

interface ConversationViewProps {
  peer: string;
  /** As the list of conversations knows it; undefined for somebody new. */
  known: Conversation | undefined;
}

/** What two people wrote, and the field for more. One for each peer. */
export function ConversationView({ peer, known }: ConversationViewProps) {
  const { user } = useSession();
  const box = outboxOf(user);
  const lines = useLines(peer);
  const leaving = useLeaving(box, peer);
  const [text, setText] = useDraft(user, peer);
  const name = known?.display ?? peer;
  const ids = useMemo(() => new Set(lines.items.map(line => line.id)), [lines.items]);
  const writable = peer !== SERVER && (known?.known ?? true);

  useEffect(() => box.shown(peer, ids), [box, peer, ids]);
  useRead(peer, lines.items);

  return (
    <section className={`${classes.panel} ${classes.talk}`} aria-label={strings.chat.with(name)}>
      <Group className={classes.head} gap="xs" wrap="nowrap">
        <ActionIcon
          component={Link}
          to="/chat"
          variant="subtle"
          color="gray"
          hiddenFrom="sm"
          aria-label={strings.chat.back}
        >
          <IconArrowLeft size={18} />
        </ActionIcon>
        <Box miw={0}>
          <Text fw={600} truncate>
            <PlainText text={name} />
          </Text>
          <Text size="xs" c="dimmed" truncate>
            <PlainText text={peer} />
          </Text>
        </Box>
      </Group>
      {lines.isPending ? (
        <Box className={classes.scroll}>
          <Loading />
        </Box>
      ) : lines.items.length === 0 && leaving.length === 0 ? (
        <Box className={classes.scroll} p="md">
          {lines.error ? (
            <ErrorState error={lines.error} again={lines.again} />
          ) : (
            <EmptyState icon={IconMessage} title={strings.chat.noLines} text={strings.chat.noLinesText} />
          )}
        </Box>
      ) : (
        <LineList
          pages={lines}
          leaving={leaving}
          label={strings.chat.with(name)}
          onRetry={key => box.retry(peer, key)}
          onDiscard={key => box.discard(peer, key)}
          onEdit={line => {
            setText(text.trim() === '' ? line.text : `${line.text}\n${text}`);
            box.discard(peer, line.key);
          }}
        />
      )}
      {writable ? (
        <Composer
          to={name}
          text={text}
          onChange={setText}
          onSend={line => {
            box.send(peer, line);
            setText('');
          }}
        />
      ) : (
        <Alert variant="light" color="gray" radius={0}>
          {peer === SERVER ? strings.chat.serverOnly : strings.chat.notKnown}
        </Alert>
      )}
    </section>
  );
}

/** Whether the page is in front of its reader. */
function useSeen(): boolean {
  const [seen, setSeen] = useState(() => !document.hidden);
  useEffect(() => {
    const look = () => setSeen(!document.hidden);
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return seen;
}

/** What is in front of its reader counts as read. */
function useRead(peer: string, lines: readonly ChatLine[]): void {
  const seen = useSeen();
  const refresh = useRefresh();
  const newest = lines.find(line => !line.own)?.sequence ?? 0;
  useEffect(() => {
    if (!seen || newest === 0) {
      return;
    }
    request('PUT', url`/me/conversations/${peer}/read`, { body: { sequence: newest } })
      .then(() => refresh('/me/unread'))
      // the lines stay unread, and are marked with the next one
      .catch(() => undefined);
    // refresh is another function each time
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [seen, newest, peer]);
}
