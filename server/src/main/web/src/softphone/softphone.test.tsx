import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { pretend, sessionOf, show } from '../base/testing';
import SoftphonePage from './SoftphonePage';
import { isHere } from './softphone';

const PHONE = {
  user: 'alice',
  display: 'Alice',
  domain: 'example.org',
  host: 'pbx.example.org',
  port: 5061,
  baresipAccount: '"alice" <sip:alice@example.org>;auth_pass=PASSWORD',
  baresipConfig: 'sip_cafile /path/to/sallyport-ca.crt',
  linphone: '[sip]',
  ownAuthority: true,
  fingerprint: 'AB:CD',
};

test('a code is shown when it is asked for, and holds a link to this server', async () => {
  pretend((method, path) =>
    path === '/me/softphone'
      ? { body: PHONE }
      : method === 'POST' && path === '/me/softphone/link'
        ? { status: 201, body: { path: '/api/v1/softphone/abc', ends: '2036-03-01T00:00:00Z' } }
        : undefined,
  );
  show(<SoftphonePage />, { session: sessionOf('employee') });
  await screen.findByText('AB:CD');
  await userEvent.click(screen.getByRole('button', { name: 'Show the QR code' }));
  await screen.findByRole('img', { name: /QR code/ });
  expect(screen.getByTestId('link')).toHaveTextContent(`${window.location.origin}/api/v1/softphone/abc`);
});

test('baresip has its own lines', async () => {
  pretend(() => ({ body: PHONE }));
  show(<SoftphonePage />, { session: sessionOf('employee') });
  await userEvent.click(await screen.findByRole('tab', { name: 'baresip' }));
  expect(screen.getByText(PHONE.baresipAccount)).toBeVisible();
  expect(screen.getByText(PHONE.baresipConfig)).toBeVisible();
});

test('names that lead to the device itself are known', () => {
  expect(['localhost', 'sallyport.localhost', '127.0.0.1', '[::1]'].every(isHere)).toBe(true);
  expect(['pbx.example.org', '10.0.0.2'].some(isHere)).toBe(false);
});
