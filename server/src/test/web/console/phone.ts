// The browser phone in the hands of a spec: on line, dialling, in a call, and what it hears.
import { expect, signIn, type Page } from './fixtures';

/** Runs in a page before its own scripts: keeps its connections where the spec finds them. */
export function keepConnections(): void {
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
}

/** Lets a spec see the page's connections, and Chromium's beeps through. */
export async function prepare(page: Page): Promise<void> {
  await page.context().grantPermissions(['microphone', 'camera', 'local-network-access']);
  await page.context().addInitScript(() => {
    // what suppresses noise takes a pure tone for noise
    localStorage.setItem('sallyport.devices', JSON.stringify({ suppress: false }));
  });
  await page.context().addInitScript(keepConnections);
}

/** A page of whatever browser. */
export interface Evaluating {
  evaluate<Result, Argument>(
    what: (argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>;
}

/** The strongest frequency in what the page hears within some seconds; 0 for silence. */
export function heard(page: Evaluating, seconds = 3): Promise<number> {
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

export async function onLine(page: Page): Promise<void> {
  await page.goto('/phone');
  await expect(page.locator('a[data-line=on]')).toBeVisible({ timeout: 20_000 });
}

export async function person(page: Page, name: string): Promise<Page> {
  await prepare(page);
  await signIn(page, name);
  await onLine(page);
  return page;
}

export async function dial(page: Page, whom: string, video = false): Promise<void> {
  const field = page.getByRole('search', { name: 'Name, number or address to call' });
  await field.getByRole('textbox').fill(whom);
  await field.getByRole('button', { name: video ? 'Call with video' : 'Call', exact: true }).click();
}

export const panel = (page: Page) => page.getByRole('region', { name: 'Call', exact: true });
