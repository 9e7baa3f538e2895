import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { pretend, sessionOf, show } from '../base/testing';
import { AddUser } from './AddUser';

vi.setConfig({ testTimeout: 20_000 });
const session = sessionOf('admin');

test('the password that was made is shown until the dialog is closed', async () => {
  const user = userEvent.setup({ delay: null });
  const closed = vi.fn();
  const server = pretend((method, path) => {
    if (path.startsWith('/departments')) {
      return { body: { items: [{ name: 'Sales', users: 2 }], next: '' } };
    }
    return method === 'POST' && path === '/users'
      ? {
          status: 201,
          body: {
            user: { name: 'erin', display: 'Erin', role: 'user', department: '', enabled: true },
            password: 'abcd2345efgh6789jkmn',
          },
        }
      : undefined;
  });
  show(<AddUser opened onClose={closed} />, { session });
  await user.type(await screen.findByLabelText(/^Name/), 'erin');
  await user.click(screen.getByRole('button', { name: 'Add' }));
  expect(await screen.findByTestId('password')).toHaveTextContent('abcd2345efgh6789jkmn');
  const sent = server.mock.calls.find(([, init]) => init?.method === 'POST')?.[1];
  expect(JSON.parse(sent?.body as string)).toMatchObject({ name: 'erin', role: 'user', password: '' });
  await user.click(screen.getByRole('button', { name: 'Done' }));
  expect(closed).toHaveBeenCalled();
  await waitFor(() => expect(screen.queryByTestId('password')).toBeNull());
});

test('what is wrong with a field stands at the field', async () => {
  const user = userEvent.setup({ delay: null });
  pretend((method, path) =>
    path.startsWith('/departments')
      ? { body: { items: [], next: '' } }
      : method === 'POST'
        ? {
            status: 422,
            body: {
              type: '/problems/invalid',
              title: 'Invalid',
              status: 422,
              detail: 'Some fields are not as they must be.',
              errors: [{ field: 'name', line: 0, message: 'there is a user erin already', suggestion: '' }],
            },
          }
        : undefined,
  );
  show(<AddUser opened onClose={() => undefined} />, { session });
  await user.type(await screen.findByLabelText(/^Name/), 'erin');
  await user.click(screen.getByRole('button', { name: 'Add' }));
  expect(await screen.findByText('there is a user erin already')).toBeVisible();
  expect(screen.getByLabelText(/^Name/)).toHaveValue('erin');
});
