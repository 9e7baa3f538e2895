// What to enter in a softphone, with a code whose link opens once; and one's own account.
import { expect, look, signIn, test } from './fixtures';

test('the code leads to a file for Linphone, once and without a session', async ({ page, playwright, server }) => {
  await signIn(page, 'alice', '/softphone');
  await expect(page.getByRole('link', { name: 'Certificate of the authority' })).toBeVisible();
  await page.getByRole('button', { name: 'Show the QR code' }).click();
  await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
  const link = await page.getByTestId('link').innerText();
  await look(page, 'softphone');

  const phone = await playwright.request.newContext({ ignoreHTTPSErrors: true });
  const file = await phone.get(link);
  expect(file.status()).toBe(200);
  const text = await file.text();
  expect(text).toContain('sip:alice@');
  expect(text).not.toContain(server.passwords['alice'] ?? 'nothing');
  expect((await phone.get(link)).status()).toBe(404);
  await phone.dispose();

  await page.getByRole('tab', { name: 'baresip' }).click();
  await expect(page.getByText(/auth_pass=PASSWORD/)).toBeVisible();
  await look(page, 'softphone-baresip');
  await page.getByRole('tab', { name: 'Others' }).click();
  await expect(page.getByText('SRTP (SDES), mandatory')).toBeVisible();
});

test('a key is made, shown once, used and revoked', async ({ page, playwright }) => {
  await signIn(page, 'dave', '/account');
  await page.getByRole('button', { name: 'Make a key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Make a key' });
  await dialog.getByLabel('Name').fill('a <b>program</b>');
  await dialog.getByLabel('Call and write, own history').check();
  await dialog.getByRole('button', { name: 'Make a key' }).click();
  const key = await page.getByTestId('key').innerText();
  await look(page, 'account-key');
  await page.getByRole('button', { name: 'I have kept it' }).click();

  const program = await playwright.request.newContext({
    ignoreHTTPSErrors: true,
    extraHTTPHeaders: { Authorization: `Bearer ${key}` },
  });
  const asked = new URL('/api/v1/me/conversations', page.url()).href;
  expect((await program.get(asked)).status()).toBe(200);
  await look(page, 'account');
  await page.getByRole('button', { name: 'Revoke a <b>program</b>' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('No keys')).toBeVisible();
  expect((await program.get(asked)).status()).toBe(401);
  await program.dispose();
});
