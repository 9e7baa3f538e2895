// A desk phone for the specs: baresip 1.0 without a sound card. It plays a tone, and answers at once
// or calls at its start, as it is told.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { ServerUnderTest } from '../fixtures';

const DOMAIN = 'sallyport.localhost';
const RATE = 48_000;
const SECONDS = 60;
const HERTZ = 660;

export class Baresip {
  private output = '';

  private constructor(
    private readonly directory: string,
    private readonly process: ChildProcess,
  ) {
    const take = (chunk: Buffer) => (this.output += chunk.toString('utf8'));
    process.stdout?.on('data', take);
    process.stderr?.on('data', take);
  }

  /** Starts it as that account; it answers by itself, or dials what it is given. */
  static start(server: ServerUnderTest, user: string, dials = ''): Baresip {
    // short, since baresip cuts the names of what it plays off
    const directory = mkdtempSync(join(tmpdir(), 'bs'));
    mkdirSync(directory, { recursive: true });
    const tone = join(directory, 'tone.wav');
    writeFileSync(tone, wav());
    writeFileSync(join(directory, 'config'), config(directory, tone, join(server.data, 'tls', 'ca.crt')));
    writeFileSync(join(directory, 'contacts'), '');
    const { hostname, port } = new URL(server.url);
    const password = server.passwords[user] ?? '';
    writeFileSync(
      join(directory, 'accounts'),
      `<sip:${user}@${DOMAIN};transport=tls>;auth_user=${user};auth_pass=${password}` +
        `;outbound="sip:${hostname}:${port};transport=tls";regint=300;mediaenc=srtp-mand;answermode=auto\n`,
    );
    const dial = dials ? ['-e', `/dial sip:${dials}@${DOMAIN}`] : [];
    const process = spawn('baresip', ['-4', '-f', directory, '-v', ...dial], { stdio: ['pipe', 'pipe', 'pipe'] });
    return new Baresip(directory, process);
  }

  /** Waits until it has said so. */
  async says(words: RegExp): Promise<void> {
    await expect.poll(() => this.output, { message: `baresip: ${words.source}`, timeout: 20_000 }).toMatch(words);
  }

  get log(): string {
    return this.output;
  }

  async close(): Promise<void> {
    const ended = new Promise(resolve => this.process.once('exit', resolve));
    this.process.kill('SIGKILL');
    await ended;
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function config(directory: string, tone: string, authority: string): string {
  const modules = ['opus', 'g711', 'aufile', 'aubridge', 'srtp'].map(name => `module ${name}.so`);
  const applications = ['contact', 'menu', 'stdio'].map(name => `module_app ${name}.so`);
  return [
    'poll_method epoll',
    'sip_listen 127.0.0.1:0',
    `sip_cafile ${authority}`,
    'call_local_timeout 120',
    'audio_player aubridge,null',
    `audio_source aufile,${tone}`,
    'audio_alert aubridge,alert',
    `ausrc_srate ${RATE}`,
    `auplay_srate ${RATE}`,
    'ausrc_channels 1',
    'auplay_channels 1',
    'rtp_stats yes',
    'net_interface 127.0.0.1',
    'audio_path /nonexistent',
    'module_path /usr/lib/baresip/modules',
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

/** A tone as 16-bit samples. */
function wav(): Buffer {
  const samples = RATE * SECONDS;
  const bytes = Buffer.alloc(44 + samples * 2);
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
    bytes.writeInt16LE(Math.round(8_000 * Math.sin((2 * Math.PI * HERTZ * i) / RATE)), 44 + i * 2);
  }
  return bytes;
}

/** What it plays. */
export const TONE = HERTZ;
