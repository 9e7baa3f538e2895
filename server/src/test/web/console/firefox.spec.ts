// The browser phone in Firefox, with a colleague in Chromium.
import { another, expect as usual, test, type Page, type ServerUnderTest } from './fixtures';
import { Firefox } from './firefox';
import { dial, heard, onLine, panel, prepare, type Evaluating } from './phone';

const PATIENCE = { timeout: 30_000 };
const expect = usual.configure(PATIENCE);

test.describe.configure({ timeout: 120_000 });

/** What Firefox's pretended microphone gives, in hertz. */
const HUM = 1000;

interface Counts {
  audioSent: number;
  audioReceived: number;
  /** Of what was heard; silence has none. Firefox runs no AudioContext where nothing can play. */
  energy: number;
  videoSent: number;
  videoReceived: number;
  frames: number;
}

/** Packets of the running call, what was heard, and pictures that were decoded. */
function counted(page: Evaluating): Promise<Counts> {
  return page.evaluate(async () => {
    const { kept } = window as unknown as { kept: RTCPeerConnection[] };
    const counts: Record<string, number> = { audioSent: 0, audioReceived: 0, energy: 0, videoSent: 0, videoReceived: 0, frames: 0 };
    for (const entry of (await kept.at(-1)?.getStats())?.values() ?? []) {
      if (entry.type === 'inbound-rtp') {
        counts[`${entry.kind}Received`] += entry.packetsReceived;
        counts['energy'] += entry.totalAudioEnergy ?? 0;
        counts['frames'] += entry.framesDecoded ?? 0;
      } else if (entry.type === 'outbound-rtp') {
        counts[`${entry.kind}Sent`] += entry.packetsSent;
      }
    }
    return counts as unknown as Counts;
  }, null);
}

/** Waits until so much more has come and gone than before. */
async function flows(page: Evaluating, what: (keyof Counts)[], more: number): Promise<void> {
  const before = await counted(page);
  const least = async () => {
    const now = await counted(page);
    return Math.min(...what.map(each => now[each] - before[each]));
  };
  await expect.poll(least, PATIENCE).toBeGreaterThan(more);
}

const SOUND: (keyof Counts)[] = ['audioSent', 'audioReceived'];
const ALL: (keyof Counts)[] = [...SOUND, 'videoSent', 'videoReceived', 'frames'];

async function firefoxBeside(server: ServerUnderTest, bob: Page): Promise<Firefox> {
  const alice = await Firefox.person(server, 'alice');
  await prepare(bob);
  await onLine(bob);
  return alice;
}

async function says(alice: Firefox, text: string): Promise<void> {
  await expect.poll(() => alice.text(), PATIENCE).toContain(text);
}

test('Firefox calls Chromium: voices, mute, hold, and the end; and they write to each other', async ({ browser, server }) => {
  const bob = await another(browser, 'bob');
  const alice = await firefoxBeside(server, bob);
  try {
    await alice.fill('form[role=search] input', 'bob');
    await alice.press('Call');
    await bob.getByRole('button', { name: 'Answer' }).click();
    for (const side of [alice.page, bob]) {
      await flows(side, SOUND, 50);
    }
    await expect.poll(() => heard(bob, 1), PATIENCE).toBeCloseTo(HUM, -2);
    await flows(alice.page, ['energy'], 0.05);

    await alice.press('Mute');
    await bob.waitForTimeout(1_000);
    expect(await heard(bob, 1)).toBe(0);
    await alice.press('Unmute');
    await alice.press('Hold');
    await expect(panel(bob)).toContainText('has put you on hold');
    await alice.press('Resume');
    await expect(panel(bob)).not.toContainText('has put you on hold');
    await panel(bob).getByRole('button', { name: 'Hold' }).click();
    await says(alice, 'has put you on hold');
    await panel(bob).getByRole('button', { name: 'Resume' }).click();
    await expect.poll(() => heard(bob, 1), PATIENCE).toBeCloseTo(HUM, -2);
    await alice.press('Hang up');
    await expect(panel(bob)).toContainText('The other side hung up');

    const hello = `hello ${Date.now()}`;
    await alice.page.goto(new URL('/chat/bob', alice.page.url()).href);
    await alice.fill('textarea', hello);
    await alice.press('Send');
    await bob.goto('/chat/alice');
    await expect(bob.getByTestId('line').filter({ hasText: hello })).toBeVisible();
    const answer = `answer ${Date.now()}`;
    await bob.getByRole('textbox', { name: /^Write to/ }).fill(answer);
    await bob.getByRole('textbox', { name: /^Write to/ }).press('Enter');
    await says(alice, answer);
    expect(alice.troubles, 'errors in Firefox').toEqual([]);
  } finally {
    await alice.close();
    await bob.context().close();
  }
});

test('Firefox answers a call with video, and both hold it and take it up again', async ({ browser, server }) => {
  const bob = await another(browser, 'bob');
  const alice = await firefoxBeside(server, bob);
  try {
    await dial(bob, 'alice', true);
    await alice.press('Answer with video');
    for (const side of [alice.page, bob]) {
      await flows(side, ALL, 20);
    }
    await alice.press('Hold');
    await expect(panel(bob)).toContainText('has put you on hold');
    await alice.press('Resume');
    await expect(panel(bob)).not.toContainText('has put you on hold');
    await panel(bob).getByRole('button', { name: 'Hold' }).click();
    await says(alice, 'has put you on hold');
    await panel(bob).getByRole('button', { name: 'Resume' }).click();
    for (const side of [alice.page, bob]) {
      await flows(side, ALL, 20);
    }
    await panel(bob).getByRole('button', { name: 'Hang up' }).click();
    await says(alice, 'The other side hung up');
    expect(alice.troubles, 'errors in Firefox').toEqual([]);
  } finally {
    await alice.close();
    await bob.context().close();
  }
});
