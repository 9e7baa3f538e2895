import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ended, reachable, request } from '../base/request';
import { pretend, sessionOf, show, type Answered } from '../base/testing';
import { SessionGate } from './SessionGate';

beforeEach(() => sessionStorage.clear());

afterEach(() => {
  vi.unstubAllGlobals();
  ended.set(false);
  reachable.set(true);
});

const problem = (status: number, type: string, detail: string): Answered => ({
  status,
  body: { type: `/problems/${type}`, title: 'No', status, detail, errors: [] },
});
const nobody = problem(401, 'not-signed-in', 'Sign in first.');

/** A server that knows alice, her password, and the code where she has a second factor. */
function server({ factor = false, locked = false, needed = false } = {}) {
  return pretend((method, path, body) => {
    if (path === '/session' && method === 'GET') {
      return nobody;
    }
    if (path === '/session/second-factor') {
      return method === 'POST'
        ? { status: 201, body: { uri: 'otpauth://totp/x?secret=ABCDEFGH', secret: 'ABCDEFGH' } }
        : { body: sessionOf('admin', { secondFactor: true }) };
    }
    if (path !== '/session' || method !== 'POST') {
      return undefined;
    }
    const given = body as { name: string; password: string; code: string };
    if (locked) {
      return { ...problem(429, 'too-many', 'Too many'), headers: { 'Retry-After': '30' } };
    }
    if (given.password !== 'right') {
      return problem(401, 'wrong-login', 'That is not the password.');
    }
    if (factor && given.code !== '123456') {
      return given.code === ''
        ? problem(401, 'code-needed', 'Enter the code.')
        : problem(401, 'wrong-login', 'the code is not right');
    }
    return { status: 201, body: sessionOf('admin', { secondFactorNeeded: needed }) };
  });
}

async function enter(password: string) {
  await userEvent.type(await screen.findByLabelText('Name'), 'alice');
  await userEvent.type(screen.getByLabelText('Password'), password);
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
}

const inside = <SessionGate>inside</SessionGate>;

test('name and password lead in', async () => {
  server();
  show(inside);
  await enter('right');
  expect(await screen.findByText('inside')).toBeInTheDocument();
});

test('a wrong password is said, and the name stays', async () => {
  server();
  show(inside);
  await enter('wrong');
  expect(await screen.findByText('That is not the password.')).toBeInTheDocument();
  expect(screen.getByLabelText('Name')).toHaveValue('alice');
});

test('a second factor is asked for after the password', async () => {
  server({ factor: true });
  show(inside);
  await enter('right');
  const boxes = await screen.findAllByLabelText(/Code of your authenticator app, /);
  await userEvent.click(boxes[0] as HTMLElement);
  await userEvent.keyboard('123456');
  expect(await screen.findByText('inside')).toBeInTheDocument();
});

test('after too many attempts the page counts down, and takes none before', async () => {
  server({ locked: true });
  show(inside);
  await enter('wrong');
  expect(await screen.findByText(/Try again in (30|29) s/)).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Sign in' })).toBeDisabled();
});

test('a role that needs a second factor sets it up before anything else', async () => {
  server({ needed: true });
  show(inside);
  await enter('right');
  expect(await screen.findByRole('img', { name: /QR code/ })).toBeInTheDocument();
  expect(screen.getByText('ABCD EFGH')).toBeInTheDocument();
  expect(screen.queryByText('inside')).toBeNull();
  await userEvent.click(screen.getAllByLabelText(/Code of your/)[1] as HTMLElement);
  await userEvent.keyboard('123456');
  expect(await screen.findByText('inside')).toBeInTheDocument();
});

test('a session that ends lies over the page, and what was typed is still there', async () => {
  server();
  show(
    <SessionGate>
      <input aria-label="note" />
    </SessionGate>,
  );
  await enter('right');
  await userEvent.type(await screen.findByLabelText('note'), 'half a sentence');
  pretend((method, path) =>
    path === '/session' && method === 'POST' ? { status: 201, body: sessionOf('admin') } : nobody,
  );
  await request('GET', '/users').catch(() => undefined);
  expect(await screen.findByText(/What you typed is still there/)).toBeInTheDocument();
  await userEvent.type(screen.getByLabelText('Password'), 'right');
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  await waitFor(() => expect(ended.get()).toBe(false));
  expect(screen.getByLabelText('note')).toHaveValue('half a sentence');
});
