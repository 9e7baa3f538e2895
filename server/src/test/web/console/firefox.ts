// A person in the system's Firefox, which Playwright cannot drive: by WebDriver BiDi, with devices
// that give a tone and a picture that changes.
import { networkInterfaces } from 'node:os';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import type { ServerUnderTest } from './fixtures';
import { keepConnections } from './phone';

const PATIENCE = { timeout: 20_000 };

// what Firefox logs by itself, as EXPECTED in the fixtures
const EXPECTED = /Failed to load resource|can.t establish a connection|was interrupted while the page/;

/** A person's Firefox, with one page. */
export class Firefox {
  /** Errors on the console, and what no page caught. */
  readonly troubles: string[] = [];

  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
    private readonly origin: string,
  ) {}

  /** Signed in, with the phone on line. */
  static async person(server: ServerUnderTest, name: string): Promise<Firefox> {
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: process.env['FIREFOX'] ?? '/usr/bin/firefox-esr',
      acceptInsecureCerts: true,
      defaultViewport: { width: 1280, height: 800 },
      extraPrefsFirefox: {
        'media.navigator.streams.fake': true,
        'media.navigator.permission.disabled': true,
        'media.autoplay.default': 0,
      },
    });
    try {
      const firefox = new Firefox(browser, await browser.newPage(), `https://${ownAddress()}:${new URL(server.url).port}`);
      await firefox.signIn(name, server.passwords[name] ?? '');
      return firefox;
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  private async signIn(name: string, password: string): Promise<void> {
    const { page } = this;
    page.on('pageerror', error => this.troubles.push(String(error)));
    page.on('console', message => {
      if (message.type() === 'error' && !EXPECTED.test(message.text())) {
        this.troubles.push(message.text());
      }
    });
    await page.evaluateOnNewDocument(keepConnections);
    await page.goto(`${this.origin}/phone`);
    await this.fill('input[autocomplete=username]', name);
    await this.fill('input[autocomplete=current-password]', password);
    await this.press('Sign in');
    await page.waitForSelector('a[data-line=on]', PATIENCE);
  }

  async fill(selector: string, text: string): Promise<void> {
    await this.page.locator(selector).fill(text);
  }

  /** Presses the button of that name once it can be. */
  async press(name: string): Promise<void> {
    const is = `//button[not(@disabled)][@aria-label="${name}" or normalize-space(.)="${name}"]`;
    const button = await this.page.waitForSelector(`::-p-xpath(${is})`, { ...PATIENCE, visible: true });
    await button?.click();
  }

  /** What the page says. */
  text(selector = 'main'): Promise<string> {
    return this.page.evaluate(
      selector => [...document.querySelectorAll<HTMLElement>(selector)].map(each => each.innerText).join('\n'),
      selector,
    );
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

/**
 * An address of this machine that is not the loopback: Firefox offers no candidate there, whatever
 * its preferences say, and the server tells it to send its media where its signalling goes.
 */
function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap(each => each ?? []);
  const own = all.find(({ family, internal }) => family === 'IPv4' && !internal);
  if (!own) {
    throw new Error('this machine has no address but the loopback, and Firefox sends no media there');
  }
  return own.address;
}
