import { ApiProblem } from './problem';
import { store } from './store';

export const ROOT = '/api/v1';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Query = Record<string, string | number | boolean | readonly string[] | undefined | null>;

export interface Sent {
  query?: Query | undefined;
  body?: unknown;
  /** Refuses the change where somebody else made one since this was read. */
  etag?: string | undefined;
  /** The same for each try of one thing, so that it is done once. */
  once?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Asked by the page alone, so that it counts as no use of the session. */
  background?: boolean;
}

/** Whether the server answers; false from a request without an answer to the next with one. */
export const reachable = store(true);
/** Whether the session that the page was opened with is over. */
export const ended = store(false);
/** When a request was last answered, as the session's idle time counts. */
export const touched = store(Date.now());
/** Milliseconds that the server's clock is before the reader's. */
export const skew = store(0);

// what shows that a change comes from this page; kept by nothing that outlives it
let csrf = '';
const etags = new WeakMap<object, string>();

export function setCsrf(token: string): void {
  csrf = token;
}

/** A path with its values encoded: url`/users/${name}`. */
export function url(parts: TemplateStringsArray, ...values: (string | number)[]): string {
  return parts.reduce((path, part, i) => path + encodeURIComponent(String(values[i - 1])) + part);
}

/** A path with what is asked for behind it; where the browser itself loads, as a player does. */
export function address(path: string, query?: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (Array.isArray(value)) {
      value.forEach((each: string) => search.append(name, each));
    } else if (value !== undefined && value !== null && value !== '') {
      search.append(name, String(value));
    }
  }
  const behind = search.toString();
  return ROOT + path + (behind ? `?${behind}` : '');
}

/** The version of something that was read, to be shown when it is changed. */
export function etagOf(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null ? etags.get(value) : undefined;
}

export function tag(value: unknown, etag: string | null | undefined): void {
  if (etag && typeof value === 'object' && value !== null) {
    etags.set(value, etag);
  }
}

/** One request to the API; throws {@link ApiProblem} where it was not done. */
export async function request<T>(method: Method, path: string, sent: Sent = {}): Promise<T> {
  const response = await answer(method, path, sent);
  if (response.status === 204 || response.headers.get('Content-Length') === '0') {
    return undefined as T;
  }
  const type = response.headers.get('Content-Type') ?? '';
  const value = (type.includes('json') ? await response.json() : await response.text()) as T;
  tag(value, response.headers.get('ETag'));
  return value;
}

/** As {@link request}, for what is no JSON: the answer as it came. */
export async function answer(method: Method, path: string, sent: Sent = {}): Promise<Response> {
  const headers = new Headers({ Accept: 'application/json, application/problem+json, */*' });
  if (method !== 'GET') {
    headers.set('X-CSRF-Token', csrf);
  }
  if (sent.background) {
    headers.set('X-Background', 'true');
  }
  if (sent.etag) {
    headers.set('If-Match', sent.etag);
  }
  if (sent.once) {
    headers.set('Idempotency-Key', sent.once);
  }
  const init: RequestInit = { method, headers, credentials: 'same-origin', redirect: 'error' };
  if (sent.signal) {
    init.signal = sent.signal;
  }
  if (sent.body instanceof Blob) {
    init.body = sent.body;
  } else if (sent.body !== undefined) {
    headers.set('Content-Type', 'application/json');
    init.body = JSON.stringify(sent.body);
  }
  const response = await sentOrGone(address(path, sent.query), init);
  if (!response.ok) {
    const problem = await ApiProblem.of(response);
    if (problem.status === 401 && problem.type === '/problems/not-signed-in') {
      ended.set(true);
    }
    throw problem;
  }
  if (!sent.background) {
    touched.set(Date.now());
  }
  const date = Date.parse(response.headers.get('Date') ?? '');
  // the header has whole seconds
  if (Math.abs(date - Date.now() - skew.get()) > 2_000) {
    skew.set(date - Date.now());
  }
  return response;
}

async function sentOrGone(address: string, init: RequestInit): Promise<Response> {
  try {
    const response = await fetch(address, init);
    // what a proxy says in place of the server counts as no answer
    reachable.set(response.status !== 502 && response.status !== 504);
    return response;
  } catch (e) {
    if (e instanceof DOMException && e.name === 'AbortError') {
      throw e;
    }
    reachable.set(false);
    throw ApiProblem.gone();
  }
}
