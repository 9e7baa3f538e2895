import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { ended } from '../base/request';
import { pretend, sessionOf, show } from '../base/testing';
import AccountPage from './AccountPage';

// many letters are typed, one by one
const SLOW = 30_000;

const KEY = {
  id: 'k1',
  label: '<i>nightly</i>',
  scopes: ['phone'],
  created: '2026-03-01T08:00:00Z',
  expires: '2036-06-01T08:00:00Z',
  used: '1970-01-01T00:00:00Z',
};

test('a password that the server refuses is told at its field', { timeout: SLOW }, async () => {
  pretend((method, path) =>
    path.startsWith('/keys')
      ? { body: { items: [], next: '' } }
      : method === 'POST'
        ? {
            status: 422,
            body: {
              type: '/problems/invalid',
              title: 'Invalid',
              status: 422,
              detail: '',
              errors: [{ field: 'old', line: 0, message: 'is not the password', suggestion: '' }],
            },
          }
        : undefined,
  );
  show(<AccountPage />, { session: sessionOf('employee') });
  const user = userEvent.setup({ delay: null });
  await user.type(screen.getByLabelText('Present password'), 'wrong');
  await user.type(screen.getByLabelText('New password'), 'four plain words here');
  await user.type(screen.getByLabelText('New password again'), 'four plain words there');
  await user.click(screen.getByRole('button', { name: 'Change the password' }));
  expect(await screen.findByText('The two are not the same.')).toBeVisible();
  await user.clear(screen.getByLabelText('New password again'));
  await user.type(screen.getByLabelText('New password again'), 'four plain words here');
  await user.click(screen.getByRole('button', { name: 'Change the password' }));
  expect(await screen.findByText('is not the password')).toBeVisible();
  expect(ended.get()).toBe(false);
});

test('a key is shown once it is made, and revoked when it is confirmed', { timeout: SLOW }, async () => {
  let keys = [KEY];
  pretend((method, path, body) => {
    if (method === 'POST' && path === '/keys') {
      keys = [{ ...KEY, id: 'k2', label: (body as { label: string }).label }];
      return { status: 201, body: { key: keys[0], text: 'sp_secret' } };
    }
    if (method === 'DELETE') {
      keys = [];
      return { status: 204 };
    }
    return path.startsWith('/keys') ? { body: { items: keys, next: '' } } : undefined;
  });
  show(<AccountPage />, { session: sessionOf('employee') });
  const user = userEvent.setup({ delay: null });
  expect(await screen.findByText('<i>nightly</i>')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Make a key' }));
  await user.type(await screen.findByLabelText('Name'), 'export');
  await user.click(screen.getByRole('checkbox', { name: 'Call and write, own history' }));
  const submit = screen.getAllByRole('button', { name: 'Make a key' }).at(-1);
  await user.click(submit as HTMLElement);
  expect(await screen.findByTestId('key')).toHaveTextContent('sp_secret');
  await user.click(screen.getByRole('button', { name: 'I have kept it' }));
  await user.click(await screen.findByRole('button', { name: 'Revoke export' }));
  await user.click((await screen.findAllByRole('button', { name: 'Revoke' })).at(-1) as HTMLElement);
  await waitFor(() => expect(screen.queryByText('export')).toBeNull());
});
