// An officer opens a recorded call, plays it with a reason, sees its figures, its way and its SIP
// messages, has the archive verified, and reads a proof. ConsoleSpecsTest has two phones make the
// call before.
import { expect, giveReason, look, signIn, test, type Page } from './fixtures';

interface Found {
  items: { id: string; recorded: boolean; position: number }[];
}

/** The newest recorded call, as the API finds it. */
async function recorded(page: Page): Promise<Found['items'][number]> {
  let found: Found['items'][number] | undefined;
  await expect(async () => {
    const answer = await page.request.get('/api/v1/records?kind=call&reason=looking%20for%20a%20call');
    const { items } = (await answer.json()) as Found;
    found = items.find(item => item.recorded);
    expect(found).toBeTruthy();
  }).toPass({ timeout: 60_000 });
  return found as Found['items'][number];
}

test('an officer opens a recorded call and plays it on record', async ({ page }) => {
  test.setTimeout(180_000);
  await signIn(page, 'officer');
  const { id } = await recorded(page);
  await page.goto(`/calls/${id}`);
  await giveReason(page, 'was the price agreed', 'Complaint 17');

  await expect(page.getByRole('heading', { level: 1 })).toContainText('and');
  await expect(page.getByText('Why this call could be')).toBeVisible();
  await expect(page.getByText('Recording begun')).toBeVisible();
  await look(page, 'call');

  await page.getByRole('tab', { name: 'Recording' }).click();
  await page.getByRole('button', { name: 'Play the recording' }).click();
  await expect(page.getByTestId('waveform').locator('canvas').first()).toBeVisible();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  const at = () => page.getByRole('tabpanel').locator('audio').evaluate((audio: HTMLAudioElement) => audio.currentTime);
  await expect.poll(at, { timeout: 20_000 }).toBeGreaterThan(0.8);
  await page.locator('[data-testid=at]').click();
  await page.getByRole('button', { name: 'Pause' }).press('l');
  await page.getByText('2×').click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByLabel(/^Note at/).fill('Price <b>agreed</b> here');
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByText('Price <b>agreed</b> here')).toBeVisible();
  await look(page, 'call-recording');
  await page.getByRole('button', { name: /^Take back the note/ }).click();
  await expect(page.getByText('No notes yet.', { exact: false })).toBeVisible();
});

test('an officer sees quality, path and SIP messages of a call', async ({ page }) => {
  test.setTimeout(180_000);
  await signIn(page, 'officer');
  const { id } = await recorded(page);
  await page.goto(`/calls/${id}?part=quality`);
  await giveReason(page);
  await expect(page.getByText('Quality (MOS, 1 bad', { exact: false })).toBeVisible();
  await look(page, 'call-quality');

  await page.getByRole('tab', { name: 'Path' }).click();
  await expect(page.getByText('All media went through this server', { exact: false })).toBeVisible();
  await look(page, 'call-path');

  await page.getByRole('tab', { name: 'SIP messages' }).click();
  const ladder = page.getByRole('listbox');
  await expect(ladder.getByRole('option').first()).toBeVisible({ timeout: 20_000 });
  await ladder.getByRole('option', { name: /BYE/ }).first().click();
  await expect(page.locator('pre').filter({ hasText: /^BYE / })).toBeVisible();
  await ladder.focus();
  await page.keyboard.press('Home');
  await expect(page.locator('pre').filter({ hasText: /^INVITE / })).toBeVisible();
  await expect(page.locator('pre')).not.toContainText('inline:');
  await look(page, 'call-ladder');
});

test('an auditor verifies the archive and reads a proof', async ({ page }) => {
  test.setTimeout(180_000);
  await signIn(page, 'auditor', '/archive');
  await expect(page.getByText('The archive is in order')).toBeVisible();
  await page.getByRole('button', { name: 'Verify now' }).click();
  await expect(page.getByText('The archive is whole')).toBeVisible({ timeout: 90_000 });
  await page.mouse.move(0, 0);
  await look(page, 'archive');

  await page.getByRole('link', { name: 'Proof of the newest sealed record' }).click();
  await expect(page.getByText(/^Record \d+ is proven$/)).toBeVisible();
  await expect(page.getByText('The signed checkpoint')).toBeVisible();
  await look(page, 'proof');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download the proof' }).click();
  expect((await download).suggestedFilename()).toMatch(/^record-\d+\.tlog-proof$/);

  await page.goto('/proofs/999999999');
  await expect(page.getByRole('alert')).toBeVisible();
});
