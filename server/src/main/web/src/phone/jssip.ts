import { UA, WebSocketInterface } from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession';
import type { IncomingRequest, IncomingResponse } from 'jssip/lib/SIPMessage';
import type { IncomingMessageEvent } from 'jssip/lib/UA';
import type { Ending, Leg, LegListener, Line, LineListener, Login, Peer } from './leg';
import { reasonText, spelledOut, warningText } from './words';

const EXPIRES = 300;

// the server is the only place that media goes to, so there is nothing to ask a STUN server
const PLACES: RTCConfiguration = { iceServers: [] };

// the page shows what the server says of recording (RFC 7866)
const AWARE = ['Supported: record-aware'];

type Message = IncomingRequest | IncomingResponse | null | undefined;

function header(message: Message, name: string): string | undefined {
  return message?.hasHeader(name) ? message.getHeader(name) : undefined;
}

function isResponse(message: Message): message is IncomingResponse {
  return message !== null && message !== undefined && 'status_code' in message;
}

/** What a final message says about why. */
function ending(message: Message, by: Ending['by'], cause: string): Ending {
  const reason = warningText(header(message, 'Warning')) || reasonText(header(message, 'Reason'));
  if (isResponse(message)) {
    return { status: message.status_code, reason, by };
  }
  if (message) {
    return { status: message.method === 'CANCEL' ? 487 : 200, reason, by };
  }
  const gone = cause === 'Connection Error' || cause === 'Request Timeout';
  return { status: gone ? 0 : 200, reason: '', by: gone ? 'there' : by };
}

/** One call, as JsSIP has it. */
class JsSipLeg implements Leg {
  readonly peer: Peer;
  readonly offersVideo: boolean;
  private listener: LegListener | undefined;
  private sendsSlides = false;

  constructor(
    private readonly session: RTCSession,
    request: { body?: string | null },
  ) {
    const { uri, display_name: display } = session.remote_identity;
    this.peer = { address: `sip:${uri.user}@${uri.host}`, display: display ?? '' };
    this.offersVideo = /^m=video [1-9]/m.test(request.body ?? '');
  }

  listen(listener: LegListener): void {
    const { session } = this;
    this.listener = listener;
    session.on('progress', ({ originator }: { originator: string }) => {
      if (originator === 'remote') {
        listener.ringing();
      }
    });
    session.on('accepted', () => listener.talking());
    const over = ({ message, originator, cause }: { message: Message; originator: string; cause: string }) => {
      listener.ended(ending(message, originator === 'local' ? 'here' : 'there', cause));
    };
    session.on('ended', over);
    session.on('failed', over);
    session.on('hold', ({ originator }) => {
      if (isRemote(originator)) {
        listener.held(true);
      }
    });
    session.on('unhold', ({ originator }) => {
      if (isRemote(originator)) {
        listener.held(false);
      }
    });
    session.on('sdp', event => {
      if (isRemote(event.originator)) {
        listener.described(event.sdp);
        event.sdp = spelledOut(event.sdp);
      } else if (this.sendsSlides) {
        event.sdp = withSlides(event.sdp);
      }
    });
    const connection = session.connection as RTCPeerConnection | null;
    if (connection) {
      listener.connection(connection);
    } else {
      session.on('peerconnection', ({ peerconnection }) => listener.connection(peerconnection));
    }
  }

  answer(media: MediaStream): void {
    this.session.answer({ mediaStream: media, pcConfig: PLACES, extraHeaders: [...AWARE] });
  }

  end(status?: number): void {
    if (this.session.isEnded()) {
      return;
    }
    try {
      this.session.terminate(status ? { status_code: status } : {});
    } catch {
      // it ended in this moment by itself
      this.listener?.ended({ status: 200, reason: '', by: 'here' });
    }
  }

  hold(on: boolean): Promise<boolean> {
    return this.changed(done => (on ? this.session.hold({}, done) : this.session.unhold({}, done)));
  }

  mute(kind: 'audio' | 'video', on: boolean): void {
    if (on) {
      this.session.mute({ [kind]: true });
    } else {
      this.session.unmute({ [kind]: true });
    }
  }

  offer(restart: boolean): Promise<boolean> {
    const options = restart ? { rtcOfferConstraints: { iceRestart: true } } : {};
    return this.changed(done => this.session.renegotiate(options, done));
  }

  slides(on: boolean): void {
    this.sendsSlides = on;
  }

  /** As events in the audio (RFC 4733) where both sides know them, else as INFO. */
  digit(digit: string): void {
    const sender = this.session.connection.getSenders().find(({ track }) => track?.kind === 'audio');
    if (sender?.dtmf?.canInsertDTMF) {
      sender.dtmf.insertDTMF(sender.dtmf.toneBuffer + digit, 160, 70);
    } else {
      this.session.sendDTMF(digit, { duration: 160 });
    }
  }

  private changed(begin: (done: () => void) => boolean): Promise<boolean> {
    return new Promise(resolve => {
      if (this.session.isEnded() || !begin(() => resolve(true))) {
        resolve(false);
      }
    });
  }
}

function isRemote(originator: string): boolean {
  return originator === 'remote';
}

function withSlides(sdp: string): string {
  return sdp.replace(/^(m=video .*\r\n(?:[icb]=.*\r\n)*)/m, '$1a=content:slides\r\n');
}

/** The way to the server: SIP over a WebSocket of the page's own origin. */
export class JsSipLine implements Line {
  private ua: UA | undefined;
  private starting: Leg | undefined;

  start(login: Login, listener: LineListener): void {
    this.stop();
    const ua = new UA({
      sockets: [new WebSocketInterface(`wss://${window.location.host}/`)],
      uri: login.address,
      display_name: login.display,
      authorization_user: login.username,
      password: login.password,
      realm: login.domain,
      // by whoever listens, with a login that is still good
      register: false,
      register_expires: EXPIRES,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 20,
      // how it begins tells the server that MD5 is the digest that this library knows
      user_agent: 'JsSIP (Sallyport browser phone)',
    });
    this.ua = ua;
    const ours = (then: () => void) => () => {
      if (this.ua === ua) {
        then();
      }
    };
    ua.on('connected', ours(listener.connected));
    ua.on('disconnected', ours(listener.disconnected));
    ua.on('registered', ours(listener.registered));
    ua.on('registrationExpiring', ours(listener.expiring));
    ua.on('registrationFailed', ({ response }) => {
      const message = response as IncomingResponse | null;
      const { status, reason } = message
        ? ending(message, 'there', '')
        : { status: 0, reason: '' };
      ours(() => listener.refused(status, reason))();
    });
    ua.on('newRTCSession', ({ originator, session, request }: NewSession) => {
      const leg = new JsSipLeg(session, request);
      if (originator === 'remote') {
        listener.incoming(leg);
      } else {
        this.starting = leg;
      }
    });
    // a line, which the chat page has from the server's events; without a listener JsSIP answers 405,
    // and the server would take that for a refusal
    ua.on('newMessage', ({ message }: IncomingMessageEvent) => message.accept({}));
    ua.start();
  }

  renew(login: Login): void {
    this.ua?.set('authorization_user', login.username);
    this.ua?.set('password', login.password);
  }

  register(): void {
    if (this.ua?.isConnected()) {
      // public, and missing in the library's types
      (this.ua.registrator() as unknown as { register: () => void }).register();
    }
  }

  call(address: string, media: MediaStream): Leg {
    if (!this.ua) {
      throw new Error('the line is not open');
    }
    this.starting = undefined;
    this.ua.call(address, {
      mediaStream: media,
      pcConfig: PLACES,
      extraHeaders: [...AWARE],
    });
    const leg = this.starting as Leg | undefined;
    if (!leg) {
      throw new Error('the call did not begin');
    }
    return leg;
  }

  stop(): void {
    const { ua } = this;
    this.ua = undefined;
    ua?.stop();
  }
}

interface NewSession {
  originator: string;
  session: RTCSession;
  request: { body?: string | null };
}
