// Two people write to each other in two browsers; a refused line says why.
import { another, expect, look, signIn, test, type Page } from './fixtures';

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

test('a refused line says why and can be edited', async ({ page }) => {
  await signIn(page, 'alice', '/chat/nobody-of-that-name');
  await write(page, 'is anybody there');
  const line = page.getByTestId('line').filter({ hasText: 'is anybody there' });
  await expect(line.getByRole('alert')).toContainText('No such user');
  await look(page, 'chat-refused');
  await line.getByRole('button', { name: 'Edit' }).click();
  await expect(field(page)).toHaveValue('is anybody there');
});
