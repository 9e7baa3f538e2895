// Two people write to each other in two browsers, and from a phone; a refused line says why, and
// what was typed outlives a server that does not answer.
import { another, expect, look, signIn, test, type Page } from './fixtures';
import { SipPhone } from './sip';

const HOSTILE = '<img src=x onerror=alert(1)> \u202eevil\u202c http://no.example https://example.org/a';

function field(page: Page) {
  return page.getByRole('textbox', { name: /^Write to/ });
}

async function write(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await field(page).press('Enter');
}

test('alice and bob write to each other', async ({ page, browser }) => {
  test.setTimeout(180_000);
  await signIn(page, 'alice', '/chat/bob');
  const bob = await another(browser, 'bob', '/softphone');
  await expect(field(page)).toBeVisible();

  const hello = `hello ${Date.now()}`;
  await write(page, hello);
  await expect(page.getByTestId('line').filter({ hasText: hello })).toContainText('Sent');

  await expect(bob.getByRole('navigation').getByText(/unread/).first()).toBeAttached();
  await expect(bob).toHaveTitle(/^\(\d+\)/);
  await bob.getByRole('navigation').getByRole('link', { name: /Chat/ }).click();
  await bob.getByRole('link', { name: /Alice/i }).first().click();
  await expect(bob.getByTestId('line').filter({ hasText: hello })).toBeVisible();
  await expect(bob).toHaveTitle(/^Chat/);
  await expect(page.getByTestId('line').filter({ hasText: hello })).toContainText('Delivered');

  const answer = `answer ${Date.now()}`;
  await write(bob, answer);
  await expect(page.getByTestId('line').filter({ hasText: answer })).toBeVisible();
  await look(page, 'chat-conversation');
  await bob.context().close();
});

test('a line of a phone arrives in the browser, and what it says is text', async ({ page, server }) => {
  await signIn(page, 'alice', '/chat/bob');
  await expect(field(page)).toBeVisible();
  const phone = await SipPhone.of(server, 'bob');
  await phone.write('alice', `${HOSTILE} ${'Z\u0301\u0302\u0303'.repeat(40)}`);
  const line = page.getByTestId('line').filter({ hasText: '<img src=x' }).last();
  await expect(line).toBeVisible();
  await expect(line).toContainText('U+202E');
  await expect(line.getByRole('link')).toHaveCount(1);
  await expect(line.getByRole('link')).toHaveAttribute('rel', /noopener/);
  await phone.write('alice', 'W'.repeat(12_000));
  await expect(page.getByRole('button', { name: /Show all/ }).last()).toBeVisible();
  await look(page, 'chat-hostile');

  await write(page, 'to your phone');
  await expect(page.getByTestId('line').filter({ hasText: 'to your phone' }).last()).toContainText('Delivered');
  phone.close();
});

test('a refused line says why and can be edited', async ({ page }) => {
  await signIn(page, 'alice', '/chat/nobody-of-that-name');
  await write(page, 'is anybody there');
  const line = page.getByTestId('line').filter({ hasText: 'is anybody there' });
  await expect(line.getByRole('alert')).toContainText('No such user');
  await look(page, 'chat-refused');
  await line.getByRole('button', { name: 'Edit' }).click();
  await expect(field(page)).toHaveValue('is anybody there');
});

test('what is typed and what is on its way outlive a reload and a server that is gone', async ({ page }) => {
  await signIn(page, 'alice', '/chat/carol');
  const text = `kept ${Date.now()}`;
  await page.route('**/api/v1/**', route => route.abort());
  await write(page, text);
  const line = page.getByTestId('line').filter({ hasText: text });
  await expect(line).toContainText('Not sent yet');
  await field(page).fill('half a sentence');
  await look(page, 'chat-gone');
  await page.unroute('**/api/v1/**');
  await page.reload();
  await expect(field(page)).toHaveValue('half a sentence');
  await expect(line).toContainText('Sent');
  await expect(line).toHaveCount(1);
});

test('a colleague is found to write to', async ({ page }) => {
  await signIn(page, 'alice', '/chat');
  await page.getByRole('button', { name: 'Write to somebody' }).click();
  await page.getByLabel('Name or department').fill('carol');
  await look(page, 'chat-new');
  await page.getByRole('button', { name: /Carol/ }).click();
  await expect(page).toHaveURL(/\/chat\/carol$/);
  await look(page, 'chat-list');
});
