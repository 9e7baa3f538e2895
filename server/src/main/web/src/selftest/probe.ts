import { request, type Schema } from '../base/api';

export type Visit = Schema<'OutsideVisit'>;

/** What one of the page's checks found. */
export interface Found {
  id: 'https' | 'websocket' | 'media';
  ok: boolean;
  seen: string;
}

const PATIENCE = 8_000;

function within<T>(work: Promise<T>, late: T): Promise<T> {
  return Promise.race([work, new Promise<T>(resolve => setTimeout(() => resolve(late), PATIENCE))]);
}

/** Asks for the server's health over HTTPS. */
export async function https(): Promise<Found> {
  const began = performance.now();
  try {
    const response = await fetch('/api/v1/health', { cache: 'no-store' });
    const took = Math.round(performance.now() - began);
    return { id: 'https', ok: response.status === 200, seen: `HTTP ${response.status}, ${took} ms` };
  } catch (e) {
    return { id: 'https', ok: false, seen: e instanceof Error ? e.message : 'no answer' };
  }
}

/** Opens a WebSocket as the browser phone does. */
export function webSocket(): Promise<Found> {
  const began = performance.now();
  const work = new Promise<Found>(resolve => {
    const socket = new WebSocket(`wss://${window.location.host}/`, 'sip');
    socket.onopen = () => {
      resolve({ id: 'websocket', ok: true, seen: `open, ${Math.round(performance.now() - began)} ms` });
      socket.close();
    };
    socket.onerror = () => resolve({ id: 'websocket', ok: false, seen: 'refused' });
  });
  return within(work, { id: 'websocket', ok: false, seen: 'no answer' });
}

/** Any fingerprint will do: the probe answers checks, and no handshake follows them. */
const FINGERPRINT = `sha-256 ${Array.from({ length: 32 }, () => '00').join(':')}`;

/** The answer of a server that has one port and answers checks (RFC 8445 section 2.5). */
export function answerOf(offer: string, visit: Visit): string {
  const mid = /^a=mid:(\S+)/m.exec(offer)?.[1] ?? '0';
  const candidates = visit.addresses.map(
    (address, i) =>
      `a=candidate:${i + 1} 1 udp ${2130706431 - i} ${address} ${visit.port} typ host`,
  );
  return (
    [
      'v=0',
      'o=- 1 1 IN IP4 127.0.0.1',
      's=-',
      't=0 0',
      'a=ice-lite',
      `a=group:BUNDLE ${mid}`,
      `m=application ${visit.port} UDP/DTLS/SCTP webrtc-datachannel`,
      'c=IN IP4 0.0.0.0',
      `a=mid:${mid}`,
      `a=ice-ufrag:${visit.fragment}`,
      `a=ice-pwd:${visit.password}`,
      `a=fingerprint:${FINGERPRINT}`,
      'a=setup:passive',
      'a=sctp-port:5000',
      ...candidates,
      'a=end-of-candidates',
    ].join('\r\n') + '\r\n'
  );
}

/** Has the browser check the way to the one UDP port, as it does before a call. */
export async function media(visit: Visit): Promise<Found> {
  if (visit.addresses.length === 0) {
    return { id: 'media', ok: false, seen: 'the server does not know its address for media' };
  }
  const began = performance.now();
  const connection = new RTCPeerConnection();
  try {
    const work = new Promise<Found>(resolve => {
      connection.oniceconnectionstatechange = () => {
        const state = connection.iceConnectionState;
        if (state === 'connected' || state === 'completed') {
          const took = Math.round(performance.now() - began);
          resolve({ id: 'media', ok: true, seen: `UDP ${visit.port} answers, ${took} ms` });
        } else if (state === 'failed') {
          resolve({ id: 'media', ok: false, seen: `no answer from UDP ${visit.port}` });
        }
      };
    });
    connection.createDataChannel('probe');
    const offer = await connection.createOffer();
    await connection.setLocalDescription(offer);
    await connection.setRemoteDescription({ type: 'answer', sdp: answerOf(offer.sdp ?? '', visit) });
    return await within(work, { id: 'media', ok: false, seen: `no answer from UDP ${visit.port}` });
  } catch (e) {
    return { id: 'media', ok: false, seen: e instanceof Error ? e.message : 'no media' };
  } finally {
    connection.close();
  }
}

export function visit(token: string): Promise<Visit> {
  return request<Visit>('POST', '/self-test/outside/visit', { body: { token } });
}

export function report(token: string, lines: Found[]): Promise<unknown> {
  return request('POST', '/self-test/outside/report', { body: { token, lines } });
}
