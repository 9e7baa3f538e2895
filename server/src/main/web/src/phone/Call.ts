import { strings } from '../strings';
import type { Ending, Leg, LegListener } from './leg';
import { captureCamera, captureScreen, mediaProblem, stop } from './media';
import { measured, quality, type Measured, type Quality } from './quality';
import { endingText, recordingOf, type Recording } from './words';

const LOOK = 2_000;

export type Phase =
  /** We call, and the server has not found a phone yet. */
  | 'calling'
  /** The other side's phone rings. */
  | 'ringing'
  /** We are called. */
  | 'incoming'
  /** Answered here, and the media is on its way. */
  | 'answering'
  | 'talking'
  | 'ended';

/** A call as a page shows it; a new object with each change. */
export interface CallState {
  readonly id: number;
  readonly incoming: boolean;
  readonly address: string;
  readonly display: string;
  readonly phase: Phase;
  /** When both sides were in it; milliseconds since 1970, 0 before. */
  readonly since: number;
  readonly offersVideo: boolean;
  readonly muted: boolean;
  readonly held: boolean;
  readonly heldByPeer: boolean;
  readonly camera: boolean;
  readonly sharing: boolean;
  /** A change is on its way to the other side. */
  readonly changing: boolean;
  readonly recording: Recording | undefined;
  readonly quality: Quality;
  /** What we send and what comes; each a new stream when its tracks change. */
  readonly mine: MediaStream | null;
  readonly theirs: MediaStream | null;
  readonly digits: string;
  /** What went wrong without ending the call. */
  readonly problem: string;
  readonly ended: string;
}

let calls = 0;

/** One call, from the first ring to its end. Lives outside of what is shown of it. */
export class Call implements LegListener {
  private current: CallState;
  private media: MediaStream | null = null;
  private peerConnection: RTCPeerConnection | undefined;
  private screen: MediaStreamTrack | null = null;
  private looking: ReturnType<typeof setInterval> | undefined;
  private before: Measured | undefined;
  private byUs = false;

  constructor(
    private readonly leg: Leg,
    readonly incoming: boolean,
    peer: { address: string; display: string },
    private readonly changed: (call: Call) => void,
  ) {
    this.current = {
      id: ++calls,
      incoming,
      address: peer.address,
      display: peer.display,
      phase: incoming ? 'incoming' : 'calling',
      since: 0,
      offersVideo: leg.offersVideo,
      muted: false,
      held: false,
      heldByPeer: false,
      camera: false,
      sharing: false,
      changing: false,
      recording: undefined,
      quality: 'unknown',
      mine: null,
      theirs: null,
      digits: '',
      problem: '',
      ended: '',
    };
    leg.listen(this);
  }

  get state(): CallState {
    return this.current;
  }

  private set(change: Partial<CallState>): void {
    this.current = { ...this.current, ...change };
    this.changed(this);
  }

  private get over(): boolean {
    return this.current.phase === 'ended';
  }

  /** What is sent from the beginning; stopped with the call. */
  sends(media: MediaStream): void {
    this.media = media;
    this.set({ mine: media, camera: media.getVideoTracks().length > 0 });
  }

  /** Who it is, as the directory has it. */
  named(display: string): void {
    this.set({ display });
  }

  says(problem: string): void {
    this.set({ problem });
  }

  answer(media: MediaStream): void {
    if (this.current.phase !== 'incoming') {
      stop(media);
      return;
    }
    this.sends(media);
    this.set({ phase: 'answering' });
    this.leg.answer(media);
  }

  /** Hangs up, gives up, or turns a call down. */
  end(status?: number): void {
    if (!this.over) {
      this.byUs = true;
      this.leg.end(status);
    }
  }

  mute(on: boolean): void {
    if (!this.over) {
      this.leg.mute('audio', on);
      this.set({ muted: on });
    }
  }

  async hold(on: boolean): Promise<void> {
    await this.change(async () => {
      if (await this.leg.hold(on)) {
        this.set({ held: on });
      }
    });
  }

  digit(digit: string): void {
    this.leg.digit(digit);
    this.set({ digits: (this.current.digits + digit).slice(-32) });
  }

  /** The camera on or off; the first time it is offered to the other side. */
  async showCamera(on: boolean): Promise<void> {
    const track = this.media?.getVideoTracks()[0];
    if (track && !this.current.sharing) {
      this.leg.mute('video', !on);
      this.set({ camera: on });
      return;
    }
    if (on && !this.current.sharing) {
      await this.change(async () => {
        await this.picture(await captureCamera());
        this.set({ camera: true });
      });
    }
  }

  /** A screen in place of the camera, or the camera again. */
  async share(on: boolean): Promise<void> {
    await this.change(async () => {
      if (on === this.current.sharing) {
        return;
      }
      if (!on) {
        await this.unshare();
        return;
      }
      const screen = await captureScreen();
      if (!screen) {
        return;
      }
      this.screen = screen;
      screen.addEventListener('ended', () => void this.share(false));
      this.leg.slides(true);
      this.leg.mute('video', false);
      this.set({ sharing: true });
      await this.picture(screen);
    });
  }

  private async unshare(): Promise<void> {
    this.screen?.stop();
    this.screen = null;
    this.leg.slides(false);
    const camera = this.media?.getVideoTracks().find(track => track.readyState === 'live');
    this.set({ sharing: false });
    await this.picture(camera ?? null);
    this.leg.mute('video', !this.current.camera);
  }

  /** Sends that picture, and says so to the other side, whose rules may differ for a screen. */
  private async picture(track: MediaStreamTrack | null): Promise<void> {
    const connection = this.peerConnection;
    if (!connection || this.over) {
      track?.stop();
      return;
    }
    if (track && track !== this.screen && !this.media?.getTracks().includes(track)) {
      this.media?.addTrack(track);
    }
    const seat = connection
      .getTransceivers()
      .find(({ receiver, stopped }: Transceiver) => receiver.track.kind === 'video' && !stopped);
    if (seat) {
      await seat.sender.replaceTrack(track);
      seat.direction = track ? 'sendrecv' : 'recvonly';
    } else if (track && this.media) {
      connection.addTrack(track, this.media);
    }
    this.set({ mine: this.media ? new MediaStream(this.sent(track)) : null });
    await this.leg.offer(false);
  }

  private sent(picture: MediaStreamTrack | null): MediaStreamTrack[] {
    return [...(this.media?.getAudioTracks() ?? []), ...(picture ? [picture] : [])];
  }

  /** One change at a time, and what fails is told. */
  private async change(what: () => Promise<void>): Promise<void> {
    if (this.current.changing || this.current.phase !== 'talking') {
      return;
    }
    this.set({ changing: true, problem: '' });
    try {
      await what();
    } catch (error) {
      this.set({ problem: mediaProblem(error) });
    } finally {
      this.set({ changing: false });
    }
  }

  /** Another microphone, camera or both in a running call. */
  async replace(fresh: MediaStream): Promise<void> {
    const connection = this.peerConnection;
    if (!connection || !this.media || this.over) {
      stop(fresh);
      return;
    }
    for (const track of fresh.getTracks()) {
      const old = this.media.getTracks().find(({ kind }) => kind === track.kind);
      const sender = connection.getSenders().find(each => each.track === old);
      track.enabled = old?.enabled ?? true;
      if (sender) {
        await sender.replaceTrack(track);
      }
      if (old) {
        this.media.removeTrack(old);
        old.stop();
      }
      this.media.addTrack(track);
    }
    this.set({ mine: new MediaStream(this.media.getTracks()) });
  }

  /** The way to the server is there again: it is told where this phone is now. */
  async resume(): Promise<void> {
    if (this.current.phase !== 'talking') {
      return;
    }
    const state = this.peerConnection?.connectionState;
    await this.leg.offer(state !== 'connected' && state !== 'connecting');
  }

  // what the signalling tells

  ringing(): void {
    if (this.current.phase === 'calling') {
      this.set({ phase: 'ringing' });
    }
  }

  talking(): void {
    if (!this.over && this.current.phase !== 'talking') {
      this.set({ phase: 'talking', since: Date.now() });
      this.looking = setInterval(() => void this.look(), LOOK);
    }
  }

  held(on: boolean): void {
    this.set({ heldByPeer: on });
  }

  described(sdp: string): void {
    const recording = recordingOf(sdp);
    if (recording) {
      this.set({ recording });
    }
  }

  connection(connection: RTCPeerConnection): void {
    this.peerConnection = connection;
    connection.addEventListener('track', ({ track }) => {
      const show = () => this.theirsChanged();
      track.addEventListener('mute', show);
      track.addEventListener('unmute', show);
      track.addEventListener('ended', show);
      show();
    });
  }

  private theirsChanged(): void {
    const receivers = this.peerConnection?.getReceivers() ?? [];
    const tracks = receivers
      .map(({ track }) => track)
      .filter(track => track.readyState === 'live' && (track.kind === 'audio' || !track.muted));
    const ids = (stream: MediaStream | null) =>
      stream?.getTracks().map(({ id }) => id).sort().join() ?? '';
    const theirs = new MediaStream(tracks);
    if (ids(theirs) !== ids(this.current.theirs)) {
      this.set({ theirs });
    }
  }

  ended(ending: Ending): void {
    if (this.over) {
      return;
    }
    clearInterval(this.looking);
    stop(this.media);
    this.screen?.stop();
    this.set({
      phase: 'ended',
      mine: null,
      theirs: null,
      sharing: false,
      camera: false,
      changing: false,
      ended: this.words(ending),
    });
  }

  private words({ status, reason, by }: Ending): string {
    const words = strings.phone.endings;
    if (this.byUs) {
      return this.current.since > 0 ? words.hungUp : words.gaveUp;
    }
    if (this.current.since > 0 || status === 200) {
      const text = status === 0 ? words.lost : by === 'here' ? words.hungUp : words.theyHungUp;
      return reason ? `${words.ended} ${reason}` : text;
    }
    if (this.incoming) {
      return reason || words.missed;
    }
    return endingText(status, reason);
  }

  private async look(): Promise<void> {
    const report = await this.peerConnection?.getStats();
    if (!report || this.over) {
      return;
    }
    const now = measured(report.values() as Iterable<RTCStats & { kind?: string }>);
    const found = this.before ? quality(this.before, now) : 'unknown';
    this.before = now;
    if (found !== this.current.quality) {
      this.set({ quality: found });
    }
  }
}

/** Browsers know a seat that was taken out; the type does not. */
type Transceiver = RTCRtpTransceiver & { stopped?: boolean };
