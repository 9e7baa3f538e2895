import { Badge } from '@mantine/core';
import { strings } from '../strings';
import { countText, useUnread } from './chat';

/** How many lines wait to be read, beside the way to them. */
export function UnreadBadge() {
  const unread = useUnread();
  return unread > 0 ? (
    <Badge size="sm" circle={unread < 10} aria-label={strings.chat.unread(countText(unread))}>
      {countText(unread)}
    </Badge>
  ) : null;
}
