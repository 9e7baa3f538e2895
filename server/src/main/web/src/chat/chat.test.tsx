import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { beforeEach, expect, test, vi } from 'vitest';
import { reachable } from '../base/request';
import { pretend, sessionOf, show } from '../base/testing';
import ChatPage from './ChatPage';
import type { ChatLine } from './chat';
import { draftOf, keepDraft } from './drafts';
import { rowsOf } from './LineList';
import { noticeText } from './notices';
import { Outbox } from './outbox';
import { cut, parts } from './Said';

const NOW = new Date('2026-03-02T12:00:00Z');

function line(id: string, at: string, more: Partial<ChatLine> = {}): ChatLine {
  return {
    id,
    sequence: Number(id),
    at,
    own: false,
    text: `line ${id}`,
    state: 'received',
    masked: false,
    gone: false,
    ...more,
  };
}

beforeEach(() => {
  sessionStorage.clear();
  reachable.set(true);
});

test('only addresses that show where they lead are links', () => {
  const hrefs = (text: string) => parts(text).map(part => part.href).filter(Boolean);
  expect(hrefs('see https://example.org/a?b=c, please')).toEqual(['https://example.org/a?b=c']);
  expect(hrefs('http://example.org javascript:alert(1) ftp://example.org')).toEqual([]);
  expect(hrefs('https://bank.example@evil.example/')).toEqual([]);
  expect(hrefs('https://b\u0430nk.example/')).toEqual([]);
  expect(hrefs('https://example.org/\u202egnp.exe')).toEqual(['https://example.org/']);
});

test('the pieces of a text are the text', () => {
  const text = '<b>x</b> https://example.org. and\nhttps://example.com/(a) end';
  expect(parts(text).map(part => part.text).join('')).toBe(text);
});

test('a text that would fill the screen begins short', () => {
  expect(cut('x'.repeat(12_000))).toHaveLength(1_200);
  expect(cut('a\n'.repeat(500)).split('\n').length).toBeLessThanOrEqual(24);
  expect(cut('short')).toBe('short');
});

test('a notice is one bounded line without what is not seen', () => {
  expect(noticeText('a\u202eb\n\u0000c')).toBe('a b c');
  expect([...noticeText('z'.repeat(1_000))].length).toBeLessThan(170);
  expect(noticeText(`Z${'\u0301'.repeat(200)}`).length).toBeLessThan(6);
});

test('days stand between the lines, and what is on its way after them', () => {
  const lines = [line('3', '2026-03-02T09:00:00Z'), line('2', '2026-03-01T10:00:00Z'), line('1', '2026-03-01T09:00:00Z')];
  const taken = { key: 'k', text: 'x', at: '', why: '', became: 'sent' as const };
  const rows = rowsOf(
    lines,
    [
      { ...taken, state: 'taken', id: '3' },
      { ...taken, key: 'k2', state: 'sending', id: '' },
    ],
    NOW,
  );
  expect(rows.map(row => row.kind)).toEqual(['day', 'line', 'line', 'day', 'line', 'leaving']);
  expect(rows[5]?.key).toBe('k2');
});

test('a draft is kept for each owner and peer', () => {
  keepDraft('alice', 'bob', 'half a');
  expect(draftOf('alice', 'bob')).toBe('half a');
  expect(draftOf('carol', 'bob')).toBe('');
  keepDraft('alice', 'bob', '');
  expect(draftOf('alice', 'bob')).toBe('');
});

test('a line without an answer is tried again with the same key once the server is there', async () => {
  const fetched = vi.fn<typeof fetch>().mockRejectedValueOnce(new TypeError('gone'));
  fetched.mockImplementation(() =>
    Promise.resolve(
      new Response(JSON.stringify({ id: 'n1', at: '2026-03-01T09:00:00Z', state: 'sent' }), {
        status: 201,
        headers: { 'Content-Type': 'application/json' },
      }),
    ),
  );
  vi.stubGlobal('fetch', fetched);
  const box = new Outbox('alice', () => 'key-1');
  box.send('bob', 'hello');
  await waitFor(() => expect(box.of('bob')[0]?.state).toBe('unanswered'));
  expect(sessionStorage.getItem('sallyport.chat.outbox.alice')).toContain('hello');
  reachable.set(true);
  await waitFor(() => expect(box.of('bob')[0]?.state).toBe('taken'));
  const keys = fetched.mock.calls.map(([, init]) => (init?.headers as Headers).get('Idempotency-Key'));
  expect(keys).toEqual(['key-1', 'key-1']);
  box.shown('bob', new Set(['n1']));
  expect(box.of('bob')).toEqual([]);
});

test('a line that was cut off by a reload goes on', async () => {
  sessionStorage.setItem(
    'sallyport.chat.outbox.alice',
    JSON.stringify({ bob: [{ key: 'k', text: 'x', at: '', state: 'sending', why: '', id: '', became: 'sent' }] }),
  );
  pretend(() => ({ status: 201, body: { id: 'n2', at: '2026-03-01T09:00:00Z', state: 'held' } }));
  const box = new Outbox('alice');
  await waitFor(() => expect(box.of('bob')[0]).toMatchObject({ state: 'taken', became: 'held' }));
});

test('a refused line says why and goes back into the field', async () => {
  pretend((method, path) => {
    if (method === 'POST') {
      return {
        status: 403,
        body: { type: '/problems/forbidden', title: 'No', status: 403, detail: 'You may not reach each other.', errors: [] },
      };
    }
    return path.includes('/messages') || path.startsWith('/me/conversations')
      ? { body: { items: [], next: '' } }
      : undefined;
  });
  const user = userEvent.setup();
  show(
    <Routes>
      <Route path="/chat/:user" element={<ChatPage />} />
    </Routes>,
    { session: sessionOf('employee', { user: 'alice' }), at: '/chat/bob' },
  );
  await screen.findByText('Nothing written yet');
  await user.type(screen.getByRole('textbox', { name: 'Write to bob' }), 'psst{Enter}');
  // the list measures itself, which a test's page has no size for
  const { outboxOf } = await import('./outbox');
  await waitFor(() => expect(outboxOf('alice').of('bob')[0]).toMatchObject({ state: 'refused' }));
  expect(outboxOf('alice').of('bob')[0]?.why).toBe('You may not reach each other.');
  expect(screen.getByRole('textbox', { name: 'Write to bob' })).toHaveValue('');
});
