// A desk phone for the specs: baresip 1.0 without a sound card. It plays a tone, records what it
// hears, and takes commands on a control connection (module ctrl_tcp): netstrings of JSON, answers
// by token, events between them.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { expect } from '@playwright/test';
import type { ServerUnderTest } from './fixtures';

const DOMAIN = 'sallyport.localhost';

/** baresip looks names up in the DNS alone, which knows no localhost. */
const HERE = '127.0.0.1';
const RATE = 48_000;
const HEADER = 44;
const SOON = { timeout: 20_000 };

/** A window whose root mean square is under this is silence. */
const SILENCE = 100;
const WINDOWS_PER_SECOND = 10;

interface Message {
  response?: boolean;
  token?: string;
  data?: string;
  type?: string;
  param?: string;
}

export class Baresip {
  private readonly messages: Message[] = [];
  private seen = 0;
  private tokens = 0;
  private received = Buffer.alloc(0);

  private constructor(
    private readonly directory: string,
    private readonly process: ChildProcess,
    private readonly control: Socket,
    private readonly said: () => string,
  ) {
    control.on('data', chunk => this.take(chunk));
    // it has ended, and whoever still waits for it learns so
    control.on('error', () => undefined);
  }

  /** Starts it as that account, playing that tone; resolves once it is registered. */
  static async start(server: ServerUnderTest, user: string, hertz: number): Promise<Baresip> {
    // short, since baresip cuts the names of what it plays and records off
    const directory = mkdtempSync(join(tmpdir(), 'bs'));
    const control = await freePort();
    writeFileSync(join(directory, 'tone.wav'), tone(hertz, 60));
    writeFileSync(join(directory, 'config'), config(directory, join(server.data, 'tls', 'ca.crt'), control));
    writeFileSync(
      join(directory, 'accounts'),
      `<sip:${user}@${DOMAIN};transport=tls>;auth_user=${user};auth_pass=${server.passwords[user] ?? ''}` +
        `;outbound="sip:${HERE}:${new URL(server.url).port};transport=tls"` +
        `;regint=300;mediaenc=srtp-mand;answermode=manual\n`,
    );
    const process = spawn('baresip', ['-4', '-f', directory, '-v'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [process.stdout, process.stderr]) {
      stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    }
    try {
      const phone = new Baresip(directory, process, await reach(control), () => said);
      await expect.poll(() => phone.command('reginfo'), SOON).toMatch(/OK\b/);
      return phone;
    } catch (error) {
      await end(process, directory);
      throw new Error(`baresip does not register:\n${said}`, { cause: error });
    }
  }

  call(user: string): Promise<string> {
    return this.command('dial', `sip:${user}@${DOMAIN}`);
  }

  answer(): Promise<string> {
    return this.command('accept');
  }

  hangUp(): Promise<string> {
    return this.command('hangup');
  }

  /** Waits for the next event of that type since the one before; resolves with what it says. */
  async sees(type: string): Promise<string> {
    let found = -1;
    const look = () => (found = this.messages.findIndex((each, i) => i >= this.seen && each.type === type));
    try {
      await expect.poll(look, SOON).toBeGreaterThanOrEqual(0);
    } catch (error) {
      throw new Error(`baresip saw no ${type}:\n${this.said()}`, { cause: error });
    }
    this.seen = found + 1;
    return this.messages[found]?.param ?? '';
  }

  /** For how many seconds the call that is up has brought that tone, and little beside it. */
  hears(hertz: number): number {
    return secondsOf(hertz, this.recorded());
  }

  /** Removes what was recorded, so that the next call is heard alone. */
  forget(): void {
    this.recordings().forEach(file => rmSync(file));
  }

  async close(): Promise<void> {
    this.control.destroy();
    await end(this.process, this.directory);
  }

  /** Gives a command; resolves with its answer. */
  private async command(command: string, params = ''): Promise<string> {
    const token = `t${this.tokens++}`;
    const body = JSON.stringify({ command, params, token });
    this.control.write(`${Buffer.byteLength(body)}:${body},`);
    let answer: Message | undefined;
    const look = () => (answer = this.messages.find(each => each.response && each.token === token));
    await expect.poll(look, { message: command, ...SOON }).toBeDefined();
    return answer?.data ?? '';
  }

  private take(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk]);
    for (;;) {
      const colon = this.received.indexOf(':');
      const end = colon + 1 + Number(this.received.subarray(0, colon).toString());
      if (colon < 0 || this.received.length <= end) {
        return;
      }
      this.messages.push(JSON.parse(this.received.subarray(colon + 1, end).toString()) as Message);
      this.received = this.received.subarray(end + 1);
    }
  }

  /** What has come from the other side, decoded. */
  private recordings(): string[] {
    const files = readdirSync(this.directory).filter(name => name.endsWith('-dec.wav'));
    return files.sort().map(name => join(this.directory, name));
  }

  /** One channel of the latest recording, of which what is written so far counts. */
  private recorded(): number[] {
    const latest = this.recordings().at(-1);
    const bytes = latest ? readFileSync(latest) : Buffer.alloc(0);
    if (bytes.length < HEADER) {
      return [];
    }
    expect(bytes.readUInt32LE(24), 'samples per second').toBe(RATE);
    const frame = bytes.readUInt16LE(32);
    const frames = Math.floor((bytes.length - HEADER) / frame);
    return Array.from({ length: frames }, (_, i) => bytes.readInt16LE(HEADER + i * frame));
  }
}

/** A tone as a WAV file of 16-bit samples. */
export function tone(hertz: number, seconds: number): Buffer {
  const samples = RATE * seconds;
  const bytes = Buffer.alloc(HEADER + samples * 2);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + samples * 2, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(RATE * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i++) {
    bytes.writeInt16LE(Math.round(8_000 * Math.sin((2 * Math.PI * hertz * i) / RATE)), HEADER + i * 2);
  }
  return bytes;
}

/** In how much of that the tone has more than half of the power. */
function secondsOf(hertz: number, samples: number[]): number {
  const window = RATE / WINDOWS_PER_SECOND;
  let windows = 0;
  for (let start = 0; start + window <= samples.length; start += window) {
    let [sine, cosine, power] = [0, 0, 0];
    samples.slice(start, start + window).forEach((sample, i) => {
      const angle = (2 * Math.PI * hertz * i) / RATE;
      sine += sample * Math.sin(angle);
      cosine += sample * Math.cos(angle);
      power += sample * sample;
    });
    const level = Math.sqrt(power / window);
    const share = (2 * (sine * sine + cosine * cosine)) / window / power;
    windows += level > SILENCE && share > 0.5 ? 1 : 0;
  }
  return windows / WINDOWS_PER_SECOND;
}

async function freePort(): Promise<number> {
  const taken = createServer().listen(0, HERE);
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  taken.close();
  await once(taken, 'close');
  return port;
}

/** Connects as soon as somebody listens. */
async function reach(port: number): Promise<Socket> {
  for (const until = Date.now() + SOON.timeout; ; ) {
    const socket = connect(port, HERE);
    try {
      await once(socket, 'connect');
      return socket;
    } catch (error) {
      if (Date.now() > until) {
        throw error;
      }
      await pass(100);
    }
  }
}

async function end(process: ChildProcess, directory: string): Promise<void> {
  if (process.exitCode === null && process.signalCode === null) {
    const ended = once(process, 'exit');
    process.kill('SIGKILL');
    await ended;
  }
  rmSync(directory, { recursive: true, force: true });
}

function config(directory: string, authority: string, control: number): string {
  const modules = ['opus', 'g711', 'sndfile', 'aufile', 'aubridge', 'srtp'].map(name => `module ${name}.so`);
  const applications = ['menu', 'ctrl_tcp'].map(name => `module_app ${name}.so`);
  return [
    'poll_method epoll',
    `sip_listen ${HERE}:0`,
    `sip_cafile ${authority}`,
    'call_local_timeout 120',
    'audio_player aubridge,null',
    `audio_source aufile,${join(directory, 'tone.wav')}`,
    'audio_alert aubridge,alert',
    `ausrc_srate ${RATE}`,
    `auplay_srate ${RATE}`,
    'ausrc_channels 1',
    'auplay_channels 1',
    'jitter_buffer_delay 5-10',
    `net_interface ${HERE}`,
    'audio_path /nonexistent',
    'module_path /usr/lib/baresip/modules',
    `ctrl_tcp_listen ${HERE}:${control}`,
    `snd_path ${directory}`,
    'menu_bell no',
    'ringback_disabled yes',
    'statmode_default off',
    ...modules,
    'module_tmp uuid.so',
    'module_tmp account.so',
    ...applications,
    '',
  ].join('\n');
}
