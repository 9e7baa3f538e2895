import { strings } from '../strings';

const MOST = 200;

/** The words of a Warning (RFC 3261 section 20.43): `399 host "words"`; empty for none. */
export function warningText(header: string | undefined): string {
  const quoted = /^\s*\d{3}\s+\S+\s+"((?:[^"\\]|\\.)*)"/.exec(header ?? '')?.[1];
  return quoted ? plain(quoted) : '';
}

/** The words of a Reason (RFC 3326): `SIP;cause=403;text="words"`; empty for none. */
export function reasonText(header: string | undefined): string {
  const quoted = /;\s*text\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(header ?? '')?.[1];
  return quoted ? plain(quoted) : '';
}

function plain(quoted: string): string {
  return quoted.replace(/\\(.)/g, '$1').slice(0, MOST);
}

/** What the server says about recording in a description (RFC 7866). */
export type Recording = 'on' | 'asked' | 'off';

export function recordingOf(sdp: string): Recording | undefined {
  const said = /^a=record:(on|off|paused)\r?$/m.exec(sdp)?.[1];
  return said === undefined ? undefined : said === 'paused' ? 'asked' : (said as Recording);
}

const TRANSPORT = ['ice-ufrag', 'ice-pwd', 'fingerprint', 'setup'];

/**
 * The description with the transport of each bundle's first line in its other lines too. RFC 9143
 * has it in the first alone once the bundle is agreed; Firefox takes its absence from a line that
 * had one of its own in the offer for another start of ICE, and ends the call.
 */
export function spelledOut(sdp: string): string {
  const [session = '', ...lines] = sdp.split(/^(?=m=)/m);
  const bundle = /^a=group:BUNDLE (.*?)\r?$/m.exec(session)?.[1]?.split(' ') ?? [];
  const named = (mid: string | undefined) =>
    lines.find(line => mid !== undefined && attributes(line, ['mid']).includes(`a=mid:${mid}\r\n`));
  const first = named(bundle[0]);
  const transport = first ? attributes(first, TRANSPORT).join('') : '';
  const others = bundle.slice(1).map(named);
  return (
    session +
    lines.map(line => (others.includes(line) ? without(line, TRANSPORT) + transport : line)).join('')
  );
}

function pattern(names: string[]): RegExp {
  return new RegExp(`^a=(?:${names.join('|')}):.*\\r\\n`, 'gm');
}

function attributes(line: string, names: string[]): string[] {
  return line.match(pattern(names)) ?? [];
}

function without(line: string, names: string[]): string {
  return line.replace(pattern(names), '');
}

/**
 * What somebody typed as the address to call: a name or a number of this server, or a whole
 * address. Undefined where it is none.
 */
export function target(typed: string, domain: string): string | undefined {
  const text = typed.trim().replace(/^sips?:/i, '');
  if (text === '' || text.length > 250 || /[\s<>"\\;?,]/.test(asNumber(text))) {
    return undefined;
  }
  const [user, host, more] = asNumber(text).split('@');
  if (!user || more !== undefined || host === '') {
    return undefined;
  }
  return `sip:${encodeURIComponent(user).replace(/%2B/gi, '+')}@${host ?? domain}`;
}

/** A number without what people put in for reading; anything else as it is. */
function asNumber(text: string): string {
  return /^\+?[\d\s()./-]+$/.test(text) && /\d/.test(text) ? text.replace(/[^\d+]/g, '') : text;
}

/** An address as people read it. */
export function readable(address: string): string {
  return address.replace(/^sips?:/i, '');
}

/** Why a call came to nothing, in words; the other side's own where there are any. */
export function endingText(status: number, reason: string): string {
  const words = strings.phone.endings;
  const known: Record<number, string> = {
    0: words.noAnswerFromServer,
    403: words.notAllowed,
    404: words.notFound,
    408: words.noAnswer,
    480: words.unavailable,
    486: words.busy,
    487: words.cancelled,
    488: words.noMedia,
    600: words.busy,
    603: words.declined,
  };
  const text = known[status] ?? (status >= 500 ? words.server : words.other(status));
  return reason && reason !== text ? `${text} ${reason}` : text;
}
