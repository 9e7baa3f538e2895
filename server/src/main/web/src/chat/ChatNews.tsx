import { UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { request, url, type PageOf } from '../base/api';
import { unseen } from '../base/unseen';
import { useSession } from '../session/session';
import { strings } from '../strings';
import { useChatNews, useUnread, userOf, type ChatLine, type ChatNews as News } from './chat';
import { noticeOf, noticeText, tellBySystem } from './notices';
import { outboxOf } from './outbox';

/** Beside every page: keeps chat fresh, counts what is unread, and tells of new lines. */
export default function ChatNews() {
  const { user } = useSession();
  const unread = useUnread();
  const navigate = useNavigate();
  const { pathname } = useLocation();

  useEffect(() => {
    unseen.set(unread);
    return () => unseen.set(0);
  }, [unread]);

  useEffect(() => {
    // lines that a reload cut off go on, whatever page is open
    outboxOf(user);
  }, [user]);

  const told = (news: News, peer: string) => {
    const path = url`/chat/${peer}`;
    const looking = !document.hidden && pathname === path;
    const arrives = news.what === 'sent' || news.what === 'released';
    if (arrives && userOf(news.from) !== user && !looking && noticeOf() !== 'off') {
      void tell(peer, () => void navigate(path));
    }
  };
  useChatNews(told);
  return null;
}

async function tell(peer: string, open: () => void): Promise<void> {
  const title = strings.chat.lineFrom(noticeText(peer));
  const text = noticeOf() === 'text' ? await newest(peer) : '';
  if (document.hidden && tellBySystem(title, text, `sallyport-chat-${peer}`, open)) {
    return;
  }
  const id = `chat-${peer}`;
  notifications.hide(id);
  notifications.show({
    id,
    title,
    message: (
      <UnstyledButton
        size="sm"
        onClick={() => {
          notifications.hide(id);
          open();
        }}
      >
        <bdi>{text}</bdi> {strings.chat.openConversation}
      </UnstyledButton>
    ),
  });
}

async function newest(peer: string): Promise<string> {
  try {
    const page = await request<PageOf<ChatLine>>('GET', url`/me/conversations/${peer}/messages`, {
      query: { limit: 1 },
    });
    return noticeText(page.items[0]?.text ?? '');
  } catch {
    return '';
  }
}
