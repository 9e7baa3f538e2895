import type { Leg, LegListener, Line, LineListener, Login, Peer } from './leg';

/** A line for tests: what the phone does is noted, what the server does is said by the test. */
export class FakeLine implements Line {
  readonly did: string[] = [];
  readonly legs: FakeLeg[] = [];
  listener: LineListener | undefined;

  start(login: Login, listener: LineListener): void {
    this.listener = listener;
    this.did.push(`start ${login.username}`);
  }

  renew(login: Login): void {
    this.did.push(`renew ${login.username}`);
  }

  register(): void {
    this.did.push('register');
  }

  call(address: string): Leg {
    const leg = new FakeLeg({ address, display: '' }, false);
    this.legs.push(leg);
    this.did.push(`call ${address}`);
    return leg;
  }

  stop(): void {
    this.did.push('stop');
  }

  /** Somebody calls. */
  rings(peer: Peer, offersVideo = false): FakeLeg {
    const leg = new FakeLeg(peer, offersVideo);
    this.legs.push(leg);
    this.listener?.incoming(leg);
    return leg;
  }
}

export class FakeLeg implements Leg {
  readonly did: string[] = [];
  listener!: LegListener;
  /** What the other side says to a change. */
  agrees = true;

  constructor(
    readonly peer: Peer,
    readonly offersVideo: boolean,
  ) {}

  listen(listener: LegListener): void {
    this.listener = listener;
  }

  answer(): void {
    this.did.push('answer');
  }

  end(status?: number): void {
    this.did.push(`end ${status ?? ''}`.trim());
    this.listener?.ended({ status: 200, reason: '', by: 'here' });
  }

  hold(on: boolean): Promise<boolean> {
    this.did.push(`hold ${on}`);
    return Promise.resolve(this.agrees);
  }

  mute(kind: 'audio' | 'video', on: boolean): void {
    this.did.push(`mute ${kind} ${on}`);
  }

  offer(restart: boolean): Promise<boolean> {
    this.did.push(`offer ${restart}`);
    return Promise.resolve(this.agrees);
  }

  slides(on: boolean): void {
    this.did.push(`slides ${on}`);
  }

  digit(digit: string): void {
    this.did.push(`digit ${digit}`);
  }
}
