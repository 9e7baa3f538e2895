// The browser phone and a desk phone, each of which plays a tone of its own.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Baresip, tone } from './baresip';
import { expect as usual, test, type Page } from './fixtures';
import { dial, heard, panel, person } from './phone';

const PATIENCE = { timeout: 20_000 };
const expect = usual.configure(PATIENCE);

/** In hertz; neither is a multiple of the other. */
const BROWSER = 440;
const DESK = 660;

test.describe.configure({ timeout: 90_000 });

test.use({
  launchOptions: async ({ launchOptions }, use) => {
    const directory = mkdtempSync(join(tmpdir(), 'microphone'));
    const file = join(directory, 'tone.wav');
    writeFileSync(file, tone(BROWSER, 10));
    const args = [...(launchOptions.args ?? []), `--use-file-for-fake-audio-capture=${file}`];
    await use({ ...launchOptions, args });
    rmSync(directory, { recursive: true });
  },
});

/** Each hears the other's tone. */
async function hearing(page: Page, desk: Baresip): Promise<void> {
  await expect(panel(page).getByRole('timer')).toBeVisible();
  await expect.poll(async () => Math.abs((await heard(page)) - DESK), PATIENCE).toBeLessThan(20);
  await expect.poll(() => desk.hears(BROWSER), PATIENCE).toBeGreaterThan(2);
}

test('browser and desk phone call each other, talk and press keys', async ({ page, server }) => {
  const desk = await Baresip.start(server, 'carol', DESK);
  try {
    await person(page, 'alice');
    await dial(page, 'carol');
    await desk.sees('CALL_INCOMING');
    await desk.answer();
    await hearing(page, desk);
    await panel(page).getByRole('button', { name: 'Keypad' }).click();
    for (const digit of ['5', '0', '#']) {
      await panel(page).getByRole('group', { name: 'Keypad' }).getByText(digit, { exact: true }).click();
      expect(await desk.sees('CALL_DTMF_START')).toBe(digit);
    }
    await panel(page).getByRole('button', { name: 'Hang up' }).click();
    await desk.sees('CALL_CLOSED');
    desk.forget();

    await desk.call('alice');
    await expect(page.getByRole('alertdialog')).toContainText('Carol');
    await page.getByRole('button', { name: 'Answer' }).click();
    await desk.sees('CALL_ESTABLISHED');
    await hearing(page, desk);
    await desk.hangUp();
    await expect(panel(page)).toContainText('The other side hung up');
  } finally {
    await desk.close();
  }
});
