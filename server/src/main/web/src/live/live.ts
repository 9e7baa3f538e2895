import { strings } from '../strings';

const words = strings.live;

export type Side = 'a' | 'b';

/** A call that rings or runs. */
export interface LiveCall {
  call: string;
  since: string;
  answered?: string;
  state: string;
  from: string;
  to: string;
  fromDevice: string;
  toDevice: string;
  kinds: string[];
  rule: string;
  ruleset: number;
  recorded: string[];
  emergency: boolean;
  muted: Side[];
  held: Side[];
  videoForbidden: boolean;
}

export interface Stream {
  kind: string;
  from: Side;
  codec: string;
  key: string;
  path: string;
  packets: number;
  bytes: number;
  dropped: number;
  lossPercent: number;
  mos: number;
}

export interface LiveCallDetail {
  call: LiveCall;
  streams: Stream[];
}

export interface Drain {
  on: boolean;
  since?: string;
  deadline?: string;
  by: string;
  calls: number;
}

export function stateOf(call: LiveCall): string {
  return call.state in words.states ? words.states[call.state as keyof typeof words.states] : call.state;
}

/** What an administrator has done to a call, and what is special about it. */
export function marksOf(call: LiveCall): string[] {
  return [
    ...(call.emergency ? [words.emergency] : []),
    ...call.muted.map(side => words.mutedOf[side]),
    ...call.held.map(side => words.heldOf[side]),
    ...(call.videoForbidden ? [words.videoForbidden] : []),
  ];
}

/** Whether a call is one of somebody whose address has that in it. */
export function concerns(call: LiveCall, find: string): boolean {
  const wanted = find.trim().toLowerCase();
  return wanted === '' || [call.from, call.to].some(side => side.toLowerCase().includes(wanted));
}
