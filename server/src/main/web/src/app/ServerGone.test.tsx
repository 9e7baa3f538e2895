import { Notifications, notifications } from '@mantine/notifications';
import { act, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { reachable } from '../base/request';
import { show } from '../base/testing';
import { ServerGone } from './ServerGone';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  reachable.set(true);
  notifications.clean();
});

test('a server that does not answer is asked again, less and less often, until it does', async () => {
  vi.useFakeTimers();
  const asked = vi.fn<typeof fetch>(() => Promise.reject(new TypeError('no')));
  vi.stubGlobal('fetch', asked);
  show(<ServerGone />);
  act(() => reachable.set(false));
  expect(screen.getByRole('alert')).toHaveTextContent('What you typed stays here');
  const pass = async (seconds: number) => {
    for (let i = 0; i < seconds; i++) {
      await act(() => vi.advanceTimersByTimeAsync(1_000));
    }
  };
  await pass(2);
  expect(asked).toHaveBeenCalledTimes(1);
  await pass(4);
  expect(asked).toHaveBeenCalledTimes(2);
  asked.mockImplementation(() => Promise.resolve(new Response('{}', { status: 503 })));
  await pass(8);
  expect(reachable.get()).toBe(true);
});

test('that the server answers again is told, whoever learned it', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no')));
  show(
    <>
      <Notifications />
      <ServerGone />
    </>,
  );
  act(() => reachable.set(false));
  act(() => reachable.set(true));
  expect(await screen.findByText('The server answers again.')).toBeVisible();
});
