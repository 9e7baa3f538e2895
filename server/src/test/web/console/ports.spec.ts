// The administrator's machine: the rule sheet on paper, the self-test to its end, from inside and
// from another browser, settings, logs, certificates, a backup that is checked, blocks, version.
import { another, expect, look, signIn, test } from './fixtures';

// each look takes four pictures and searches them
test.describe.configure({ timeout: 300_000 });

const FORMS = ['nftables', 'iptables', 'ip6tables', 'Windows', 'Cloud (JSON)', 'AWS', 'Terraform'];

test('the rule sheet shows each form and prints on one page', async ({ page }) => {
  await signIn(page, 'admin', '/firewall');
  await expect(page.getByRole('heading', { name: 'Inbound' })).toBeVisible();
  await expect(page.getByRole('row', { name: /UDP.*all encrypted media/ })).toBeVisible();
  await look(page, 'firewall');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation')).toBeHidden();
  await page.screenshot({ path: test.info().outputPath('sheet.png'), fullPage: true });
  const paper = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
  expect(paper.match(/\/Type\s*\/Page[^s]/g)).toHaveLength(1);
  await page.emulateMedia({ media: 'screen' });
  for (const form of FORMS) {
    await page.getByRole('tab', { name: form, exact: true }).click();
    await expect(page.getByRole('link', { name: /^Download sallyport-/ })).toBeVisible();
  }
  await page.getByRole('tab', { name: 'nftables' }).click();
  await page.getByLabel('Administered by SSH from').fill('10.0.0.0/8');
  await expect(page.getByLabel('Rules as text')).toContainText('ip saddr 10.0.0.0/8 tcp dport 22 accept');
  await page.getByLabel('Administered by SSH from').fill('home');
  await expect(page.getByText('names networks such as')).toBeVisible();
  await page.getByLabel('Administered by SSH from').fill('');
  await look(page, 'firewall-nftables');
});

test('the self-test runs to its end and nothing fails', async ({ page }) => {
  await signIn(page, 'admin', '/self-test');
  await page.getByRole('button', { name: /Run/ }).click();
  await expect(page.getByText(/\d+ well, \d+ to be looked at, 0 failed/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('A record is written, sealed, read back and proven')).toBeVisible();
  await expect(page.locator('li[data-state="failed"]')).toHaveCount(0);
  await look(page, 'self-test');
});

test('another browser tests the way to the server with a link that opens once', async ({
  page,
  browser,
  server,
}) => {
  await signIn(page, 'admin', '/self-test');
  await page.getByRole('tab', { name: 'From outside' }).click();
  await page.getByRole('button', { name: 'Make a link and a command' }).click();
  const link = await page.getByText(/\/self-test\/outside#/).innerText();
  await page.mouse.move(0, 0);
  await look(page, 'self-test-outside');
  const context = await browser.newContext({ baseURL: server.url, ignoreHTTPSErrors: true });
  const elsewhere = await context.newPage();
  await elsewhere.goto(link);
  await elsewhere.getByRole('button', { name: 'Begin' }).click();
  await expect(elsewhere.getByText('All is well')).toBeVisible({ timeout: 30_000 });
  await look(elsewhere, 'connection-test');
  await expect(page.getByText(/The page was opened from/)).toBeVisible();
  await expect(page.getByText(/Media checks arrived from/)).toBeVisible();
  await elsewhere.reload();
  await elsewhere.getByRole('button', { name: 'Begin' }).click();
  await expect(elsewhere.getByText(/used before, or is over/)).toBeVisible();
  await context.close();
});

test('certificates, settings, logs and version say what is', async ({ page }) => {
  await signIn(page, 'admin', '/certificates');
  await expect(page.getByRole('heading', { name: 'Certificate of the server' })).toBeVisible();
  await look(page, 'certificates');
  await page.getByRole('button', { name: 'Renew now' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Renew now' }).click();
  await expect(page.getByText('A new certificate is in use.')).toBeVisible();

  await page.goto('/settings');
  await page.getByLabel('Find a setting').fill('edge.port');
  await expect(page.getByText(/default 8443/)).toBeVisible();
  await look(page, 'settings');
  await page.getByText('Changed', { exact: true }).click();
  await expect(page.getByText(/of \d{3} settings/)).toBeVisible();

  await page.goto('/logs');
  await expect(page.getByText(/started: domain/)).toBeVisible();
  await page.getByLabel('Find in the lines').fill('certificate in use');
  await expect(page.getByText(/TLS certificate in use/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: /Go on/ })).toBeVisible();
  await look(page, 'logs');

  await page.goto('/version');
  await page.getByRole('searchbox').fill('netty-buffer');
  await expect(page.getByText('io.netty:netty-buffer')).toBeVisible();
  await look(page, 'version');
});

test('a backup is made now and verified', async ({ page }) => {
  await signIn(page, 'admin', '/backups');
  await page.getByRole('button', { name: 'Back up now' }).click();
  await expect(page.getByText(/Backup .* is made/)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: /^Verify / }).first().click();
  await expect(page.getByText(/Backup .* is whole/)).toBeVisible({ timeout: 60_000 });
  await look(page, 'backups');
});

test('a network is shut out with a reason and let in again', async ({ page }) => {
  await signIn(page, 'admin', '/guard');
  await page.getByRole('button', { name: 'Shut out' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Network').fill('192.0.2.77');
  await dialog.getByLabel('Reason').fill('<b>abuse</b> report 41');
  await dialog.getByRole('button', { name: 'Shut out' }).click();
  await expect(page.getByRole('cell', { name: '192.0.2.77', exact: true })).toBeVisible();
  await expect(page.getByText('<b>abuse</b> report 41')).toBeVisible();
  await look(page, 'guard');
  await page.getByRole('button', { name: 'Lift the block of 192.0.2.77' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('ours');
  await page.getByRole('dialog').getByRole('button', { name: 'Lift' }).click();
  await expect(page.getByRole('cell', { name: '192.0.2.77', exact: true })).toBeHidden();
});

test('an auditor looks and changes nothing', async ({ browser }) => {
  const page = await another(browser, 'auditor', '/self-test');
  await expect(page.getByRole('heading', { name: 'Self-test' })).toBeVisible();
  await expect(page.getByRole('button', { name: /Run/ })).toHaveCount(0);
  await page.goto('/backups');
  await expect(page.getByRole('heading', { name: 'Backups' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Back up now' })).toHaveCount(0);
  await page.context().close();
});
