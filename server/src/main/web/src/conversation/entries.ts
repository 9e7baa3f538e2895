import { dayName } from '../base/dates';
import type { Schema } from '../base/api';

export type Entry = Schema<'ConversationEntry'>;

/** What stands in a conversation: a day's name, or a call or line. */
export type Item = { day: string; key: string } | { entry: Entry; key: string };

/** The oldest first, as people read; a day's name before its first entry. */
export function itemsOf(newestFirst: readonly Entry[]): Item[] {
  const items: Item[] = [];
  let day = '';
  for (const entry of [...newestFirst].reverse()) {
    const at = new Date(entry.record.time);
    const own = `${at.getFullYear()}-${at.getMonth()}-${at.getDate()}`;
    if (own !== day) {
      day = own;
      items.push({ day: dayName(at), key: `day ${own}` });
    }
    items.push({ entry, key: `${entry.record.kind} ${entry.record.id}` });
  }
  return items;
}

/** Whose words stand at the other side: the second of the people, so that sides stay the same. */
export function side(entry: Entry, people: readonly string[]): 'start' | 'end' {
  return bare(entry.record.from) === people[0] ? 'start' : 'end';
}

function bare(address: string): string {
  const text = address.toLowerCase().replace(/^(sips?|tel):/, '');
  const end = text.indexOf(';');
  return end < 0 ? text : text.slice(0, end);
}
