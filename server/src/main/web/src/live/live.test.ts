import { expect, test } from 'vitest';
import { readable } from '../phone/words';
import { concerns, marksOf, stateOf, type LiveCall } from './live';

const call: LiveCall = {
  call: 'c1',
  since: '2026-03-01T08:00:00Z',
  state: 'talking',
  from: 'sip:alice@example.com',
  to: 'sip:bob@example.com',
  fromDevice: '',
  toDevice: '',
  kinds: ['audio'],
  rule: 'inside',
  ruleset: 1,
  recorded: [],
  emergency: false,
  muted: ['a'],
  held: ['b'],
  videoForbidden: true,
};

test('a call is found by a part of either address', () => {
  expect(concerns(call, 'ALI')).toBe(true);
  expect(concerns(call, 'bob@')).toBe(true);
  expect(concerns(call, 'carol')).toBe(false);
  expect(concerns(call, ' ')).toBe(true);
});

test('what was done to a call is told in words', () => {
  expect(marksOf(call)).toEqual(['caller muted', 'callee held', 'no video']);
  expect(stateOf(call)).toBe('talking');
  expect(stateOf({ ...call, state: 'something new' })).toBe('something new');
  expect(readable(call.from)).toBe('alice@example.com');
});
