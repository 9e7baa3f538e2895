import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { ApiProblem, etagOf, useGet, usePages, usePut } from './api';
import { ErrorState } from './ErrorState';
import { address, ended, reachable, request, setCsrf, url } from './request';
import { pretend, show } from './testing';

afterEach(() => {
  vi.unstubAllGlobals();
  ended.set(false);
  reachable.set(true);
});

const problem = {
  type: '/problems/invalid',
  title: 'Invalid',
  status: 422,
  detail: 'Some fields are not as they must be.',
  errors: [{ field: 'name', line: 0, message: 'is taken', suggestion: 'alice2' }],
};

test('what is wrong with a field reaches the field', async () => {
  pretend(() => ({ status: 422, body: problem }));
  const refused = await request('POST', '/users', { body: {} }).catch((e: unknown) => e);
  expect(refused).toBeInstanceOf(ApiProblem);
  expect((refused as ApiProblem).byField()).toEqual({ name: 'is taken (alice2?)' });
});

test('a change shows the token of the session, and the version that it is based on', async () => {
  const fetched = pretend(() => ({ body: {} }));
  setCsrf('the token');
  await request('PUT', '/policy', { body: { text: 'x' }, etag: '"v1"' });
  const headers = fetched.mock.calls[0]?.[1]?.headers as Headers;
  expect(headers.get('X-CSRF-Token')).toBe('the token');
  expect(headers.get('If-Match')).toBe('"v1"');
});

test('reading shows no token', async () => {
  const fetched = pretend(() => ({ body: {} }));
  await request('GET', '/users');
  expect((fetched.mock.calls[0]?.[1]?.headers as Headers).has('X-CSRF-Token')).toBe(false);
});

test('values in a path cannot leave it', () => {
  expect(url`/users/${'../admin?x'}/calls/${7}`).toBe('/users/..%2Fadmin%3Fx/calls/7');
  expect(address('/records', { q: 'a&b', who: ['x', 'y'], none: undefined, empty: '' })).toBe(
    '/api/v1/records?q=a%26b&who=x&who=y',
  );
});

test('a session that is over is known, wrong passwords are no such thing', async () => {
  pretend(() => ({ status: 401, body: { ...problem, status: 401, type: '/problems/wrong-login' } }));
  await request('POST', '/session').catch(() => undefined);
  expect(ended.get()).toBe(false);
  pretend(() => ({ status: 401, body: { ...problem, status: 401, type: '/problems/not-signed-in' } }));
  await request('GET', '/users').catch(() => undefined);
  expect(ended.get()).toBe(true);
});

test('no answer is a problem that says so', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  const gone = await request('GET', '/users').catch((e: unknown) => e);
  expect((gone as ApiProblem).status).toBe(0);
  expect(reachable.get()).toBe(false);
});

test('an answer that is no JSON is a problem too', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('<html>', { status: 500 })));
  const strange = await request('GET', '/users').catch((e: unknown) => e);
  expect((strange as ApiProblem).status).toBe(500);
});

function Names() {
  const names = usePages<{ name: string }>('/users', { limit: 2 });
  return (
    <>
      <ul>
        {names.items.map(({ name }) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
      {names.hasMore && <button onClick={names.more}>more</button>}
    </>
  );
}

test('a list is read page by page', async () => {
  pretend((_, path) =>
    path.includes('cursor=b')
      ? { body: { items: [{ name: 'carol' }], next: '' } }
      : { body: { items: [{ name: 'alice' }, { name: 'bob' }], next: 'b' } },
  );
  show(<Names />);
  await userEvent.click(await screen.findByText('more'));
  await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(3));
  expect(screen.queryByText('more')).toBeNull();
});

function Rules() {
  const rules = useGet<{ text: string }>('/policy');
  const save = usePut<{ text: string }>('/policy', {
    etag: () => etagOf(rules.data),
    refreshes: ['/policy'],
  });
  return rules.data ? (
    <>
      <p>{rules.data.text}</p>
      <button onClick={() => save.mutate({ text: 'new' })}>save</button>
      {save.error && <ErrorState error={save.error} />}
    </>
  ) : null;
}

test('a change carries the version that was read, and what it changes is read anew', async () => {
  let text = 'old';
  const fetched = pretend((method, _, body) => {
    if (method === 'PUT') {
      text = (body as { text: string }).text;
      return { body: {} };
    }
    return { body: { text }, headers: { ETag: `"${text}"` } };
  });
  show(<Rules />);
  await userEvent.click(await screen.findByText('save'));
  expect(await screen.findByText('new')).toBeInTheDocument();
  const put = fetched.mock.calls.find(call => call[1]?.method === 'PUT');
  expect((put?.[1]?.headers as Headers).get('If-Match')).toBe('"old"');
});

test('a change that somebody else made meanwhile says what to do', async () => {
  pretend(method =>
    method === 'PUT'
      ? { status: 412, body: { ...problem, status: 412, type: '/problems/changed-meanwhile' } }
      : { body: { text: 'old' } },
  );
  show(<Rules />);
  await userEvent.click(await screen.findByText('save'));
  expect(await screen.findByRole('alert')).toHaveTextContent('Load it again');
});
