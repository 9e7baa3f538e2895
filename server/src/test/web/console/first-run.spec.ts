// A server that was just started for the first time: the printed passwords lead in, and two
// browsers are signed in as two colleagues within a minute.
import { another, expect, look, signIn, test } from './fixtures';

test('the address leads through sign-in to the first page, with what to do first', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'First time here?' }).click();
  await expect(page.getByText('printed a name and a password')).toBeVisible();
  await signIn(page, 'admin');
  await expect(page.getByRole('note', { name: 'First steps' })).toBeVisible();
  await look(page, 'first-steps-admin');
  await page.getByRole('button', { name: 'Hide these hints' }).click();
  await page.reload();
  await expect(page.getByTestId('user-menu')).toBeVisible();
  await expect(page.getByRole('note', { name: 'First steps' })).toBeHidden();
});

test('two browsers are alice and bob within a minute', async ({ page, browser }) => {
  const began = Date.now();
  await signIn(page, 'alice');
  const bob = await another(browser, 'bob');
  await expect(bob.getByTestId('user-menu')).toBeVisible();
  expect(Date.now() - began).toBeLessThan(60_000);
  await bob.context().close();
});
