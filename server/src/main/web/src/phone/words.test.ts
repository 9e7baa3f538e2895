import { expect, it } from 'vitest';
import { measured, quality } from './quality';
import { endingText, reasonText, recordingOf, spelledOut, target, warningText } from './words';

it('reads the words of a warning and of a reason', () => {
  expect(warningText('399 sallyport "You may not reach each other"')).toBe('You may not reach each other');
  expect(warningText('399 s "a \\"quoted\\" word"')).toBe('a "quoted" word');
  expect(warningText('something else')).toBe('');
  expect(warningText(undefined)).toBe('');
  expect(reasonText('SIP;cause=503;text="Server is stopping"')).toBe('Server is stopping');
  expect(reasonText('Q.850;cause=16')).toBe('');
});

it('bounds what a peer says', () => {
  expect(warningText(`399 s "${'x'.repeat(10_000)}"`)).toHaveLength(200);
});

it.each([
  ['bob', 'sip:bob@example.org'],
  ['  Bob ', 'sip:Bob@example.org'],
  ['bob@other.example', 'sip:bob@other.example'],
  ['SIP:bob@other.example', 'sip:bob@other.example'],
  ['+49 (30) 1234-5', 'sip:+493012345@example.org'],
  ['112', 'sip:112@example.org'],
])('takes %j for an address', (typed, address) => {
  expect(target(typed, 'example.org')).toBe(address);
});

it.each(['', '  ', 'two words', '@example.org', 'bob@', 'a@b@c', '<bob>', 'bob;maddr=1.2.3.4', 'a\r\nTo: x'])(
  'takes %j for none',
  typed => {
    expect(target(typed, 'example.org')).toBeUndefined();
  },
);

it('adds the words of the server to its own, once', () => {
  expect(endingText(403, 'Calls to outside are not allowed')).toBe('Not allowed. Calls to outside are not allowed');
  expect(endingText(486, '')).toBe('Busy.');
  expect(endingText(599, '')).toBe('The server could not connect the call.');
  expect(endingText(433, '')).toContain('433');
});

it('sees what a description says of recording, and no word within others', () => {
  expect(recordingOf('v=0\r\na=record:on\r\nm=audio 1 x 0\r\n')).toBe('on');
  expect(recordingOf('v=0\r\na=record:paused\r\n')).toBe('asked');
  expect(recordingOf('v=0\r\na=record:onwards\r\ns=a=record:on\r\n')).toBeUndefined();
});

it('judges a call by what was lost between two looks', () => {
  const inbound = (packetsReceived: number, packetsLost: number, jitter = 0.01) =>
    measured([{ type: 'inbound-rtp', kind: 'audio', packetsReceived, packetsLost, jitter }]);
  expect(quality(inbound(0, 0), inbound(100, 0))).toBe('good');
  expect(quality(inbound(100, 50), inbound(200, 54))).toBe('fair');
  expect(quality(inbound(100, 0), inbound(200, 20))).toBe('poor');
  expect(quality(inbound(100, 0), inbound(200, 0, 0.2))).toBe('poor');
  expect(quality(inbound(100, 0), inbound(100, 0))).toBe('unknown');
});

it('repeats the transport of a bundle in each of its lines, and leaves the others alone', () => {
  const own = (n: number) => `a=ice-ufrag:u${n}\r\na=ice-pwd:p${n}\r\na=fingerprint:sha-256 ${n}\r\na=setup:actpass\r\n`;
  const head = 'v=0\r\na=group:BUNDLE 0 1 2\r\n';
  const line = (mid: number, more = '') => `m=video 9 x 96\r\na=mid:${mid}\r\n${more}`;
  const alike = head + line(0, own(0)) + line(1, own(0)) + line(2, own(0)) + line(3, own(3));
  expect(spelledOut(head + line(0, own(0)) + line(1, own(1)) + line(2) + line(3, own(3)))).toBe(alike);
  expect(spelledOut(alike)).toBe(alike);
  const alone = 'v=0\r\nm=audio 9 x 0\r\n';
  expect(spelledOut(alone)).toBe(alone);
});
