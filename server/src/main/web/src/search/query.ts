/** What is looked for, in the words of the API, as the address bar holds it. */

/** Words that may be given more than once, in the order in which chips show them. */
const MANY = ['person', 'group', 'outcome', 'media', 'mark', 'rule', 'id'] as const;
const ONE = [
  'words',
  'kind',
  'direction',
  'number',
  'from',
  'until',
  'at-least',
  'at-most',
  'mos-at-least',
  'mos-at-most',
  'held',
  'purged',
  'matter',
] as const;

export type Word = (typeof MANY)[number] | (typeof ONE)[number];

/** One thing that is asked for. */
export interface Filter {
  word: Word;
  value: string;
}

const WORDS: readonly string[] = [...ONE, ...MANY];

function isWord(name: string): name is Word {
  return WORDS.includes(name);
}

function isMany(word: Word): boolean {
  return (MANY as readonly string[]).includes(word);
}

/** What an address asks for; what is nothing that can be asked for is left out. */
export function filtersOf(search: URLSearchParams): Filter[] {
  const filters: Filter[] = [];
  for (const [name, value] of search) {
    if (isWord(name) && value.trim() !== '') {
      filters.push({ word: name, value });
    }
  }
  return filters;
}

/** The same as an address has it. */
export function searchOf(filters: readonly Filter[]): URLSearchParams {
  const search = new URLSearchParams();
  filters.forEach(({ word, value }) => search.append(word, value));
  return search;
}

/** The same as a request has it. */
export function queryOf(filters: readonly Filter[]): Record<string, string[]> {
  const query: Record<string, string[]> = {};
  filters.forEach(({ word, value }) => (query[word] ??= []).push(value));
  return query;
}

/** With a value for a word, in place of the former one where a word has one at most. */
export function withFilter(filters: readonly Filter[], word: Word, value: string): Filter[] {
  const left = filters.filter(f => f.word !== word || (isMany(word) && f.value !== value));
  return value.trim() === '' ? left : [...left, { word, value: value.trim() }];
}

/** Without one thing that was asked for. */
export function withoutFilter(filters: readonly Filter[], gone: Filter): Filter[] {
  return filters.filter(f => f.word !== gone.word || f.value !== gone.value);
}

/** The values of a word. */
export function valuesOf(filters: readonly Filter[], word: Word): string[] {
  return filters.filter(f => f.word === word).map(f => f.value);
}

export function valueOf(filters: readonly Filter[], word: Word): string {
  return valuesOf(filters, word)[0] ?? '';
}

/** In place of all values of a word. */
export function withValues(filters: readonly Filter[], word: Word, values: readonly string[]): Filter[] {
  return [
    ...filters.filter(f => f.word !== word),
    ...values.map(value => ({ word, value: value.trim() })).filter(f => f.value !== ''),
  ];
}

/** The span of a month as the index names it, 2026-11, in UTC. */
export function monthSpan(month: string): [string, string] {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return [
    new Date(Date.UTC(year, number - 1, 1)).toISOString(),
    new Date(Date.UTC(year, number, 1)).toISOString(),
  ];
}

/** A day of the reader's zone, 2026-11-26, as the moment at which it begins; empty for none. */
export function dayBegins(day: string, later = 0): string {
  const [year, month, date] = day.split('-').map(Number);
  if (!year || !month || !date) {
    return '';
  }
  const at = new Date(year, month - 1, date + later);
  return Number.isNaN(at.getTime()) ? '' : at.toISOString();
}

/** The day of the reader's zone that a moment lies in; empty for none. */
export function dayOf(iso: string, earlier = 0): string {
  const at = new Date(iso);
  if (iso === '' || Number.isNaN(at.getTime())) {
    return '';
  }
  at.setMilliseconds(at.getMilliseconds() - earlier);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
