// An officer finds what was said and who called, with a reason; holds it; and takes it out with a
// second officer's approval. Who is not assigned anybody sees nothing.
import { readFileSync } from 'node:fs';
import { another, expect, giveReason, look, signIn, test, type Page } from './fixtures';
import { SipPhone } from './sip';

test.describe.configure({ mode: 'serial' });

const LINE = 'the quick zebra buys at 42';
const HOSTILE = '<img src=x onerror=alert(1)> \u202Eexe.txt zebra';

test.beforeAll(async ({ browserName }, info) => {
  info.setTimeout(60_000);
  expect(browserName).toBe('chromium');
  const server = JSON.parse(process.env['CONSOLE_SERVER'] ?? '{}');
  const alice = await SipPhone.of(server, 'alice');
  const bob = await SipPhone.of(server, 'bob');
  await alice.write('bob', LINE);
  await bob.write('alice', HOSTILE);
  expect(await alice.call('bob')).toBe('486');
  alice.close();
  bob.close();
});

async function ready(page: Page, name: string, path: string): Promise<void> {
  await signIn(page, name, path);
  await giveReason(page, 'was the price agreed', 'Case 7');
}

test('an officer finds a line and a call, and reads them on record', async ({ page }) => {
  await ready(page, 'officer', '/search');
  await page.getByRole('searchbox', { name: 'Words in chat lines' }).or(page.getByLabel('Words in chat lines')).fill('zebra');
  await page.keyboard.press('Enter');
  await expect(page.getByText('2 found')).toBeVisible();
  await expect(page).toHaveURL(/words=zebra/);
  const rows = page.getByRole('table', { name: 'What was found' }).getByRole('row');
  await expect(rows).toHaveCount(3);
  await page.getByText('2 found').click();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('said')).toContainText(LINE);
  await look(page, 'officer-record');
  await page.getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('said')).toContainText('<img src=x onerror=alert(1)>');
  await expect(page.getByTestId('said')).toContainText('U+202E');
  await page.getByRole('button', { name: 'Close' }).click();
  await page.goto('/search?kind=call&person=alice');
  await expect(page.getByText('1 found')).toBeVisible();
  await expect(page.getByRole('row', { name: /busy/ })).toBeVisible();
  await look(page, 'officer-search');
});

test('facets and filters narrow the search, and a saved search brings it back', async ({ page }) => {
  await ready(page, 'officer', '/search');
  await page.getByRole('group', { name: 'Kinds' }).getByRole('button', { name: /chat/ }).click();
  await expect(page).toHaveURL(/kind=chat/);
  await page.getByRole('button', { name: 'Filters', exact: true }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Person' }).fill('bob');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page).toHaveURL(/person=bob/);
  await page.getByRole('button', { name: 'Saved searches' }).click();
  await page.getByRole('menuitem', { name: 'Save this search' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('lines of bob');
  await page.getByRole('dialog').getByRole('button', { name: 'Save this search' }).click();
  await page.getByRole('button', { name: 'Remove all filters' }).click();
  await expect(page).not.toHaveURL(/person/);
  await page.getByRole('button', { name: 'Saved searches' }).click();
  await page.getByRole('menuitem', { name: 'lines of bob' }).click();
  await expect(page).toHaveURL(/person=bob/);
  await page.reload();
  await expect(page.getByRole('listitem').filter({ hasText: 'bob' }).first()).toBeVisible();
});

test('the conversation puts calls and lines together, the timeline counts them', async ({ page }) => {
  await ready(page, 'officer', '/conversations');
  await page.getByRole('row', { name: /alice.*bob/ }).first().getByRole('link').click();
  await expect(page.getByText(LINE)).toBeVisible();
  await expect(page.getByText(/Call by/)).toBeVisible();
  await look(page, 'officer-conversation');
  await page.goto('/timeline?person=alice');
  await expect(page.getByText(/calls and lines on 1 day$/)).toBeVisible();
  await look(page, 'officer-timeline');
});

test('a hold is placed by one officer and released by two', async ({ page, browser }) => {
  await signIn(page, 'officer', '/holds');
  await page.getByRole('button', { name: 'Place a hold' }).first().click();
  await page.getByLabel('Matter').fill('Case 7');
  await page.getByRole('textbox', { name: /^Reason/ }).fill('court order');
  await page.getByRole('textbox', { name: 'People' }).fill('alice');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Place the hold' }).click();
  await expect(page.getByRole('row', { name: /Case 7/ })).toBeVisible();
  await page.getByRole('row', { name: /Case 7/ }).click();
  await look(page, 'officer-hold');
  await page.getByRole('button', { name: 'Ask for its release' }).click();
  const question = page.getByRole('dialog', { name: 'Release this hold?' });
  await question.getByRole('textbox').fill('case closed');
  await question.getByRole('button', { name: 'Ask for its release' }).click();
  await expect(page.getByText('release asked').first()).toBeVisible();

  const second = await another(browser, 'second', '/approvals');
  const request = second.getByRole('article', { name: 'Release a hold' });
  await expect(request).toContainText('case closed');
  await request.getByRole('textbox').fill('agreed');
  await look(second, 'officer-approvals');
  await request.getByRole('button', { name: 'Approve' }).click();
  await expect(request).toBeHidden();
  await second.context().close();
  await page.goto('/holds');
  await expect(page.getByText('No hold stands')).toBeVisible();
});

test('an export is approved by a second officer and taken by the first', async ({ page, browser }) => {
  await ready(page, 'officer', '/search?words=zebra');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Ask for the export' }).click();
  await expect(page.getByText('waits for a second officer')).toBeVisible();

  await page.goto('/approvals');
  await expect(page.getByRole('article', { name: 'Export' }).getByRole('button', { name: 'Approve' })).toHaveCount(0);
  const second = await another(browser, 'second', '/approvals');
  const request = second.getByRole('article', { name: 'Export' });
  await request.getByRole('textbox').fill('agreed');
  await request.getByRole('button', { name: 'Approve' }).click();
  await expect(request).toBeHidden();
  await second.goto('/exports');
  await expect(second.getByText('No exports yet')).toBeVisible();
  await second.context().close();

  await page.goto('/exports');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click({ timeout: 30_000 });
  const file = await (await download).path();
  expect(readFileSync(file).subarray(0, 2).toString('latin1')).toBe('PK');
  await page.mouse.move(0, 0);
  await look(page, 'officer-exports');
});

test('the trail names who looked at what and why', async ({ page }) => {
  await ready(page, 'officer', '/trail');
  await expect(page.getByRole('row', { name: /Case 7: was the price agreed/ }).first()).toBeVisible();
  await look(page, 'officer-trail');
});

test('who is assigned nobody finds nothing', async ({ page }) => {
  await ready(page, 'stranger', '/search?words=zebra');
  await expect(page.getByText('Nothing was found')).toBeVisible();
  await expect(page.getByText('zebra buys')).toHaveCount(0);
  await page.goto('/conversations');
  await expect(page.getByText('Nobody talked here')).toBeVisible();
  await page.goto('/approvals');
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
});

test('who may not read content is told so by page and server', async ({ page }) => {
  await signIn(page, 'auditor', '/search');
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  const status = await page.evaluate(async () => (await fetch('/api/v1/records?reason=curious')).status);
  expect(status).toBe(403);
});
