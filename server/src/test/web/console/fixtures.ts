// What each spec of the console begins with: the server's address and accounts, signing in, and a
// look at a page with the eyes of everybody.
import { createHmac } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { expect, test as base, type Browser, type Page } from '@playwright/test';

export { expect, type Page } from '@playwright/test';

/** A running server, with the accounts of ConsoleSpecsTest. */
export interface ServerUnderTest {
  url: string;
  /** Its data directory. */
  data: string;
  /** Passwords by name: admin, alice, bob, carol, officer, second, stranger, reviewer, auditor. */
  passwords: Record<string, string>;
}

interface Fixtures {
  server: ServerUnderTest;
  /** What the browser found wrong: errors on its console, and what no page caught. */
  troubles: string[];
}

function underTest(): ServerUnderTest {
  const text = process.env['CONSOLE_SERVER'];
  if (!text) {
    throw new Error('CONSOLE_SERVER names no server: {"url", "data", "passwords"}');
  }
  return JSON.parse(text) as ServerUnderTest;
}

// what the browser logs by itself for each answer with an error, which a spec may well cause
const EXPECTED = /Failed to load resource|WebSocket connection|net::ERR_/;

export const test = base.extend<Fixtures>({
  server: async ({}, use) => use(underTest()),
  baseURL: async ({}, use) => use(underTest().url),
  troubles: [
    async ({ page }, use) => {
      const found: string[] = [];
      page.on('pageerror', error => found.push(String(error)));
      page.on('console', message => {
        if (message.type() === 'error' && !EXPECTED.test(message.text())) {
          found.push(message.text());
        }
      });
      await use(found);
      expect(found, 'errors in the browser').toEqual([]);
    },
    { auto: true },
  ],
});

/** Signs in as one of the accounts, and waits until the frame stands. */
export async function signIn(page: Page, name: string, path = '/'): Promise<void> {
  await page.goto(path);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(underTest().passwords[name] ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByTestId('user-menu')).toBeVisible();
}

/** Another person in a browser of their own. */
export async function another(browser: Browser, name: string, path = '/'): Promise<Page> {
  const context = await browser.newContext({ baseURL: underTest().url, ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await signIn(page, name, path);
  return page;
}

/** Gives the reason that reading needs, where the page asks for one. */
export async function giveReason(page: Page, why = 'routine check', matter = 'Matter 1'): Promise<void> {
  await page.getByRole('button', { name: 'Why do you read this?' }).click();
  await page.getByLabel('Matter').fill(matter);
  await page.getByRole('textbox', { name: /^Reason/ }).fill(why);
  await page.getByRole('button', { name: 'Read on record' }).click();
}

const SHOTS = fileURLToPath(new URL('../../../../target/screenshots/', import.meta.url));
const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** In dark and on a phone too, with a picture of each; the usual run is quick instead. */
const ALL = process.env['CONSOLE_PICTURES'] === 'all';

/**
 * Looks at the page: finds nothing that keeps somebody out (axe: serious or critical), nor a page
 * that is wider than the phone. It does so in light and wide, and in dark where `schemes`
 * says so; with CONSOLE_PICTURES=all in both, on a phone too, and keeps a picture of each.
 */
export async function look(page: Page, name: string, schemes: ('light' | 'dark')[] = ['light']): Promise<void> {
  for (const [size, viewport] of Object.entries({ wide: WIDE, phone: PHONE })) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ALL ? (['light', 'dark'] as const) : schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.waitForTimeout(150);
      if (ALL) {
        mkdirSync(SHOTS, { recursive: true });
        await page.screenshot({ path: `${SHOTS}${name}-${colorScheme}-${size}.png`, animations: 'disabled' });
      }
      // colours are the same at any width
      if (size === 'wide' || (ALL && colorScheme === 'light')) {
        const found = await barriers(page);
        // told at once, since a spec goes through many pages
        found.forEach(each => process.stdout.write(`${name}, ${colorScheme}, ${size}: ${each}\n`));
        expect.soft(found, `${name}, ${colorScheme}, ${size}`).toEqual([]);
      }
    }
    const measured = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    let over = await measured();
    // what React lays out by the width may come a moment later on a busy machine
    for (let i = 0; over > 0 && i < 10; i++) {
      await page.waitForTimeout(200);
      over = await measured();
    }
    if (over > 0) {
      process.stdout.write(`${name}, ${size}: ${over} px wider than the screen\n`);
    }
    expect.soft(over, `${name}, ${size}: wider than the screen`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}

/** What axe finds serious or critical: the rule, and the first elements that break it. */
export async function barriers(page: Page): Promise<string[]> {
  // without style sheets of its own making, which the page's content security policy forbids; in the
  // page itself, which has no frames, and with no word of what is well: that is two thirds of the time
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ preload: false, resultTypes: ['violations'] })
    .withTags(RULES)
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => {
      const first = nodes.slice(0, 3).map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`);
      return `${id}: ${first.join(' | ')}`;
    });
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What an authenticator app shows for a secret now (RFC 6238), or some steps of 30 s later. */
export function totp(secret: string, later = 0): string {
  const bits = [...secret].map(c => ALPHABET.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hash = createHmac('sha1', key).update(step).digest();
  const number = hash.readUInt32BE((hash[19] ?? 0) & 0xf) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}
