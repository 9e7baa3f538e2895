// A SIP phone as small as it can be: registers over TLS, writes lines, calls, and answers whoever
// writes or calls. Gives the specs of officers something to find.
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import type { ServerUnderTest } from './fixtures';

const PATIENCE = 15_000;

interface Message {
  first: string;
  headers: Map<string, string[]>;
}

interface Waiting {
  call: string;
  sequence: number;
  settle: (answer: Message) => void;
}

const SDP = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  'c=IN IP4 127.0.0.1',
  't=0 0',
  'm=audio 40000 RTP/SAVP 0',
  'a=rtpmap:0 PCMU/8000',
  `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${randomBytes(30).toString('base64')}`,
  'a=sendrecv',
  '',
].join('\r\n');

function hash(algorithm: string, text: string): string {
  return createHash(algorithm.startsWith('SHA-256') ? 'sha256' : 'md5').update(text).digest('hex');
}

function parameter(challenge: string, name: string): string {
  return new RegExp(`\\b${name}="?([^",]+)"?`, 'i').exec(challenge)?.[1] ?? '';
}

export class SipPhone {
  private domain = 'localhost';
  private buffer = '';
  private sequence = 0;
  private readonly waiting: Waiting[] = [];
  private readonly tag = randomBytes(6).toString('hex');

  private constructor(
    private readonly socket: TLSSocket,
    private readonly user: string,
    private readonly password: string,
    /** What a caller is told. */
    private readonly toCallers: string,
  ) {
    socket.setEncoding('latin1');
    socket.on('data', (data: string) => this.received(data));
    socket.on('error', () => undefined);
  }

  static async of(server: ServerUnderTest, user: string, toCallers = '486 Busy Here'): Promise<SipPhone> {
    const { hostname, port } = new URL(server.url);
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const phone = new SipPhone(socket, user, server.passwords[user] ?? '', toCallers);
    const answer = await phone.request('REGISTER', 'registrar', `Contact: ${phone.contact()}\r\nExpires: 600\r\n`);
    phone.mustBe(answer, '200');
    return phone;
  }

  /** Writes a line; resolves once the server has taken it. */
  async write(to: string, text: string): Promise<void> {
    const answer = await this.request('MESSAGE', to, 'Content-Type: text/plain;charset=utf-8\r\n', text);
    this.mustBe(answer, '20');
  }

  /** Calls; resolves with the status that the call ended with. */
  async call(to: string): Promise<string> {
    const headers = `Contact: ${this.contact()}\r\nContent-Type: application/sdp\r\n`;
    const answer = await this.request('INVITE', to, headers, SDP);
    return answer.first.split(' ')[1] ?? '';
  }

  close(): void {
    this.socket.destroy();
  }

  private contact(): string {
    return `<sip:${this.user}@127.0.0.1:5061;transport=tls>`;
  }

  private mustBe(answer: Message, status: string): void {
    if (!answer.first.startsWith(`SIP/2.0 ${status}`)) {
      throw new Error(`${this.user}: ${answer.first}`);
    }
  }

  /** Asks, and asks again with the password where the server wants it (RFC 3261 section 22). */
  private async request(method: string, to: string, headers: string, body = ''): Promise<Message> {
    const call = randomBytes(8).toString('hex');
    let answer = await this.once(method, to, call, headers, body);
    const challenge = (answer.headers.get('www-authenticate') ?? answer.headers.get('proxy-authenticate'))?.[0];
    if (challenge) {
      this.domain = parameter(challenge, 'realm');
      const name = answer.headers.has('www-authenticate') ? 'Authorization' : 'Proxy-Authorization';
      const credentials = this.credentials(challenge, method, this.uri(method, to));
      answer = await this.once(method, to, call, `${name}: ${credentials}\r\n${headers}`, body);
    }
    return answer;
  }

  private uri(method: string, to: string): string {
    return method === 'REGISTER' ? `sip:${this.domain}` : `sip:${to}@${this.domain}`;
  }

  /** Digest credentials (RFC 8760). */
  private credentials(challenge: string, method: string, uri: string): string {
    const [realm, nonce] = [parameter(challenge, 'realm'), parameter(challenge, 'nonce')];
    const algorithm = parameter(challenge, 'algorithm') || 'MD5';
    const opaque = parameter(challenge, 'opaque');
    const cnonce = randomBytes(6).toString('hex');
    const own = hash(algorithm, `${this.user}:${realm}:${this.password}`);
    const response = hash(
      algorithm,
      `${own}:${nonce}:00000001:${cnonce}:auth:${hash(algorithm, `${method}:${uri}`)}`,
    );
    return (
      `Digest username="${this.user}", realm="${realm}", nonce="${nonce}", uri="${uri}", ` +
      `response="${response}", algorithm=${algorithm}, qop=auth, nc=00000001, cnonce="${cnonce}"` +
      (opaque ? `, opaque="${opaque}"` : '')
    );
  }

  private once(method: string, to: string, call: string, headers: string, body: string): Promise<Message> {
    const sequence = ++this.sequence;
    const target = method === 'REGISTER' ? this.user : to;
    const bytes = Buffer.from(body, 'utf8');
    const head =
      `${method} ${this.uri(method, to)} SIP/2.0\r\n` +
      `Via: SIP/2.0/TLS 127.0.0.1;branch=z9hG4bK${randomBytes(8).toString('hex')};rport\r\n` +
      `Max-Forwards: 70\r\n` +
      `From: <sip:${this.user}@${this.domain}>;tag=${this.tag}\r\n` +
      `To: <sip:${target}@${this.domain}>\r\n` +
      `Call-ID: ${call}\r\nCSeq: ${sequence} ${method}\r\n${headers}` +
      `Content-Length: ${bytes.length}\r\n\r\n`;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${method} was not answered`)), PATIENCE);
      this.waiting.push({
        call,
        sequence,
        settle: answer => {
          clearTimeout(timer);
          if (method === 'INVITE') {
            this.acknowledge(head, answer);
          }
          resolve(answer);
        },
      });
      this.socket.write(Buffer.concat([Buffer.from(head, 'utf8'), bytes]));
    });
  }

  /** An answer other than 2xx is acknowledged within its transaction (RFC 3261 section 17.1.1.3). */
  private acknowledge(invite: string, answer: Message): void {
    const kept = invite.split('\r\n').filter(line => /^(Via|Max-Forwards|From|Call-ID):/.test(line));
    const first = invite.split('\r\n')[0]?.replace('INVITE', 'ACK') ?? '';
    const sequence = /CSeq: (\d+)/.exec(invite)?.[1] ?? '1';
    const to = answer.headers.get('to')?.[0] ?? '';
    this.socket.write(
      `${[first, ...kept].join('\r\n')}\r\nTo: ${to}\r\nCSeq: ${sequence} ACK\r\nContent-Length: 0\r\n\r\n`,
    );
  }

  private received(data: string): void {
    this.buffer += data;
    for (;;) {
      this.buffer = this.buffer.replace(/^(\r\n)+/, '');
      const end = this.buffer.indexOf('\r\n\r\n');
      if (end < 0) {
        return;
      }
      const head = this.buffer.slice(0, end);
      const length = Number(/^(?:Content-Length|l)\s*:\s*(\d+)/im.exec(head)?.[1] ?? 0);
      if (this.buffer.length < end + 4 + length) {
        return;
      }
      this.buffer = this.buffer.slice(end + 4 + length);
      this.take(parsed(head));
    }
  }

  private take(message: Message): void {
    if (!message.first.startsWith('SIP/2.0')) {
      this.answer(message);
      return;
    }
    const call = message.headers.get('call-id')?.[0];
    const sequence = Number(message.headers.get('cseq')?.[0]?.split(' ')[0]);
    if (message.first.startsWith('SIP/2.0 1')) {
      return;
    }
    const i = this.waiting.findIndex(each => each.call === call && each.sequence === sequence);
    if (i >= 0) {
      this.waiting.splice(i, 1)[0]?.settle(message);
    }
  }

  private answer(request: Message): void {
    const method = request.first.split(' ')[0];
    if (method === 'ACK') {
      return;
    }
    const status = method === 'INVITE' ? this.toCallers : '200 OK';
    const back = ['via', 'from', 'call-id', 'cseq'].flatMap(name =>
      (request.headers.get(name) ?? []).map(value => `${name}: ${value}`),
    );
    const to = request.headers.get('to')?.[0] ?? '';
    const tagged = to.includes('tag=') ? to : `${to};tag=${this.tag}`;
    this.socket.write(
      `SIP/2.0 ${status}\r\n${back.join('\r\n')}\r\nto: ${tagged}\r\nContent-Length: 0\r\n\r\n`,
    );
  }
}

const SHORT: Record<string, string> = { v: 'via', f: 'from', t: 'to', i: 'call-id', l: 'content-length' };

function parsed(head: string): Message {
  const [first = '', ...lines] = head.split('\r\n');
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const written = line.slice(0, colon).trim().toLowerCase();
    const name = SHORT[written] ?? written;
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()]);
  }
  return { first, headers };
}
