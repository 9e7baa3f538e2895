import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { strings } from '../strings';
import { FakeLine } from './FakeLine';
import type { Login } from './leg';
import * as media from './media';
import { Phone } from './Phone';

const words = strings.phone;
const BOB = { address: 'sip:bob@example.org', display: 'Bob' };

function silence(): MediaStream {
  return {
    getTracks: () => [],
    getAudioTracks: () => [],
    getVideoTracks: () => [],
  } as unknown as MediaStream;
}

interface Stage {
  phone: Phone;
  line: FakeLine;
  login: ReturnType<typeof vi.fn<() => Promise<Login>>>;
  heard: string[];
}

function stage(): Stage {
  const line = new FakeLine();
  const heard: string[] = [];
  let given = 0;
  const login = vi.fn(() =>
    Promise.resolve<Login>({
      address: 'sip:alice@example.org',
      display: 'Alice',
      domain: 'example.org',
      username: `alice~${++given}`,
      password: 'secret',
      lifetime: 600,
    }),
  );
  const note = (what: string) => () => void heard.push(what);
  const phone = new Phone({
    line,
    login,
    sounds: {
      ring: note('ring'),
      knock: note('knock'),
      ringback: note('ringback'),
      over: note('over'),
      silence: note('silence'),
    },
    lookUp: () => Promise.resolve('Carol of the directory'),
    nameOf: address => (address === BOB.address ? 'Robert' : undefined),
  });
  return { phone, line, login, heard };
}

async function onLine(): Promise<Stage> {
  const made = stage();
  made.phone.start();
  await vi.advanceTimersByTimeAsync(0);
  made.line.listener?.connected();
  await vi.advanceTimersByTimeAsync(0);
  made.line.listener?.registered();
  return made;
}

async function talking(): Promise<Stage> {
  const made = await onLine();
  await made.phone.dial('bob', false);
  made.line.legs[0]?.listener.talking();
  return made;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(media, 'captureOrSound').mockImplementation(() =>
    Promise.resolve({ media: silence(), lacks: '' }),
  );
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the line', () => {
  it('registers with the login that it was given', async () => {
    const { phone, line } = await onLine();
    expect(line.did).toEqual(['renew alice~1', 'start alice~1', 'register']);
    expect(phone.get()).toMatchObject({ line: 'on', address: 'sip:alice@example.org', problem: '' });
  });

  it('takes a new login at half the time of the old one', async () => {
    const { line, login } = await onLine();
    await vi.advanceTimersByTimeAsync(299_000);
    expect(login).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(login).toHaveBeenCalledTimes(2);
    expect(line.did.at(-1)).toBe('renew alice~2');
  });

  it('says that it is lost, and registers again when it is back', async () => {
    const { phone, line } = await onLine();
    line.listener?.disconnected();
    expect(phone.get().line).toBe('lost');
    line.did.length = 0;
    line.listener?.connected();
    await vi.advanceTimersByTimeAsync(0);
    expect(line.did).toEqual(['register']);
    line.listener?.registered();
    expect(phone.get().line).toBe('on');
  });

  it('asks for another login where the server knows the old one no more', async () => {
    const { phone, line, login } = await onLine();
    line.listener?.refused(401, 'Unauthorized');
    expect(phone.get()).toMatchObject({ line: 'refused', problem: 'Unauthorized' });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(login).toHaveBeenCalledTimes(2);
    expect(line.did.slice(-2)).toEqual(['renew alice~2', 'register']);
  });

  it('tries more and more seldom where the server gives no login', async () => {
    const { phone, login } = stage();
    login.mockRejectedValue(new Error('The server does not answer'));
    phone.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(phone.get().problem).toBe('The server does not answer');
    await vi.advanceTimersByTimeAsync(2_000 + 4_000 + 8_000);
    expect(login).toHaveBeenCalledTimes(4);
  });

  it('goes off line with the page', async () => {
    const { phone, line, login } = await onLine();
    phone.stop();
    expect(phone.get().line).toBe('off');
    expect(line.did.at(-1)).toBe('stop');
    await vi.advanceTimersByTimeAsync(600_000);
    expect(login).toHaveBeenCalledTimes(1);
  });
});

describe('a call that goes out', () => {
  it('rings, talks and ends', async () => {
    const { phone, line, heard } = await onLine();
    expect(await phone.dial('bob', false)).toBe('');
    expect(line.did.at(-1)).toBe('call sip:bob@example.org');
    expect(phone.get().call).toMatchObject({ phase: 'calling', display: 'Robert', incoming: false });
    const leg = line.legs[0];
    leg?.listener.ringing();
    expect(phone.get().call?.phase).toBe('ringing');
    leg?.listener.talking();
    expect(phone.get().call?.phase).toBe('talking');
    leg?.listener.ended({ status: 200, reason: '', by: 'there' });
    expect(phone.get().call).toMatchObject({ phase: 'ended', ended: words.endings.theyHungUp });
    expect(heard).toEqual(['ringback', 'silence', 'over']);
  });

  it('shows why the server refused it', async () => {
    const { phone, line } = await onLine();
    await phone.dial('bob', false);
    line.legs[0]?.listener.ended({ status: 403, reason: 'You may not reach each other', by: 'there' });
    expect(phone.get().call?.ended).toBe('Not allowed. You may not reach each other');
  });

  it('does not begin without a line, an address, or while another goes on', async () => {
    const { phone, line } = await onLine();
    expect(await phone.dial('two words', false)).toBe(words.noAddress);
    expect(await phone.dial('alice', false)).toBe(words.yourself);
    await phone.dial('bob', false);
    expect(await phone.dial('carol', false)).toBe(words.oneCall);
    phone.hangUp();
    line.listener?.disconnected();
    expect(await phone.dial('carol', false)).toBe(words.offLine);
  });

  it('says what is wrong with the microphone', async () => {
    const { phone } = await onLine();
    vi.mocked(media.captureOrSound).mockRejectedValueOnce(new DOMException('', 'NotAllowedError'));
    expect(await phone.dial('bob', false)).toBe(words.media.notAllowed);
    expect(phone.get().call).toBeNull();
  });

  it('is forgotten a moment after its end', async () => {
    const { phone, line } = await talking();
    line.legs[0]?.listener.ended({ status: 200, reason: '', by: 'there' });
    await vi.advanceTimersByTimeAsync(6_000);
    expect(phone.get().call).toBeNull();
  });
});

describe('a call that comes in', () => {
  it('rings under the name that the directory has, and is answered', async () => {
    const { phone, line, heard } = await onLine();
    const leg = line.rings({ ...BOB, display: 'The boss' }, true);
    expect(phone.get().call).toMatchObject({ phase: 'incoming', display: 'Robert', offersVideo: true });
    await phone.answer(false);
    expect(leg.did).toEqual(['answer']);
    leg.listener.talking();
    expect(phone.get().call?.phase).toBe('talking');
    expect(heard).toEqual(['ring', 'silence', 'silence']);
  });

  it('shows no name that a colleague only claims, but what the server says', async () => {
    const { phone, line } = await onLine();
    line.rings({ address: 'sip:carol@example.org', display: 'The boss' });
    expect(phone.get().call?.display).toBe('');
    await vi.advanceTimersByTimeAsync(0);
    expect(phone.get().call?.display).toBe('Carol of the directory');
  });

  it('is turned down', async () => {
    const { phone, line } = await onLine();
    const leg = line.rings(BOB);
    phone.hangUp();
    expect(leg.did).toEqual(['end 603']);
    expect(phone.get().call?.phase).toBe('ended');
  });

  it('is missed where the caller gives up, and says so where it was answered elsewhere', async () => {
    const { phone, line } = await onLine();
    line.rings(BOB).listener.ended({ status: 487, reason: '', by: 'there' });
    expect(phone.get().call?.ended).toBe(words.endings.missed);
    line.rings(BOB).listener.ended({ status: 487, reason: 'Call completed elsewhere', by: 'there' });
    expect(phone.get().call?.ended).toBe('Call completed elsewhere');
  });

  it('finds a busy phone while another goes on', async () => {
    const { phone, line, heard } = await talking();
    const leg = line.rings({ address: 'sip:carol@example.org', display: 'Carol' });
    expect(leg.did).toEqual(['end 486']);
    expect(phone.get()).toMatchObject({ missed: 'carol@example.org' });
    expect(phone.get().call?.phase).toBe('talking');
    expect(heard.at(-1)).toBe('knock');
  });
});

describe('a call that goes on', () => {
  it('is muted, held and takes digits', async () => {
    const { phone, line } = await talking();
    const leg = line.legs[0];
    phone.running?.mute(true);
    await phone.running?.hold(true);
    expect(phone.get().call).toMatchObject({ muted: true, held: true, changing: false });
    await phone.running?.hold(false);
    phone.running?.digit('1');
    phone.running?.digit('#');
    expect(phone.get().call).toMatchObject({ held: false, digits: '1#' });
    expect(leg?.did).toEqual(['mute audio true', 'hold true', 'hold false', 'digit 1', 'digit #']);
  });

  it('stays as it was where the other side does not agree', async () => {
    const { phone, line } = await talking();
    const leg = line.legs[0];
    if (leg) {
      leg.agrees = false;
    }
    await phone.running?.hold(true);
    expect(phone.get().call).toMatchObject({ held: false, changing: false });
  });

  it('shows that it is recorded as soon as the server says so', async () => {
    const { phone, line } = await talking();
    const leg = line.legs[0];
    leg?.listener.described('v=0\r\na=record:paused\r\nm=audio 1 RTP/AVP 0\r\n');
    expect(phone.get().call?.recording).toBe('asked');
    leg?.listener.described('v=0\r\na=record:on\r\nm=audio 1 RTP/AVP 0\r\n');
    expect(phone.get().call?.recording).toBe('on');
  });

  it('outlives a break of the line, and tells the server where it is', async () => {
    const { phone, line } = await talking();
    line.listener?.disconnected();
    expect(phone.get()).toMatchObject({ line: 'lost', call: { phase: 'talking' } });
    line.listener?.connected();
    line.listener?.registered();
    expect(line.legs[0]?.did).toEqual(['offer true']);
  });
});
