import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { bytes, dayName, durationClock, durationWords, timeOf, utc, written } from './dates';
import { show } from './testing';
import { When } from './When';

const now = new Date(2026, 2, 5, 12, 0, 0);

test('a time of today is its hour, of yesterday says so, and an older one has its date', () => {
  expect(written(new Date(2026, 2, 5, 9, 5), 'short', now)).toBe('09:05');
  expect(written(new Date(2026, 2, 4, 23, 59), 'short', now)).toBe('yesterday 23:59');
  expect(written(new Date(2026, 1, 1, 9, 5), 'short', now)).toMatch(/Feb.*09:05/);
  expect(written(new Date(2025, 1, 1, 9, 5), 'short', now)).toMatch(/2025/);
  expect(dayName(new Date(2026, 2, 5, 0, 1), now)).toBe('today');
});

test('UTC is at hand', () => {
  show(<When at="2026-03-01T08:00:00.250Z" form="exact" />);
  expect(screen.getByTitle('2026-03-01 08:00:00.250 UTC').tagName).toBe('TIME');
  expect(utc(new Date('2026-03-01T08:00:00Z'))).toBe('2026-03-01 08:00:00 UTC');
});

test('no time, a strange one and the beginning of time are never', () => {
  expect(timeOf('')).toBeUndefined();
  expect(timeOf('<b>')).toBeUndefined();
  expect(timeOf('1970-01-01T00:00:00Z')).toBeUndefined();
  show(<When at={null} />);
  expect(screen.getByText('never')).toBeInTheDocument();
});

test('durations and sizes are written as people read them', () => {
  expect([7, 750, 3723].map(durationClock)).toEqual(['0:07', '12:30', '1:02:03']);
  expect([0, 0.85, 12, 180, 7500, 864_000].map(durationWords)).toEqual([
    '0 s',
    '850 ms',
    '12 s',
    '3 min',
    '2 h 5 min',
    '10 d',
  ]);
  expect([12, 1234, 250_000_000].map(bytes)).toEqual(['12 B', '1.2 kB', '250 MB']);
});
