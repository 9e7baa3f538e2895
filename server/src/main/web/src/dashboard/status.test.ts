import { expect, test } from 'vitest';
import { course, type SeriesAnswer } from './status';

const past: SeriesAnswer = {
  step: 5,
  at: [100, 105],
  figures: [
    { name: 'calls', unit: 'calls', sentence: '', values: [1, 2] },
    { name: 'mos', unit: 'MOS', sentence: '', values: [0, 4.2] },
  ],
};

test('what was told since follows what was read, and nothing stands there twice', () => {
  const samples = [
    { at: new Date(105_000).toISOString(), figures: { calls: 2 }, alarms: [] },
    { at: new Date(110_000).toISOString(), figures: { calls: 3, mos: 4 }, alarms: [] },
  ];
  expect(course(past, samples, 100)).toEqual({
    at: [100, 105, 110],
    values: { calls: [1, 2, 3], mos: [null, 4.2, 4] },
  });
});

test('the oldest figures give way', () => {
  expect(course(past, [], 1)).toEqual({ at: [105], values: { calls: [2], mos: [4.2] } });
});
