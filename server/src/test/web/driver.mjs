// Runs one headless Chromium with the phone's page and speaks JSON lines with the test:
//   in   {"id": 1, "do": "call", "with": {...}}
//   out  {"id": 1, "value": ...} or {"id": 1, "error": "..."}; {"event": "incoming", ...} as it comes
// Ends, and the browser with it, when its standard input does.
import { createInterface } from 'node:readline';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

const options = JSON.parse(process.argv[2]); // { origin, profile, home, tone, executable }
const here = name => fileURLToPath(new URL(name, import.meta.url));

function out(line) {
  process.stdout.write(JSON.stringify(line) + '\n');
}

async function bundle() {
  const built = await build({
    entryPoints: [here('phone.js')],
    bundle: true,
    format: 'iife',
    write: false,
    logLevel: 'error',
  });
  return built.outputFiles[0].text;
}

// The page stands where the server's own pages do, so that the server sees its own origin; only the
// two files of it come from here, the WebSocket is the server's with its certificate checked.
async function open(context) {
  const page = context.pages()[0] ?? (await context.newPage());
  const script = await bundle();
  const markup = await readFile(here('index.html'), 'utf8');
  await page.route(`${options.origin}/phone-under-test/*`, route =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body: script })
      : route.fulfill({ contentType: 'text/html', body: markup }));
  page.on('console', message => out({ event: 'console', text: message.text() }));
  page.on('pageerror', error => out({ event: 'trouble', error: String(error) }));
  await page.exposeFunction('tell', out);
  await page.goto(`${options.origin}/phone-under-test/index.html`);
  return page;
}

const context = await chromium.launchPersistentContext(options.profile, {
  executablePath: options.executable,
  headless: true,
  // A page that came from nowhere counts as a foreign one; the server's own pages need no leave.
  permissions: ['local-network-access', 'microphone', 'camera'],
  viewport: { width: 720, height: 480 },
  env: { ...process.env, HOME: options.home },
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--autoplay-policy=no-user-gesture-required',
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-audio-capture=${options.tone}`,
    '--allow-loopback-in-peer-connection',
  ],
});
const page = await open(context);

const commands = {
  screenshot: ({ file }) => page.screenshot({ path: file }).then(() => file),
};

async function perform({ id, do: name, with: argument = {} }) {
  try {
    const value = await (commands[name]?.(argument)
      ?? page.evaluate(([called, given]) => window.phone[called](given), [name, argument]));
    out({ id, value: value ?? null });
  } catch (error) {
    out({ id, error: String(error) });
  }
}

const lines = createInterface({ input: process.stdin });
lines.on('line', line => perform(JSON.parse(line)));
lines.on('close', async () => {
  await context.close();
  process.exit(0);
});
out({ event: 'ready' });
