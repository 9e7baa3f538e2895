/** How a call sounds, from what the browser measures. */
export type Quality = 'unknown' | 'good' | 'fair' | 'poor';

/** What was measured up to a moment. */
export interface Measured {
  received: number;
  lost: number;
  /** Of what we sent, in the share that the other side last missed. */
  lostThere: number;
  jitter: number;
  roundTrip: number;
}

interface Entry {
  type: string;
  kind?: string;
  packetsReceived?: number;
  packetsLost?: number;
  fractionLost?: number;
  jitter?: number;
  roundTripTime?: number;
}

export function measured(entries: Iterable<Entry>): Measured {
  const sum: Measured = {
    received: 0,
    lost: 0,
    lostThere: 0,
    jitter: 0,
    roundTrip: 0,
  };
  for (const entry of entries) {
    if (entry.type === 'inbound-rtp') {
      sum.received += entry.packetsReceived ?? 0;
      sum.lost += Math.max(0, entry.packetsLost ?? 0);
      if (entry.kind === 'audio') {
        sum.jitter = entry.jitter ?? 0;
      }
    } else if (entry.type === 'remote-inbound-rtp') {
      sum.lostThere = Math.max(sum.lostThere, entry.fractionLost ?? 0);
      sum.roundTrip = Math.max(sum.roundTrip, entry.roundTripTime ?? 0);
    }
  }
  return sum;
}

/** How it went between two looks; bounds are those at which people notice and then complain. */
export function quality(before: Measured, now: Measured): Quality {
  const received = now.received - before.received;
  const lost = Math.max(0, now.lost - before.lost);
  if (received + lost === 0) {
    return 'unknown';
  }
  const share = Math.max(lost / (received + lost), now.lostThere);
  if (share > 0.08 || now.jitter > 0.1 || now.roundTrip > 0.8) {
    return 'poor';
  }
  return share > 0.02 || now.jitter > 0.04 || now.roundTrip > 0.4 ? 'fair' : 'good';
}
