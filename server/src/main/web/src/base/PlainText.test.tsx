import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { nameOf, pieces, PlainText } from './PlainText';
import { show } from './testing';

test('markup is text', () => {
  show(<PlainText text={'<img src=x onerror=alert(1)>'} />);
  expect(screen.getByText('<img src=x onerror=alert(1)>')).toBeInTheDocument();
  expect(document.querySelector('img')).toBeNull();
});

test('a mark that turns the direction of writing shows as its number', () => {
  show(<PlainText text={'invoice\u202Efdp.exe'} />);
  expect(screen.getByText('U+202E')).toHaveAttribute('title', 'Invisible character U+202E');
  expect(document.querySelector('bdi')?.textContent).toBe('invoiceU+202Efdp.exe');
});

test.each(['\u0000', '\u0007', '\u200b', '\u2066', '\u2028', '\ufeff', '\u{e0041}', '\ud800', '\udc00'])(
  'the hidden character %j is shown',
  character => {
    expect(pieces(`a${character}b`)).toEqual([
      { text: 'a', hidden: false },
      { text: character, hidden: true },
      { text: 'b', hidden: false },
    ]);
  },
);

test('letters of any script, emoji and line breaks stay as they are', () => {
  for (const text of ['Ünïcode', 'שלום', 'مرحبا', '👩‍👩‍👧', 'one\ntwo\tthree', '𝒜']) {
    expect(pieces(text)).toEqual([{ text, hidden: false }]);
  }
});

test('a character is named by its number', () => {
  expect(nameOf('\u0007')).toBe('U+0007');
  expect(nameOf('\u{e0041}')).toBe('U+E0041');
});

test('an empty text shows what stands for none', () => {
  show(<PlainText text="" none="no subject" />);
  expect(screen.getByText('no subject')).toBeInTheDocument();
});
