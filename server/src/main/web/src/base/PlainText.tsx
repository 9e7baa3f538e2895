import { Fragment, type ReactNode } from 'react';
import { strings } from '../strings';
import classes from './PlainText.module.css';

// control characters but tab and line feed, and what changes the direction or hides in a line:
// marks, embeddings, overrides, isolates, zero-width characters, line and paragraph separators, tags
const HIDDEN =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

// joiners that emoji and several scripts need between letters
const JOINER = /[\u200c\u200d]/;

/** How a character that nobody sees is named: U+202E. */
export function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A text in pieces: what is shown as it is, and characters that nobody would see. */
export function pieces(text: string): { text: string; hidden: boolean }[] {
  const found: { text: string; hidden: boolean }[] = [];
  let from = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (JOINER.test(match[0])) {
      continue;
    }
    if (match.index > from) {
      found.push({ text: text.slice(from, match.index), hidden: false });
    }
    found.push({ text: match[0], hidden: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) {
    found.push({ text: text.slice(from), hidden: false });
  }
  return found;
}

interface PlainTextProps {
  text: string | null | undefined;
  /** In place of an empty text. */
  none?: ReactNode;
  /** Keeps line breaks, as chat lines have them. */
  lines?: boolean;
}

/**
 * What a peer sent, as text: its direction ends where it ends, and a character that nobody would
 * see, such as one that turns the direction of writing, shows as its number.
 */
export function PlainText({ text, none = null, lines = false }: PlainTextProps) {
  if (!text) {
    return none;
  }
  return (
    <bdi className={lines ? classes.lines : undefined}>
      {pieces(text).map((piece, i) => (
        <Fragment key={i}>
          {piece.hidden ? (
            <span className={classes.hidden} title={strings.base.character(nameOf(piece.text))}>
              {nameOf(piece.text)}
            </span>
          ) : (
            piece.text
          )}
        </Fragment>
      ))}
    </bdi>
  );
}
