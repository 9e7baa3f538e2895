import { Badge, VisuallyHidden } from '@mantine/core';
import { strings } from '../strings';
import { countText, useUnread } from './chat';

/** How many lines wait to be read, for the eye and for the ear. */
export function Unread({ count }: { count: number }) {
  return count > 0 ? (
    <Badge size="sm" circle={count < 10}>
      <span aria-hidden>{countText(count)}</span>
      <VisuallyHidden>{strings.chat.unread(countText(count))}</VisuallyHidden>
    </Badge>
  ) : null;
}

/** The same of all conversations, beside the way to them. */
export function UnreadBadge() {
  return <Unread count={useUnread()} />;
}
