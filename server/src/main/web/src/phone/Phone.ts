import { strings } from '../strings';
import { Call, type CallState } from './Call';
import type { Leg, Line, LineListener, Login, Peer } from './leg';
import { captureOrSound, mediaProblem, stop } from './media';
import { readable, target } from './words';

const BUSY = 486;
const DECLINED = 603;
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 60_000;
const SHOWN_AFTER_END = 6_000;

/** How far the phone is with the server. */
export type LineState =
  | 'off'
  | 'connecting'
  /** Calls come and go. */
  | 'on'
  /** The way to the server broke; it comes back by itself. */
  | 'lost'
  /** The server does not take this phone. */
  | 'refused';

/** The phone as pages show it; a new object with each change. */
export interface PhoneState {
  readonly line: LineState;
  readonly address: string;
  readonly domain: string;
  /** Why the line is not there, in words; empty for none. */
  readonly problem: string;
  readonly call: CallState | null;
  /** Somebody who called while there was another call; empty for nobody. */
  readonly missed: string;
}

/** What the phone lets hear. */
export interface Sounds {
  ring: () => void;
  knock: () => void;
  ringback: () => void;
  over: () => void;
  silence: () => void;
}

export interface Parts {
  line: Line;
  sounds: Sounds;
  /** Asks the server for a login; throws where there is none to be had. */
  login: () => Promise<Login>;
  /** How a colleague is known, by address; undefined where that is not known yet. */
  nameOf?: (address: string) => string | undefined;
  /** Asks the server how somebody is known; empty for nobody of this server. */
  lookUp?: (address: string) => Promise<string>;
  now?: () => number;
}

/**
 * The employee's phone: one line to the server and at most one call. It lives outside of React, so
 * that a call outlives the page that it was begun on.
 */
export class Phone implements LineListener {
  private current: PhoneState = {
    line: 'off',
    address: '',
    domain: '',
    problem: '',
    call: null,
    missed: '',
  };
  private readonly listeners = new Set<() => void>();
  private login: { is: Login; renew: number } | undefined;
  private call: Call | undefined;
  private started = false;
  private opened = false;
  private asking: Promise<boolean> | undefined;
  private pause = FIRST_PAUSE;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private renewal: ReturnType<typeof setTimeout> | undefined;
  private forgetting: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly parts: Parts) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly get = (): PhoneState => this.current;

  /** The running call, for what is done to it. */
  get running(): Call | undefined {
    return this.call;
  }

  private set(change: Partial<PhoneState>): void {
    this.current = { ...this.current, ...change };
    this.listeners.forEach(listener => listener());
  }

  private now(): number {
    return (this.parts.now ?? Date.now)();
  }

  /** Goes on line, as whoever has signed in. */
  start(): void {
    if (!this.started) {
      this.started = true;
      this.set({ line: 'connecting', problem: '' });
      void this.open();
    }
  }

  /** Goes off line and ends what runs. */
  stop(): void {
    this.started = false;
    clearTimeout(this.retry);
    clearTimeout(this.renewal);
    this.call?.end();
    this.parts.line.stop();
    this.opened = false;
    this.login = undefined;
    this.set({ line: 'off', problem: '' });
  }

  /** Tries at once what is tried again by itself: the network came back, or somebody asked. */
  again(): void {
    if (!this.started) {
      this.start();
      return;
    }
    clearTimeout(this.retry);
    this.pause = FIRST_PAUSE;
    if (this.login && this.current.line !== 'refused') {
      void this.register();
    } else {
      this.set({ line: 'connecting' });
      void this.open();
    }
  }

  private async open(): Promise<void> {
    if (!(await this.fresh()) || !this.started || !this.login) {
      return;
    }
    if (this.opened) {
      // the way is there, or comes back by itself; a call that goes on keeps it
      this.parts.line.register();
    } else {
      this.opened = true;
      this.parts.line.start(this.login.is, this);
    }
  }

  /** Has a login that is good for a while; false where the server gives none now. */
  private fresh(): Promise<boolean> {
    if (this.login && this.now() < this.login.renew) {
      return Promise.resolve(true);
    }
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async ask(): Promise<boolean> {
    try {
      const login = await this.parts.login();
      const half = (login.lifetime * 1000) / 2;
      this.login = { is: login, renew: this.now() + half };
      this.parts.line.renew(login);
      this.set({ address: login.address, domain: login.domain });
      clearTimeout(this.renewal);
      // a call has to prove whose it is at any moment, so that no login may run out unnoticed
      this.renewal = setTimeout(() => void this.fresh(), half + 1000);
      return true;
    } catch (error) {
      if (this.started && this.current.line !== 'on') {
        this.set({ problem: error instanceof Error ? error.message : String(error) });
        this.later(() => void this.open());
      } else if (this.started) {
        this.renewal = setTimeout(() => void this.fresh(), FIRST_PAUSE * 5);
      }
      return false;
    }
  }

  private later(what: () => void): void {
    clearTimeout(this.retry);
    this.retry = setTimeout(what, this.pause);
    this.pause = Math.min(LONGEST_PAUSE, this.pause * 2);
  }

  private async register(): Promise<void> {
    if (await this.fresh()) {
      this.parts.line.register();
    }
  }

  // what the line tells

  readonly connected = (): void => {
    if (this.current.line !== 'on') {
      this.set({ line: this.current.line === 'lost' ? 'lost' : 'connecting' });
    }
    void this.register();
  };

  readonly disconnected = (): void => {
    if (this.started) {
      this.set({ line: 'lost', problem: '' });
    }
  };

  readonly registered = (): void => {
    const back = this.current.line === 'lost';
    this.pause = FIRST_PAUSE;
    clearTimeout(this.retry);
    this.set({ line: 'on', problem: '' });
    if (back) {
      void this.call?.resume();
    }
  };

  readonly expiring = (): void => {
    void this.register();
  };

  readonly refused = (status: number, reason: string): void => {
    if (!this.started) {
      return;
    }
    const unknown = status === 401 || status === 403;
    if (unknown) {
      // the login may have ended with the server that gave it
      this.login = undefined;
    }
    const words = strings.phone.line;
    this.set({
      line: status === 0 ? 'lost' : 'refused',
      problem: status === 0 ? words.silent : reason || words.refused,
    });
    this.later(() => void this.register());
  };

  readonly incoming = (leg: Leg): void => {
    if (this.call) {
      const other = this.known(leg.peer);
      leg.end(BUSY);
      this.parts.sounds.knock();
      this.set({ missed: other.display || readable(other.address) });
      setTimeout(() => this.call?.state.phase === 'talking' && this.parts.sounds.silence(), 500);
      return;
    }
    const peer = this.known(leg.peer);
    this.begin(new Call(leg, true, peer, this.changed), peer);
    this.parts.sounds.ring();
  };

  /** A colleague is shown by the name that the directory has, whatever the call claims. */
  private known(peer: Peer): Peer {
    const name = this.parts.nameOf?.(peer.address);
    const foreign = !peer.address.endsWith(`@${this.current.domain}`);
    return { address: peer.address, display: name ?? (foreign ? peer.display : '') };
  }

  private begin(call: Call, peer: Peer): void {
    clearTimeout(this.forgetting);
    this.call = call;
    this.set({ call: call.state, missed: '' });
    if (!peer.display) {
      void this.parts.lookUp?.(peer.address).then(
        name => name && call.named(name),
        () => undefined,
      );
    }
  }

  private readonly changed = (call: Call): void => {
    if (call !== this.call) {
      return;
    }
    const { phase } = call.state;
    const before = this.current.call?.phase;
    if (phase !== before) {
      if (phase === 'ringing') {
        this.parts.sounds.ringback();
      } else if (phase === 'ended') {
        this.parts.sounds.over();
        this.call = undefined;
        this.forgetting = setTimeout(() => this.forget(), SHOWN_AFTER_END);
      } else if (phase !== 'incoming') {
        this.parts.sounds.silence();
      }
    }
    this.set({ call: call.state });
  };

  /** Takes the words about the last call from the page. */
  forget(): void {
    clearTimeout(this.forgetting);
    if (this.current.call?.phase === 'ended') {
      this.set({ call: null, missed: '' });
    }
  }

  // what somebody does

  /** Calls; what stands in the way, in words, or empty. */
  async dial(typed: string, video: boolean, display = ''): Promise<string> {
    const words = strings.phone;
    const address = target(typed, this.current.domain);
    if (!address) {
      return words.noAddress;
    }
    if (this.call) {
      return words.oneCall;
    }
    if (this.current.line !== 'on') {
      return words.offLine;
    }
    if (address === this.current.address) {
      return words.yourself;
    }
    try {
      const { media, lacks } = await captureOrSound(video);
      if (this.call || this.get().line !== 'on') {
        stop(media);
        return this.call ? words.oneCall : words.offLine;
      }
      const leg = this.parts.line.call(address, media);
      const peer = { address, display: display || this.known({ address, display }).display };
      const call = new Call(leg, false, peer, this.changed);
      this.begin(call, peer);
      call.sends(media);
      call.says(lacks);
      return '';
    } catch (error) {
      return mediaProblem(error);
    }
  }

  /** Takes the call that comes in. */
  async answer(video: boolean): Promise<void> {
    const call = this.call;
    if (call?.state.phase !== 'incoming') {
      return;
    }
    try {
      const { media, lacks } = await captureOrSound(video);
      call.answer(media);
      call.says(lacks);
    } catch (error) {
      call.says(mediaProblem(error));
    }
  }

  /** Turns down the call that comes in, or ends the one that runs. */
  hangUp(): void {
    this.call?.end(this.call.state.phase === 'incoming' ? DECLINED : undefined);
  }
}
