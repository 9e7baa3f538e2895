import { describe, expect, it } from 'vitest';
import { rises } from './tree';

function sides(index: number, size: number, count: number): string {
  const path = Array.from({ length: count }, (_, i) => String(i));
  return rises(index, size, path)
    .map(rise => (rise.side === 'left' ? 'L' : 'R'))
    .join('');
}

describe('the path of a proof', () => {
  it('has its neighbours on the right for the first record', () => {
    expect(sides(0, 8, 3)).toBe('RRR');
  });

  it('has its neighbours on the left for the last record', () => {
    expect(sides(7, 8, 3)).toBe('LLL');
  });

  it('rises without a neighbour where a tree is not full', () => {
    // the seventh of seven: alone at the bottom, then beside two and beside four
    expect(sides(6, 7, 2)).toBe('LL');
    expect(sides(4, 7, 3)).toBe('RRL');
  });

  it('is empty in a tree of one', () => {
    expect(sides(0, 1, 0)).toBe('');
  });
});
