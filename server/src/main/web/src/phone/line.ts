import { useSyncExternalStore } from 'react';
import { request } from '../base/api';
import { JsSipLine } from './jssip';
import type { Login } from './leg';
import { Phone, type PhoneState } from './Phone';
import { Ringer } from './ringer';

const names = new Map<string, string>();

/** Remembers how a colleague is known, so that a call from there shows it at once. */
export function knows(address: string, display: string): void {
  names.set(address, display);
}

interface Known {
  items: { address: string; display: string }[];
}

/** Asks the directory who is at an address of this server. */
async function lookUp(address: string): Promise<string> {
  const user = /^sip:([^@]+)@/.exec(address)?.[1] ?? '';
  const { items } = await request<Known>('GET', '/me/people', { query: { users: decodeURIComponent(user) } });
  const found = items.find(each => each.address === address)?.display ?? '';
  if (found) {
    knows(address, found);
  }
  return found;
}

export const ringer = new Ringer();

/** The phone of this page. */
export const phone = new Phone({
  line: new JsSipLine(),
  sounds: ringer,
  login: () => request<Login>('POST', '/me/sip-login'),
  nameOf: address => names.get(address),
  lookUp,
});

export function usePhone(): PhoneState {
  return useSyncExternalStore(phone.subscribe, phone.get);
}
