/** What a phone registers with, as the server gives it. */
export interface Login {
  address: string;
  display: string;
  domain: string;
  username: string;
  password: string;
  /** Seconds from when it was given. */
  lifetime: number;
}

/** Who is at the other side, as the signalling says. */
export interface Peer {
  address: string;
  display: string;
}

/** How a call ended. */
export interface Ending {
  /** The SIP status; 200 where it was hung up, 0 where none is known. */
  status: number;
  /** Words of the server or the other side; empty for none. */
  reason: string;
  by: 'here' | 'there';
}

/** What the signalling of one call tells. */
export interface LegListener {
  /** The other side's phone rings. */
  ringing: () => void;
  /** Both sides are in the call. */
  talking: () => void;
  ended: (ending: Ending) => void;
  /** The other side has put the call on hold, or has taken it back. */
  held: (on: boolean) => void;
  /** A description that came from the server. */
  described: (sdp: string) => void;
  connection: (connection: RTCPeerConnection) => void;
}

/** One call as the signalling has it. */
export interface Leg {
  readonly peer: Peer;
  /** Whether the caller offers a picture. */
  readonly offersVideo: boolean;
  listen: (listener: LegListener) => void;
  answer: (media: MediaStream) => void;
  /** Hangs up, gives up or refuses with that status, whichever fits. */
  end: (status?: number) => void;
  hold: (on: boolean) => Promise<boolean>;
  /** Sends silence, or a black picture, through holds and new offers until it is taken back. */
  mute: (kind: 'audio' | 'video', on: boolean) => void;
  /** Offers anew what is sent now; over another network path where `restart`. */
  offer: (restart: boolean) => Promise<boolean>;
  /** Whether the picture is a screen (RFC 4796), which rules may tell from a camera. */
  slides: (on: boolean) => void;
  digit: (digit: string) => void;
}

/** What a line tells. */
export interface LineListener {
  connected: () => void;
  disconnected: () => void;
  registered: () => void;
  /** The server does not take the phone: a status, or 0 where it did not answer, and its words. */
  refused: (status: number, reason: string) => void;
  /** The registration runs out soon. */
  expiring: () => void;
  incoming: (leg: Leg) => void;
}

/** The way to the server; it comes back by itself when it breaks. */
export interface Line {
  start: (login: Login, listener: LineListener) => void;
  /** The login to use from now on. */
  renew: (login: Login) => void;
  register: () => void;
  call: (address: string, media: MediaStream) => Leg;
  stop: () => void;
}
