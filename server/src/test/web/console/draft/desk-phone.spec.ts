// The browser phone and a desk phone.
import { Baresip, TONE } from './baresip';
import { expect as usual, test } from '../fixtures';
import { dial, heard, panel, person } from '../phone';

const PATIENCE = { timeout: 30_000 };
const expect = usual.configure(PATIENCE);

test.describe.configure({ timeout: 120_000 });

test('a desk phone is called, hears digits, and calls back', async ({ page, server }) => {
  await person(page, 'alice');
  let desk = Baresip.start(server, 'carol');
  try {
    await desk.says(/200 OK/);
    await dial(page, 'carol');
    await expect(panel(page).getByRole('timer')).toBeVisible();
    await expect.poll(async () => Math.abs((await heard(page)) - TONE), PATIENCE).toBeLessThan(30);
    await panel(page).getByRole('button', { name: 'Keypad' }).click();
    await panel(page).getByRole('button', { name: '5', exact: true }).click();
    await desk.says(/event.*'5'|received event: .*5|DTMF.*5/i);
    await panel(page).getByRole('button', { name: 'Hang up' }).click();
  } finally {
    await desk.close();
  }
  desk = Baresip.start(server, 'carol', 'alice');
  try {
    await expect(page.getByRole('alertdialog')).toContainText('Carol');
    await page.getByRole('button', { name: 'Answer' }).click();
    await expect(panel(page).getByRole('timer')).toBeVisible();
    await expect.poll(async () => Math.abs((await heard(page)) - TONE), PATIENCE).toBeLessThan(30);
    await panel(page).getByRole('button', { name: 'Hang up' }).click();
  } finally {
    await desk.close();
  }
});
