// Signing in and out, the second factor, and what happens to typed text when a session ends or the
// server does not answer.
import { expect, look, signIn, test, totp } from './fixtures';

test('a wrong password is told, a right one leads in, and signing out leads out', async ({ page, server }) => {
  await page.goto('/');
  await page.getByLabel('Name').fill('carol');
  await page.getByLabel('Password', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('not the password');
  await page.getByLabel('Password', { exact: true }).fill(server.passwords['carol'] ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByTestId('user-menu').click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await page.goBack().catch(() => undefined);
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
});

test('a second factor is set up, and asked for from then on', async ({ page, request }) => {
  await signIn(page, 'carol');
  const csrf = await page.evaluate(async () =>
    ((await (await fetch('/api/v1/session')).json()) as { csrf: string }).csrf);
  const begun = await page.request.post('/api/v1/session/second-factor', { headers: { 'X-CSRF-Token': csrf } });
  const { secret } = (await begun.json()) as { secret: string };
  const set = await page.request.put('/api/v1/session/second-factor', {
    headers: { 'X-CSRF-Token': csrf },
    data: { code: totp(secret) },
  });
  expect(set.status()).toBe(200);
  expect((await request.get('/api/v1/session')).status()).toBe(401);

  await page.getByTestId('user-menu').click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await page.getByLabel('Name').fill('carol');
  await page.getByLabel('Password', { exact: true }).fill('console-of-carol');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Enter the six digits')).toBeVisible();
  await look(page, 'sign-in-code');
  // a code counts once, so this is the one of the next step
  await page.getByLabel('Code of your authenticator app, 1').click();
  await page.keyboard.type(totp(secret, 1));
  await expect(page.getByTestId('user-menu')).toBeVisible();
});

test('a role that needs a second factor is led through it at once', async ({ page }) => {
  // as the server answers where login.second-factor-for names the role
  await page.route('**/api/v1/session', async route => {
    const answer = await route.fetch();
    const body = (await answer.json()) as Record<string, unknown>;
    await route.fulfill({ response: answer, json: { ...body, secondFactorNeeded: answer.ok() } });
  });
  await page.goto('/');
  await page.getByLabel('Name').fill('reviewer');
  await page.getByLabel('Password', { exact: true }).fill('console-of-reviewer');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
  await look(page, 'second-factor');
});

test('a session that ends asks again over the page, which stays', async ({ page, context, server }) => {
  await signIn(page, 'bob');
  await page.evaluate(() => {
    const note = document.createElement('textarea');
    note.id = 'note';
    note.setAttribute('aria-label', 'Note');
    document.getElementById('content')?.append(note);
  });
  await page.locator('#note').fill('half a sentence');
  await context.clearCookies();
  await page.evaluate(() => {
    history.pushState({}, '', '/account');
    dispatchEvent(new PopStateEvent('popstate'));
  });
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await expect(dialog).toBeVisible();
  await look(page, 'session-ended');
  await dialog.getByLabel('Password', { exact: true }).fill(server.passwords['bob'] ?? '');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.locator('#note')).toHaveValue('half a sentence');
});

test('a server that does not answer is told, and the page goes on by itself when it does', async ({ page }) => {
  await signIn(page, 'bob');
  await page.route('**/api/v1/**', route => route.abort());
  await page.evaluate(() => {
    history.pushState({}, '', '/account');
    dispatchEvent(new PopStateEvent('popstate'));
  });
  await expect(page.getByText('The server does not answer.', { exact: false }).first()).toBeVisible();
  await look(page, 'server-gone');
  await page.unroute('**/api/v1/**');
  await expect(page.getByText('The server answers again.')).toBeVisible({ timeout: 40_000 });
});

test('after many failed attempts the page counts down', async ({ page }) => {
  await page.goto('/');
  await page.getByLabel('Name').fill('nobody-at-all');
  for (let i = 0; i < 5; i++) {
    await page.getByLabel('Password', { exact: true }).fill(`wrong ${i}`);
    const button = page.getByRole('button', { name: 'Sign in' });
    await expect(button).toBeEnabled({ timeout: 20_000 });
    await button.click();
    await expect(page.getByRole('alert').first()).toContainText(/not the password|Try again in/);
    if (await page.getByText(/Try again in \d+ s/).isVisible()) {
      break;
    }
  }
  await expect(page.getByText(/Try again in \d+ s/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeDisabled();
});
