import { useSyncExternalStore } from 'react';
import { ApiProblem, request, url } from '../base/api';
import { ended, reachable } from '../base/request';
import { strings } from '../strings';
import type { LineState } from './chat';

const KEY = 'sallyport.chat.outbox';

/** A line that the server has not answered for yet, or has refused. */
export interface Leaving {
  /** Tells the server that trying again is no second line. */
  key: string;
  text: string;
  at: string;
  /** taken: the server has it, and the list of lines does not show it yet. */
  state: 'sending' | 'unanswered' | 'refused' | 'taken';
  why: string;
  /** Of the line that came of it. */
  id: string;
  became: LineState;
}

interface Taken {
  id: string;
  at: string;
  state: LineState;
}

/**
 * Lines on their way to the server, in the order in which they were written, kept over a reload of
 * the page. What was not answered is tried again once the server is there; what was refused waits
 * for its writer.
 */
export class Outbox {
  private boxes: Record<string, Leaving[]> = {};
  private readonly listeners = new Set<() => void>();
  private readonly queues = new Map<string, Promise<void>>();

  constructor(
    private readonly owner: string,
    private readonly key: () => string = () => crypto.randomUUID(),
  ) {
    this.load();
    // the server answers again, or somebody has signed in again
    [reachable, ended].forEach(state =>
      state.subscribe(() => {
        if (reachable.get() && !ended.get()) {
          this.again();
        }
      }),
    );
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  of(peer: string): readonly Leaving[] {
    return this.boxes[peer] ?? NONE;
  }

  send(peer: string, text: string): void {
    const line: Leaving = {
      key: this.key(),
      text,
      at: new Date().toISOString(),
      state: 'sending',
      why: '',
      id: '',
      became: 'sent',
    };
    this.put(peer, [...this.of(peer), line]);
    this.enqueue(peer, line.key);
  }

  /** Tries once more with what was not answered or was refused. */
  retry(peer: string, key: string): void {
    this.change(peer, key, { state: 'sending', why: '' });
    this.enqueue(peer, key);
  }

  discard(peer: string, key: string): void {
    this.put(
      peer,
      this.of(peer).filter(line => line.key !== key),
    );
  }

  /** The list of lines shows these now. */
  shown(peer: string, ids: ReadonlySet<string>): void {
    const left = this.of(peer).filter(line => line.state !== 'taken' || !ids.has(line.id));
    if (left.length < this.of(peer).length) {
      this.put(peer, left);
    }
  }

  private again(): void {
    for (const [peer, lines] of Object.entries(this.boxes)) {
      lines
        .filter(line => line.state === 'unanswered')
        .forEach(line => this.retry(peer, line.key));
    }
  }

  /** One after the other, so that lines keep their order. */
  private enqueue(peer: string, key: string): void {
    const before = this.queues.get(peer) ?? Promise.resolve();
    this.queues.set(
      peer,
      before.then(() => this.post(peer, key)),
    );
  }

  private async post(peer: string, key: string): Promise<void> {
    const line = this.of(peer).find(each => each.key === key);
    if (line?.state !== 'sending') {
      return;
    }
    try {
      const taken = await request<Taken>('POST', url`/me/conversations/${peer}/messages`, {
        body: { text: line.text },
        once: key,
      });
      this.change(peer, key, { state: 'taken', id: taken.id, at: taken.at, became: taken.state });
    } catch (e) {
      this.change(peer, key, failure(e));
    }
  }

  private change(peer: string, key: string, change: Partial<Leaving>): void {
    this.put(
      peer,
      this.of(peer).map(line => (line.key === key ? { ...line, ...change } : line)),
    );
  }

  private put(peer: string, lines: Leaving[]): void {
    const others = Object.entries(this.boxes).filter(([name]) => name !== peer);
    this.boxes = Object.fromEntries(lines.length === 0 ? others : [...others, [peer, lines]]);
    try {
      sessionStorage.setItem(`${KEY}.${this.owner}`, JSON.stringify(this.boxes));
    } catch {
      // a full store keeps what it has; the page has it all
    }
    this.listeners.forEach(listener => listener());
  }

  private load(): void {
    try {
      const kept: unknown = JSON.parse(sessionStorage.getItem(`${KEY}.${this.owner}`) ?? '{}');
      this.boxes = kept as Record<string, Leaving[]>;
    } catch {
      this.boxes = {};
    }
    for (const [peer, lines] of Object.entries(this.boxes)) {
      lines.filter(line => line.state === 'sending').forEach(line => this.enqueue(peer, line.key));
    }
    this.again();
  }
}

const NONE: readonly Leaving[] = [];

/** Nobody knows whether a request without an answer was done; a refusal says that it was not. */
function failure(e: unknown): Partial<Leaving> {
  if (!(e instanceof ApiProblem)) {
    return { state: 'unanswered', why: String(e) };
  }
  const waits = e.status === 0 || e.status === 401 || e.status >= 500;
  const why = e.status === 0 ? strings.chat.noAnswer : (e.field('text') ?? e.detail);
  return { state: waits ? 'unanswered' : 'refused', why };
}

const boxes = new Map<string, Outbox>();

/** Everybody's own; it lives as long as the page. */
export function outboxOf(owner: string): Outbox {
  const box = boxes.get(owner) ?? new Outbox(owner);
  boxes.set(owner, box);
  return box;
}

export function useLeaving(box: Outbox, peer: string): readonly Leaving[] {
  return useSyncExternalStore(box.subscribe, () => box.of(peer));
}
