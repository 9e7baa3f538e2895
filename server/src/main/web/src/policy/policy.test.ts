import { expect, test } from 'vitest';
import { lineCount, spanOfLine } from './policy';

const text = 'rules:\n  - name: x\n\nend';

test('a line is found by its number', () => {
  expect(text.slice(...spanOfLine(text, 1))).toBe('rules:');
  expect(text.slice(...spanOfLine(text, 2))).toBe('  - name: x');
  expect(text.slice(...spanOfLine(text, 3))).toBe('');
  expect(text.slice(...spanOfLine(text, 4))).toBe('end');
});

test('a line behind the end is the last', () => {
  expect(text.slice(...spanOfLine(text, 99))).toBe('end');
});

test('lines are counted as an editor shows them', () => {
  expect(lineCount('')).toBe(1);
  expect(lineCount(text)).toBe(4);
  expect(lineCount('a\n')).toBe(2);
});
