// The browser phone: two people in two browsers.
import { another, expect as usual, look, test, type Page } from './fixtures';
import { dial, heard, onLine, panel, person, prepare } from './phone';

const PATIENCE = { timeout: 30_000 };
const expect = usual.configure(PATIENCE);

test.describe.configure({ timeout: 120_000 });

interface Figures {
  audio: number;
  video: number;
  frames: number;
}

/** Bytes that have come in the running call, and pictures that were shown. */
function received(page: Page): Promise<Figures> {
  return page.evaluate(async () => {
    const { kept } = window as unknown as { kept: RTCPeerConnection[] };
    const sum = { audio: 0, video: 0, frames: 0 };
    for (const entry of (await kept.at(-1)?.getStats())?.values() ?? []) {
      if (entry.type === 'inbound-rtp') {
        sum[entry.kind as 'audio' | 'video'] += entry.bytesReceived;
        sum.frames += entry.framesDecoded ?? 0;
      }
    }
    return sum;
  });
}

/** Chromium's pretended microphone beeps at 200 Hz, and its overtone may be the stronger. */
const BEEPS = [200, 400];

function offBeep(hertz: number): number {
  return Math.min(...BEEPS.map(beep => Math.abs(hertz - beep)));
}

async function both(page: Page, browser: Parameters<typeof another>[0]): Promise<Page> {
  await person(page, 'alice');
  const bob = await another(browser, 'bob');
  await prepare(bob);
  await onLine(bob);
  return bob;
}

test('two colleagues talk within a minute of opening the address', async ({ page, browser }) => {
  const began = Date.now();
  const bob = await both(page, browser);
  await dial(page, 'bob');
  await expect(bob.getByRole('alertdialog')).toContainText('Alice');
  await bob.getByRole('button', { name: 'Answer' }).click();
  await expect(panel(page).getByRole('timer')).toBeVisible();
  await expect(panel(bob).getByRole('timer')).toBeVisible();
  expect(Date.now() - began).toBeLessThan(60_000);

  for (const side of [page, bob]) {
    await expect.poll(async () => (await received(side)).audio, PATIENCE).toBeGreaterThan(10_000);
    await expect.poll(async () => offBeep(await heard(side)), PATIENCE).toBeLessThan(30);
  }
  await expect(panel(page).locator('[data-quality]')).toBeVisible();
  await look(page, 'phone-talking');

  await panel(page).getByRole('button', { name: 'Mute' }).click();
  await bob.waitForTimeout(1_000);
  expect(await heard(bob)).toBe(0);
  await panel(page).getByRole('button', { name: 'Unmute' }).click();

  await panel(page).getByRole('button', { name: 'Hold' }).click();
  await expect(panel(bob)).toContainText('has put you on hold');
  await panel(page).getByRole('button', { name: 'Resume' }).click();
  await expect(panel(bob)).not.toContainText('has put you on hold');
  await expect.poll(async () => offBeep(await heard(bob)), PATIENCE).toBeLessThan(30);

  await page.getByRole('navigation').getByRole('link', { name: 'Colleagues' }).click();
  const bar = page.getByRole('group', { name: 'The call that goes on' });
  await expect(bar).toBeVisible();
  await bar.getByRole('button', { name: 'Hang up' }).click();
  await expect(panel(bob)).toContainText('The other side hung up');
  await bob.context().close();
});

test('a call with video, and a screen in place of the camera', async ({ page, browser }) => {
  const bob = await both(page, browser);
  await dial(page, 'bob', true);
  await bob.getByRole('button', { name: 'Answer with video' }).click();
  for (const side of [page, bob]) {
    await expect(side.getByLabel('Picture of the other side')).toBeVisible();
    await expect.poll(async () => (await received(side)).frames, PATIENCE).toBeGreaterThan(20);
  }
  await panel(page).getByRole('button', { name: 'Share screen' }).click();
  await expect(panel(page).getByRole('button', { name: 'Stop sharing' })).toBeEnabled();
  const before = (await received(bob)).frames;
  await expect.poll(async () => (await received(bob)).frames, PATIENCE).toBeGreaterThan(before);
  await panel(page).getByRole('button', { name: 'Stop sharing' }).click();
  await expect(panel(page).getByRole('button', { name: 'Share screen' })).toBeEnabled();
  await panel(bob).getByRole('button', { name: 'Hang up' }).click();
  await expect(panel(page)).toContainText('The other side hung up');
  await bob.context().close();
});

test('a call that is refused says so, and stands in the history of both', async ({ page, browser }) => {
  const bob = await both(page, browser);
  await dial(page, 'bob');
  await bob.getByRole('button', { name: 'Refuse' }).click();
  await expect(panel(page)).toContainText('The call was refused');
  await dial(page, 'nobody-of-that-name');
  await expect(panel(page)).toContainText('Nobody has this address');
  await page.getByRole('tab', { name: 'Recent calls' }).click();
  const calls = page.getByRole('table', { name: 'Your calls' });
  await expect(calls.getByRole('row').nth(1)).toContainText('Not connected');
  await expect(calls.getByRole('row').nth(2)).toContainText('Refused by the person');
  await calls.getByRole('button', { name: 'Call Bob', exact: true }).first().click();
  await expect(bob.getByRole('alertdialog')).toBeVisible();
  await panel(page).getByRole('button', { name: 'Give up' }).click();
  await expect(bob.getByRole('alertdialog')).toBeHidden();
  await bob.context().close();
});

test('the phone comes back after the network was away', async ({ page, context }) => {
  await person(page, 'alice');
  await context.setOffline(true);
  await page.evaluate(() => window.dispatchEvent(new Event('offline')));
  await context.setOffline(false);
  await expect(page.locator('a[data-line=on]')).toBeVisible(PATIENCE);
});

test('microphone, speaker and camera are chosen and tried', async ({ page }) => {
  await person(page, 'alice');
  await page.getByRole('tab', { name: 'Devices' }).click();
  await page.getByRole('button', { name: 'Try microphone and camera' }).click();
  await expect(page.getByText('The microphone hears you.')).toBeVisible();
  await expect(page.getByLabel('Picture of your camera')).toBeVisible();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByLabel('Picture of your camera')).toBeHidden();
});
