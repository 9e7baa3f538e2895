import { describe, expect, it } from 'vitest';
import type { Schema } from '../base/api';
import { fits, merged } from './lines';

function line(sequence: number, more: Partial<Schema<'LogRingLine'>> = {}): Schema<'LogRingLine'> {
  return {
    sequence,
    at: '2026-03-01T08:00:00Z',
    level: 'info',
    thread: 'main',
    logger: 'Server',
    message: `line ${sequence}`,
    trace: '',
    ...more,
  };
}

describe('lines of the log', () => {
  it('are shown once each, the newest first', () => {
    const all = merged([line(5), line(4), line(3)], [line(4), line(3), line(2)]);
    expect(all.map(each => each.sequence)).toEqual([5, 4, 3, 2]);
    expect(merged([line(1)], [])).toHaveLength(1);
  });

  it('fit a question as they do at the server', () => {
    expect(fits(line(1, { level: 'warn' }), 'info', 'LINE')).toBe(true);
    expect(fits(line(1, { level: 'debug' }), 'info', '')).toBe(false);
    expect(fits(line(1), 'info', 'server')).toBe(true);
    expect(fits(line(1), 'info', 'other')).toBe(false);
  });
});
