import type { Schema } from '../base/api';
import { strings } from '../strings';

const words = strings.live;

/** A call that rings or runs. */
export type LiveCall = Schema<'LiveViewsLiveCallView'>;

export type Side = LiveCall['muted'][number];

export type LiveCallDetail = Schema<'LiveViewsLiveCallDetail'>;

export type Drain = Schema<'DrainView'>;

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
