import { describe, expect, it } from 'vitest';
import { plotted } from './days';

describe('a timeline', () => {
  it('has zeros on days without anything', () => {
    const plot = plotted([
      { day: '2026-02-27', calls: 1, lines: 2 },
      { day: '2026-03-02', calls: 0, lines: 5 },
    ]);
    expect(plot.calls).toEqual([0, 1, 0, 0, 0, 0]);
    expect(plot.lines).toEqual([0, 2, 0, 0, 5, 0]);
    expect([...plot.times].sort((a, b) => a - b)).toEqual(plot.times);
  });

  it('is empty where nothing was found', () => {
    expect(plotted([]).times).toEqual([]);
  });
});
