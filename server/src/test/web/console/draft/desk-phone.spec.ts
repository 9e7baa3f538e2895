// The browser phone: two people in two browsers, and a desk phone.
import { Baresip, TONE } from './baresip';
import { another, expect as usual, look, signIn, test, type Page } from '../fixtures';

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
