import { describe, expect, it } from 'vitest';
import { dayBegins, dayOf, filtersOf, monthSpan, queryOf, searchOf, withFilter, withoutFilter } from './query';

describe('a query', () => {
  it('goes through the address and back', () => {
    const search = new URLSearchParams('person=alice&person=bob&words=%22price+list%22&kind=chat');
    expect(searchOf(filtersOf(search)).toString()).toBe(search.toString());
    expect(queryOf(filtersOf(search))).toEqual({
      person: ['alice', 'bob'],
      words: ['"price list"'],
      kind: ['chat'],
    });
  });

  it('leaves out what nobody can ask for', () => {
    expect(filtersOf(new URLSearchParams('evil=1&person=&kind=call'))).toEqual([
      { word: 'kind', value: 'call' },
    ]);
  });

  it('has one value of a word, or many where many make sense', () => {
    let filters = withFilter([], 'kind', 'call');
    filters = withFilter(filters, 'kind', 'chat');
    filters = withFilter(filters, 'person', 'alice');
    filters = withFilter(filters, 'person', 'bob');
    filters = withFilter(filters, 'person', 'bob');
    expect(filters.map(f => f.value)).toEqual(['chat', 'alice', 'bob']);
    expect(withoutFilter(filters, { word: 'person', value: 'alice' }).map(f => f.value)).toEqual([
      'chat',
      'bob',
    ]);
    expect(withFilter(filters, 'kind', ' ').map(f => f.word)).toEqual(['person', 'person']);
  });

  it('knows where months and days begin', () => {
    expect(monthSpan('2026-12')).toEqual(['2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z']);
    expect(dayOf(dayBegins('2026-03-29'))).toBe('2026-03-29');
    expect(dayOf(dayBegins('2026-03-29', 1), 1)).toBe('2026-03-29');
    expect(dayBegins('29.3.2026')).toBe('');
    expect(dayOf('')).toBe('');
  });
});
