import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { refresh } from './api';
import { address, ended, reachable } from './request';

type Handler = (value: unknown) => void;

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

/**
 * What the server tells by itself: one stream for the whole page, opened while somebody listens.
 * Comes back by itself when the stream breaks; what was missed meanwhile is for the listener to
 * read anew.
 */
class Stream {
  private readonly handlers = new Map<string, Set<Handler>>();
  private readonly resumed = new Set<() => void>();
  private source: EventSource | null = null;
  private opened = '';
  private broken = false;
  private pause = FIRST_PAUSE;
  private timer: ReturnType<typeof setTimeout> | undefined;

  listen(topic: string, handler: Handler, resumed: () => void): () => void {
    const set = this.handlers.get(topic) ?? new Set();
    this.handlers.set(topic, set.add(handler));
    this.resumed.add(resumed);
    this.soon(0);
    return () => {
      set.delete(handler);
      this.resumed.delete(resumed);
      if (set.size === 0) {
        this.handlers.delete(topic);
      }
      this.soon(0);
    };
  }

  /** Several topics that begin at once, as those of one page do, make one stream. */
  soon(pause: number) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), pause);
  }

  private open() {
    const topics = [...this.handlers.keys()].sort();
    const wanted = topics.join(',');
    if ((this.source && wanted === this.opened) || ended.get()) {
      return;
    }
    this.source?.close();
    this.source = null;
    this.opened = wanted;
    if (topics.length > 0) {
      this.connect(topics);
    }
  }

  private connect(topics: string[]) {
    const source = new EventSource(address('/events', { topics: topics.join(',') }));
    this.source = source;
    source.onopen = () => {
      this.pause = FIRST_PAUSE;
      if (this.broken) {
        this.broken = false;
        this.resumed.forEach(each => each());
      }
    };
    source.onerror = () => {
      // a browser tries again by itself only after some errors; so do we after all
      if (this.source === source) {
        this.forget(source);
        this.soon(this.pause);
        this.pause = Math.min(LONGEST_PAUSE, this.pause * 2);
      } else {
        source.close();
      }
    };
    // some events were too many to be told
    source.addEventListener('reload', () => this.resumed.forEach(each => each()));
    source.addEventListener('ended', () => {
      this.forget(source);
      ended.set(true);
    });
    for (const topic of topics) {
      source.addEventListener(topic, (event: MessageEvent<string>) => this.told(topic, event.data));
    }
  }

  private forget(source: EventSource) {
    source.close();
    this.source = null;
    this.broken = true;
  }

  private told(topic: string, data: string) {
    let value: unknown;
    try {
      value = JSON.parse(data);
    } catch {
      return;
    }
    reachable.set(true);
    this.handlers.get(topic)?.forEach(handler => handler(value));
  }
}

const stream = new Stream();
// whoever signs in again goes on to follow
ended.subscribe(() => stream.soon(0));

/**
 * Calls the handler with each event of a topic while the component is shown.
 *
 * @param resumed called when the stream is there again after a break, in which events were missed
 */
export function useEvents<T>(topic: string, handler: (value: T) => void, resumed?: () => void): void {
  const latest = useRef({ handler, resumed });
  useEffect(() => {
    latest.current = { handler, resumed };
  });
  useEffect(
    () =>
      stream.listen(
        topic,
        value => latest.current.handler(value as T),
        () => latest.current.resumed?.(),
      ),
    [topic],
  );
}

/** Reads anew whatever is shown from paths that begin so, with each event of a topic. */
export function useRefreshOn(topic: string, ...paths: string[]): void {
  const client = useQueryClient();
  const again = () => void refresh(client, ...paths);
  useEvents(topic, again, again);
}
