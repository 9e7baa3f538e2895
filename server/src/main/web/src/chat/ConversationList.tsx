import { Box, Button, Text } from '@mantine/core';
import { IconMessage, IconPencil } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { url, type Pages } from '../base/api';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { Loading } from '../base/Loading';
import { PlainText } from '../base/PlainText';
import { When } from '../base/When';
import { useSession } from '../session/session';
import { strings } from '../strings';
import type { Conversation } from './chat';
import classes from './chat.module.css';
import { draftOf } from './drafts';
import { noticeText } from './notices';
import { Unread } from './UnreadBadge';

interface ConversationListProps {
  list: Pages<Conversation>;
  chosen: string | undefined;
  onNew: () => void;
}

/** With whom one has written, the latest first; only entries in sight are drawn. */
export function ConversationList({ list, chosen, onNew }: ConversationListProps) {
  const scroll = useRef<HTMLElement>(null);
  const { items: all, hasMore, loadingMore, more } = list;
  const virtual = useVirtualizer({
    count: all.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 64,
    getItemKey: index => all[index]?.user ?? index,
    overscan: 6,
  });
  const items = virtual.getVirtualItems();
  const last = items[items.length - 1]?.index ?? 0;

  useEffect(() => {
    if (hasMore && !loadingMore && last >= all.length - 10) {
      more();
    }
  }, [hasMore, loadingMore, last, all.length, more]);

  return (
    <div className={`${classes.panel} ${classes.list}`}>
      <div className={classes.head}>
        <Button fullWidth size="xs" variant="light" leftSection={<IconPencil size={16} />} onClick={onNew}>
          {strings.chat.newConversation}
        </Button>
      </div>
      <nav ref={scroll} className={classes.scroll} aria-label={strings.chat.conversations}>
        {list.isPending ? (
          <Loading />
        ) : list.error && all.length === 0 ? (
          <Box p="sm">
            <ErrorState error={list.error} again={list.again} />
          </Box>
        ) : all.length === 0 ? (
          <EmptyState icon={IconMessage} title={strings.chat.none} text={strings.chat.noneText} />
        ) : (
          <div className={classes.sizer} style={{ height: virtual.getTotalSize() }}>
            {items.map(item => {
              const entry = all[item.index];
              return (
                entry && (
                  <div
                    key={item.key}
                    className={classes.at}
                    style={{ transform: `translateY(${item.start}px)` }}
                  >
                    <Entry entry={entry} chosen={entry.user === chosen} />
                  </div>
                )
              );
            })}
          </div>
        )}
      </nav>
    </div>
  );
}

function Entry({ entry, chosen }: { entry: Conversation; chosen: boolean }) {
  const { user } = useSession();
  const draft = chosen ? '' : draftOf(user, entry.user);
  const said = entry.last.gone ? strings.chat.gone : noticeText(entry.last.text);
  return (
    <Link
      to={url`/chat/${entry.user}`}
      className={`${classes.entry} ${chosen ? classes.chosen : ''}`}
      aria-current={chosen ? 'page' : undefined}
    >
      <Text component="span" fw={entry.unread > 0 ? 700 : 500} className={classes.name}>
        <PlainText text={entry.display} />
      </Text>
      <Text component="span" size="xs" c="dimmed">
        <When at={entry.last.at} />
      </Text>
      <span className={classes.last}>
        {draft ? (
          <>
            <b>{strings.chat.draft}</b> <PlainText text={noticeText(draft)} />
          </>
        ) : (
          <>
            {entry.last.own && `${strings.chat.you} `}
            <PlainText text={said} />
          </>
        )}
      </span>
      <Unread count={entry.unread} />
    </Link>
  );
}
