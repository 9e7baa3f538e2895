// The administrator: running calls, rules that hold in fact, and accounts that let people in.
import { another, expect, look, signIn, test, type Page } from './fixtures';
import { dial, onLine, panel } from './phone';

test.describe.configure({ mode: 'serial' });

const APART = `rules:
  - name: alice and bob are apart
    between: [{user: alice}, {user: bob}]
    kind: [audio, video, chat]
    result: deny
    words: Compliance keeps you apart
`;

/** Answers the one dialog in which everything is confirmed. */
async function confirm(page: Page, yes: string, why = ''): Promise<void> {
  const dialog = page.getByRole('dialog');
  if (why) {
    await dialog.getByRole('textbox').fill(why);
  }
  await dialog.getByRole('button', { name: yes, exact: true }).click();
  await expect(dialog).toBeHidden();
}

async function writeRules(page: Page, text: string): Promise<void> {
  await page.goto('/policy');
  await page.getByRole('textbox', { name: 'Rules' }).fill(text);
}

async function publish(page: Page, why: string): Promise<void> {
  await expect(page.getByTestId('fine')).toBeVisible();
  await page.getByRole('button', { name: 'Publish' }).click();
  await confirm(page, 'Publish', why);
  await expect(page.getByText('Nothing is changed.')).toBeVisible();
}

test('an administrator sees a call that runs, mutes a side of it, and ends it', async ({ page, browser }) => {
  await signIn(page, 'admin', '/live');
  await expect(page.getByText('No call rings or runs')).toBeVisible();
  const alice = await another(browser, 'alice');
  const bob = await another(browser, 'bob');
  await onLine(alice);
  await onLine(bob);
  await dial(alice, 'bob');
  await bob.getByRole('button', { name: 'Answer' }).click();
  await expect(panel(alice).getByRole('timer')).toBeVisible();

  const row = page.getByRole('row', { name: /alice@.*bob@/ });
  await expect(row).toContainText('talking');
  await look(page, 'admin-live-call');
  const menu = row.getByRole('button', { name: /What to do to the call/ });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Mute the caller' }).click();
  await confirm(page, 'Mute the caller', 'a try');
  await menu.click();
  await expect(page.getByRole('menuitem', { name: 'Unmute the caller' })).toBeVisible();
  await page.getByRole('menuitem', { name: 'Details' }).click();
  await expect(page.getByText(/audio of the caller/)).toBeVisible();
  await look(page, 'admin-live-detail');
  await page.keyboard.press('Escape');

  await menu.click();
  await page.getByRole('menuitem', { name: 'End the call' }).click();
  await confirm(page, 'End the call', 'the end of the test');
  await expect(page.getByText('No call rings or runs')).toBeVisible();
  await expect(panel(alice).getByRole('timer')).toBeHidden();
  await expect(panel(bob).getByRole('timer')).toBeHidden();
  await alice.context().close();
  await bob.context().close();
});

test('a rule is written, explained, published, and holds', async ({ page, browser }) => {
  await signIn(page, 'admin', '/policy');
  await writeRules(page, APART.replace('result: deny', 'reslt: deny'));
  await expect(page.getByRole('button', { name: /Line \d.*reslt/ }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Publish' })).toBeDisabled();
  await look(page, 'admin-policy-wrong');
  await page.getByRole('textbox', { name: 'Rules' }).fill(APART);
  await expect(page.getByTestId('fine')).toBeVisible();

  await page.getByRole('tab', { name: 'Explain' }).click();
  await page.getByRole('textbox', { name: 'Who asks' }).fill('alice');
  await page.getByRole('textbox', { name: 'Whom it would reach' }).fill('bob');
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  const explained = page.getByTestId('explained');
  await expect(explained).toContainText('Allowed');
  await page.getByRole('switch', { name: /Ask the draft/ }).click();
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(explained).toContainText('Denied');
  await expect(explained).toContainText('alice and bob are apart');
  await look(page, 'admin-policy-explain');

  await page.getByRole('tab', { name: 'Try on the past' }).click();
  await page.getByRole('button', { name: 'Try it' }).click();
  await expect(page.getByText(/attempts were decided again/)).toBeVisible();
  await look(page, 'admin-policy-replay');

  await page.getByRole('tab', { name: 'Rules' }).click();
  await publish(page, 'matter 7');

  const alice = await another(browser, 'alice');
  const bob = await another(browser, 'bob');
  await onLine(alice);
  await onLine(bob);
  await dial(alice, 'bob');
  await expect(alice.getByText('Compliance keeps you apart').first()).toBeVisible();
  await expect(bob.getByRole('alertdialog')).toBeHidden();
  await alice.context().close();
  await bob.context().close();

  await writeRules(page, 'inside: allow\n');
  await publish(page, 'matter 7 is over');
  await page.getByRole('tab', { name: 'Versions' }).click();
  await expect(page.getByRole('row', { name: /matter 7 is over/ })).toContainText('in force');
  await page.getByRole('row', { name: /matter 7 is over/ }).getByRole('button', { name: 'Changes' }).click();
  await expect(page.getByRole('region', { name: /From version/ })).toContainText('-  - name: alice and bob');
  await look(page, 'admin-policy-diff');
});

test('a user who was added signs in with the password that was shown once', async ({ page, browser, server }) => {
  await signIn(page, 'admin', '/users');
  await page.getByRole('button', { name: 'Add a user' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('frieda');
  await dialog.getByLabel('Display name').fill('Frieda <b>Fox</b>');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  const password = (await page.getByTestId('password').textContent()) ?? '';
  expect(password).toHaveLength(20);
  await look(page, 'admin-user-added');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText(password)).toBeHidden();

  server.passwords['frieda'] = password;
  const context = await browser.newContext({ baseURL: server.url, ignoreHTTPSErrors: true });
  const frieda = await context.newPage();
  await frieda.goto('/');
  await frieda.getByLabel('Name').fill('frieda');
  await frieda.getByLabel('Password', { exact: true }).fill(password);
  await frieda.getByRole('button', { name: 'Sign in' }).click();
  await expect(frieda.getByTestId('user-menu')).toBeVisible();
  await context.close();

  await page.getByLabel('Search').fill('fried');
  await page.getByRole('link', { name: 'frieda' }).click();
  await expect(page.getByRole('heading', { name: 'Frieda <b>Fox</b>' })).toBeVisible();
  await look(page, 'admin-user');
  await page.getByRole('button', { name: 'Disable the account' }).click();
  await confirm(page, 'Disable the account');
  await expect(page.getByRole('button', { name: 'Enable the account' })).toBeVisible();
});

test('an import tells every wrong line, and adds nobody then', async ({ page }) => {
  await signIn(page, 'admin', '/users');
  await page.getByRole('button', { name: 'Import' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Lines' }).fill('gina\n,nobody\nalice,x');
  await dialog.getByRole('button', { name: 'Add all' }).click();
  await expect(dialog.getByText('Line 2:')).toBeVisible();
  await expect(dialog.getByText('Line 3:')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Lines' }).fill('gina,,Gina Gray,Sales');
  await dialog.getByRole('button', { name: 'Add all' }).click();
  await expect(dialog.getByText('One user was added.')).toBeVisible();
  await look(page, 'admin-import-done');
});
