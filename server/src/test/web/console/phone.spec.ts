// The browser phone: two people in two browsers.
import { another, expect as usual, look, signIn, test, type Page } from './fixtures';

const PATIENCE = { timeout: 30_000 };
const expect = usual.configure(PATIENCE);

test.describe.configure({ timeout: 120_000 });

/** Keeps the page's connections where the spec finds them, and lets Chromium's beeps through. */
async function prepare(page: Page): Promise<void> {
  await page.context().grantPermissions(['microphone', 'camera', 'local-network-access']);
  await page.context().addInitScript(() => {
    // what suppresses noise takes a pure tone for noise
    localStorage.setItem('sallyport.devices', JSON.stringify({ suppress: false }));
    const Own = window.RTCPeerConnection;
    const kept: RTCPeerConnection[] = [];
    Object.assign(window, {
      kept,
      RTCPeerConnection: class extends Own {
        constructor(configuration?: RTCConfiguration) {
          super(configuration);
          kept.push(this);
        }
      },
    });
  });
}

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

/** The strongest frequency in what the page hears within some seconds; 0 for silence. */
function heard(page: Page, seconds = 3): Promise<number> {
  return page.evaluate(async seconds => {
    const { kept } = window as unknown as { kept: RTCPeerConnection[] };
    const track = kept.at(-1)?.getReceivers().find(({ track }) => track.kind === 'audio')?.track;
    if (!track) {
      return 0;
    }
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 });
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const bins = new Float32Array(analyser.frequencyBinCount);
    let best = { level: -70, hertz: 0 };
    const until = Date.now() + seconds * 1000;
    while (Date.now() < until) {
      await new Promise(resolve => setTimeout(resolve, 20));
      analyser.getFloatFrequencyData(bins);
      bins.forEach((level, i) => {
        if (level > best.level) {
          best = { level, hertz: (i * context.sampleRate) / analyser.fftSize };
        }
      });
    }
    await context.close();
    return best.hertz;
  }, seconds);
}

/** Chromium's pretended microphone beeps at 200 Hz, and its overtone may be the stronger. */
const BEEPS = [200, 400];

function offBeep(hertz: number): number {
  return Math.min(...BEEPS.map(beep => Math.abs(hertz - beep)));
}

async function onLine(page: Page): Promise<void> {
  await page.goto('/phone');
  await expect(page.locator('a[data-line=on]')).toBeVisible(PATIENCE);
}

async function person(page: Page, name: string): Promise<Page> {
  await prepare(page);
  await signIn(page, name);
  await onLine(page);
  return page;
}

async function dial(page: Page, whom: string, video = false): Promise<void> {
  const field = page.getByRole('search', { name: 'Name, number or address to call' });
  await field.getByRole('textbox').fill(whom);
  await field.getByRole('button', { name: video ? 'Call with video' : 'Call', exact: true }).click();
}

const panel = (page: Page) => page.getByRole('region', { name: 'Call', exact: true });

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
