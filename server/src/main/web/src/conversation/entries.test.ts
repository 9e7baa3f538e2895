import { describe, expect, it } from 'vitest';
import { itemsOf, side, type Entry } from './entries';

function entry(id: string, time: string, from = 'alice@example.org'): Entry {
  return { record: { id, time, from, kind: 'chat' }, text: id, delivered: '' } as unknown as Entry;
}

describe('a conversation', () => {
  it('reads from old to new, divided by days', () => {
    const items = itemsOf([
      entry('c', '2026-03-02T12:00:00'),
      entry('b', '2026-03-01T12:00:01'),
      entry('a', '2026-03-01T12:00:00'),
    ]);
    expect(items.map(item => ('day' in item ? 'day' : item.entry.text))).toEqual(['day', 'a', 'b', 'day', 'c']);
  });

  it('keeps each person on a side', () => {
    const people = ['alice@example.org', 'bob@example.org'];
    expect(side(entry('a', '2026-03-01T12:00:00', 'Alice@example.org;transport=ws'), people)).toBe('start');
    expect(side(entry('a', '2026-03-01T12:00:00', 'bob@example.org'), people)).toBe('end');
  });
});
