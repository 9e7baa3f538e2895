import { describe, expect, it } from 'vitest';
import { column, peers, short, since, steps } from './ladder';

function message(startLine: string, direction: string, dialog: number, more = '') {
  return {
    at: '2026-03-01T08:00:00.000Z',
    direction,
    dialog,
    peer: `192.0.2.${dialog}:5060`,
    startLine,
    text: `${startLine}\nCSeq: 1 INVITE\n${more}`,
  };
}

describe('the ladder of a call', () => {
  it('draws what comes in towards the server and what goes out away from it', () => {
    const drawn = steps([
      message('INVITE sip:bob@example.org SIP/2.0', 'in', 0, '\nv=0\n'),
      message('INVITE sip:bob@192.0.2.7 SIP/2.0', 'out', 1),
      message('SIP/2.0 180 Ringing', 'in', 1),
      message('SIP/2.0 486 Busy Here', 'out', 0),
    ]);
    expect(drawn.map(step => [step.from, step.to])).toEqual([
      [0, 1],
      [1, 2],
      [2, 1],
      [1, 0],
    ]);
    expect(drawn.map(step => step.kind)).toEqual(['request', 'request', 'provisional', 'bad']);
    expect(drawn[0]?.words).toBe('INVITE (SDP)');
    expect(drawn[2]?.words).toBe('180 Ringing · INVITE');
  });

  it('gives each device a column of its own behind the server', () => {
    expect([0, 1, 2].map(column)).toEqual([0, 2, 3]);
  });

  it('shows a strange start line as it is', () => {
    expect(short({ startLine: '', text: '' })).toBe('');
    expect(short({ startLine: '<b>x</b> y z', text: '' })).toBe('<b>x</b>');
  });

  it('counts from the first message', () => {
    expect(since('2026-03-01T08:00:00.000Z', '2026-03-01T08:00:01.250Z')).toBe('+1.250');
    expect(peers([message('BYE x SIP/2.0', 'in', 1)], 2)).toEqual(['', '192.0.2.1:5060']);
  });
});
