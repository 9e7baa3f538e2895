import { describe, expect, it } from 'vitest';
import { actOf, drawn, faster } from './waveform';

describe('the waveform', () => {
  it('goes as far below the line as above it', () => {
    expect([...drawn([0, 255, 51])]).toEqual([0, -0, 1, -1, Math.fround(0.2), Math.fround(-0.2)]);
  });

  it('stays within the drawing whatever comes', () => {
    expect([...drawn([-5, 999])]).toEqual([0, -0, 1, -1]);
  });
});

describe('the keys of the player', () => {
  it('know the speeds and their ends', () => {
    expect(faster(1, 1)).toBe(1.25);
    expect(faster(2, 1)).toBe(2);
    expect(faster(0.5, -1)).toBe(0.5);
    expect(faster(3, -1)).toBe(0.75);
  });

  it('mean nothing where they are not known', () => {
    expect(actOf(' ')).toBe('play');
    expect(actOf('Tab')).toBeUndefined();
  });
});
