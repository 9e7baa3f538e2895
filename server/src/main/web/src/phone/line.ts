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

export const ringer = new Ringer();

/** The phone of this page. */
export const phone = new Phone({
  line: new JsSipLine(),
  sounds: ringer,
  login: () => request<Login>('POST', '/me/sip-login'),
  nameOf: address => names.get(address),
});

export function usePhone(): PhoneState {
  return useSyncExternalStore(phone.subscribe, phone.get);
}
