import { useQueryClient } from '@tanstack/react-query';
import { refresh, url, useGet, usePages } from '../base/api';
import { useEvents } from '../base/events';
import { useSession } from '../session/session';

/** What became of a line: the last is another's, the others are one's own. */
export type LineState = 'sent' | 'delivered' | 'held' | 'rejected' | 'refused' | 'received';

/** A chat line as one of its two people sees it. */
export interface ChatLine {
  id: string;
  sequence: number;
  at: string;
  own: boolean;
  text: string;
  state: LineState;
  /** A part of it was taken out before it was delivered. */
  masked: boolean;
  /** Its text is no longer kept. */
  gone: boolean;
}

/** Somebody with whom one has written. */
export interface Conversation {
  user: string;
  display: string;
  /** Whether one can write to them now. */
  known: boolean;
  unread: number;
  last: ChatLine;
}

/** Something happened to a line of one's own conversations; the line itself must be read. */
export interface ChatNews {
  message: string;
  what: 'sent' | 'delivered' | 'released' | 'rejected' | 'read';
  from: string;
  to: string;
}

/** At so many unread lines the server stops counting. */
export const MOST_UNREAD = 100;
/** Who tells of held and refused lines: the server itself, which takes no answer. */
export const SERVER = 'sallyport';

export function countText(unread: number): string {
  return unread >= MOST_UNREAD ? `${MOST_UNREAD - 1}+` : String(unread);
}

/** The name of somebody of this server out of an address of record. */
export function userOf(address: string): string {
  const at = address.lastIndexOf('@');
  return address.startsWith('sip:') && at > 4 ? address.slice(4, at) : address;
}

export function useConversations() {
  return usePages<Conversation>('/me/conversations', { limit: 50 });
}

export function useLines(user: string) {
  return usePages<ChatLine>(url`/me/conversations/${user}/messages`, { limit: 50 });
}

export function useUnread(): number {
  const { data } = useGet<{ lines: number }>('/me/unread');
  return data?.lines ?? 0;
}

/** Keeps everything of chat that is shown fresh, and tells of each piece of news. */
export function useChatNews(told: (news: ChatNews, peer: string) => void): void {
  const client = useQueryClient();
  const { user } = useSession();
  useEvents<ChatNews>(
    'chat',
    news => {
      const from = userOf(news.from);
      const peer = from === user ? userOf(news.to) : from;
      void refresh(client, '/me/unread', url`/me/conversations/${peer}/`);
      // the list itself has no path behind it
      void client.invalidateQueries({ queryKey: ['/me/conversations'] });
      told(news, peer);
    },
    () => void refresh(client, '/me/unread', '/me/conversations'),
  );
}
