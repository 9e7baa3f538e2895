import { Fragment, useState } from 'react';
import { Button } from '@mantine/core';
import { PlainText } from '../base/PlainText';
import { strings } from '../strings';
import classes from './chat.module.css';

const LONG = 1_200;
const LONG_LINES = 24;
const LINK = /https:\/\/[^\s<>"'`\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{3,2000}/giu;

/** A text in pieces: what is text, and addresses of pages that a reader may open. */
export function parts(text: string): { text: string; href: string }[] {
  const found: { text: string; href: string }[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    // the mark that ends a sentence belongs to the sentence
    const shown = match[0].replace(/[.,;:!?)\]}]+$/u, '');
    const href = target(shown);
    if (href) {
      if (match.index > from) {
        found.push({ text: text.slice(from, match.index), href: '' });
      }
      found.push({ text: shown, href });
      from = match.index + shown.length;
    }
  }
  if (from < text.length) {
    found.push({ text: text.slice(from), href: '' });
  }
  return found;
}

/** Only what is seen is opened: no name before an @, and no host that looks like another. */
function target(address: string): string {
  try {
    const to = new URL(address);
    const plain = to.protocol === 'https:' && to.username === '' && to.password === '';
    const host = address.slice('https://'.length).split(/[/?#:]/u, 1)[0] ?? '';
    return plain && host.toLowerCase() === to.hostname ? to.href : '';
  } catch {
    return '';
  }
}

/** The beginning of a text that would fill the screen. */
export function cut(text: string): string {
  const lines = text.split('\n', LONG_LINES + 1);
  const few = lines.length > LONG_LINES ? lines.slice(0, LONG_LINES).join('\n') : text;
  return few.length > LONG ? few.slice(0, LONG) : few;
}

/** What a line says: a peer's text, with nothing in it that acts but links that show where they lead. */
export function Said({ text }: { text: string }) {
  const [whole, setWhole] = useState(false);
  const short = cut(text);
  const shown = whole ? text : short;
  return (
    <>
      <div className={classes.said}>
        {parts(shown).map((part, i) => (
          <Fragment key={i}>
            {part.href ? (
              <a href={part.href} target="_blank" rel="noopener noreferrer nofollow" className={classes.link}>
                <PlainText text={part.text} />
              </a>
            ) : (
              <PlainText text={part.text} lines />
            )}
          </Fragment>
        ))}
        {!whole && short.length < text.length && '…'}
      </div>
      {short.length < text.length && (
        <Button size="compact-xs" variant="subtle" onClick={() => setWhole(!whole)} aria-expanded={whole}>
          {whole ? strings.chat.less : strings.chat.more(text.length)}
        </Button>
      )}
    </>
  );
}
