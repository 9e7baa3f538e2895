import { act, cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useEvents } from './events';
import { ended } from './request';
import { show } from './testing';

/** An event source that the test speaks through. */
class Told extends EventTarget {
  static all: Told[] = [];
  closed = false;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    super();
    Told.all.push(this);
  }

  close() {
    this.closed = true;
  }

  tell(topic: string, data: string) {
    act(() => void this.dispatchEvent(new MessageEvent(topic, { data })));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  Told.all = [];
  vi.stubGlobal('EventSource', Told);
});

afterEach(() => {
  cleanup();
  vi.runOnlyPendingTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  ended.set(false);
});

function Listener({ topic, heard, resumed }: { topic: string; heard: (value: unknown) => void; resumed?: () => void }) {
  useEvents(topic, heard, resumed);
  return <p>{topic}</p>;
}

const open = () => Told.all.filter(each => !each.closed);
const soon = (milliseconds = 0) => act(() => vi.advanceTimersByTime(milliseconds));

test('all topics of a page come in one stream, each to its own listeners', () => {
  const calls = vi.fn();
  const chat = vi.fn();
  show(
    <>
      <Listener topic="calls" heard={calls} />
      <Listener topic="chat" heard={chat} />
    </>,
  );
  soon();
  expect(open().map(each => each.url)).toEqual(['/api/v1/events?topics=calls%2Cchat']);
  open()[0]?.tell('chat', '{"text":"hello"}');
  expect(chat).toHaveBeenCalledWith({ text: 'hello' });
  expect(calls).not.toHaveBeenCalled();
  open()[0]?.tell('chat', 'no JSON');
  expect(chat).toHaveBeenCalledTimes(1);
});

test('a stream that breaks comes back, and its listeners know that they missed something', () => {
  const resumed = vi.fn();
  show(<Listener topic="calls" heard={() => undefined} resumed={resumed} />);
  soon();
  open()[0]?.onerror?.();
  expect(open()).toEqual([]);
  soon(1_500);
  expect(open()).toHaveLength(1);
  act(() => open()[0]?.onopen?.());
  expect(resumed).toHaveBeenCalledTimes(1);
  open()[0]?.tell('reload', '{}');
  expect(resumed).toHaveBeenCalledTimes(2);
});

test('a stream that ends with the session is opened again after the next sign-in', () => {
  show(<Listener topic="calls" heard={() => undefined} />);
  soon();
  open()[0]?.tell('ended', '{}');
  expect(ended.get()).toBe(true);
  soon(60_000);
  expect(open()).toEqual([]);
  act(() => ended.set(false));
  soon();
  expect(open()).toHaveLength(1);
});

test('nobody listens, and the stream is closed', () => {
  const { unmount } = show(<Listener topic="calls" heard={() => undefined} />);
  soon();
  expect(screen.getByText('calls')).toBeInTheDocument();
  unmount();
  soon();
  expect(open()).toEqual([]);
});
