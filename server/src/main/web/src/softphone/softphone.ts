import { useGet } from '../base/api';

/** What to enter in one's own softphone. */
export interface Softphone {
  user: string;
  display: string;
  domain: string;
  host: string;
  /** For SIP over TLS; 0 where no listener for it is open. */
  port: number;
  baresipAccount: string;
  baresipConfig: string;
  linphone: string;
  /** Whether phones must be told to trust the server's own authority. */
  ownAuthority: boolean;
  fingerprint: string;
}

export interface SetUpLink {
  path: string;
  ends: string;
}

export function useSoftphone() {
  return useGet<Softphone>('/me/softphone');
}

/** Where the link leads from another device, which reaches the server as this browser does. */
export function linkOf(link: SetUpLink, origin: string): string {
  return origin + link.path;
}

/** Names that lead to the device itself, wherever they are entered. */
export function isHere(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || /^(127\.|\[?::1\]?$)/.test(host);
}
