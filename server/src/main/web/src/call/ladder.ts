import type { Schema } from '../base/api';

type Message = Schema<'LadderMessage'>;

/** Where a message is drawn: from one column to another, in a row. */
export interface Step {
  message: Message;
  index: number;
  from: number;
  to: number;
  /** Short words for the arrow: `INVITE`, `200 OK`. */
  words: string;
  kind: 'request' | 'good' | 'bad' | 'provisional';
}

/** The server stands between the caller, on its left, and the devices that were called. */
export const SERVER = 1;

/** The column of a dialog: the caller's is the first, devices follow behind the server. */
export function column(dialog: number): number {
  return dialog === 0 ? 0 : dialog + 1;
}

/** Messages as arrows, in their order. */
export function steps(messages: readonly Message[]): Step[] {
  return messages.map((message, index) => {
    const peer = column(message.dialog);
    const incoming = message.direction === 'in';
    return {
      message,
      index,
      from: incoming ? peer : SERVER,
      to: incoming ? SERVER : peer,
      words: short(message),
      kind: kindOf(message.startLine),
    };
  });
}

/** The method, or the status with its phrase; and the method that a response is to. */
export function short(message: Pick<Message, 'startLine' | 'text'>): string {
  const status = statusOf(message.startLine);
  const body = message.text.includes('\nv=0') ? ' (SDP)' : '';
  if (status === 0) {
    return (message.startLine.split(' ')[0] ?? '') + body;
  }
  const method = /^cseq:\s*\d+\s+(\S+)/im.exec(message.text)?.[1] ?? '';
  const phrase = message.startLine.split(' ').slice(2).join(' ').slice(0, 28);
  return `${status} ${phrase}${method ? ` · ${method}` : ''}${body}`;
}

function statusOf(startLine: string): number {
  const match = /^SIP\/2\.0 (\d{3})\b/.exec(startLine);
  return match ? Number(match[1]) : 0;
}

function kindOf(startLine: string): Step['kind'] {
  const status = statusOf(startLine);
  return status === 0 ? 'request' : status < 200 ? 'provisional' : status < 300 ? 'good' : 'bad';
}

/** Seconds since the first message, as `+0.125`. */
export function since(first: string, at: string): string {
  const millis = new Date(at).getTime() - new Date(first).getTime();
  return `+${(Math.max(0, millis) / 1000).toFixed(3)}`;
}

/** Where the messages of each dialog came from, the last address that was seen. */
export function peers(messages: readonly Message[], dialogs: number): string[] {
  const found = Array.from({ length: dialogs }, () => '');
  messages.forEach(message => {
    if (message.dialog >= 0 && message.dialog < dialogs) {
      found[message.dialog] = message.peer;
    }
  });
  return found;
}
