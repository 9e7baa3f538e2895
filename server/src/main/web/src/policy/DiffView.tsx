import { Text } from '@mantine/core';
import { PlainText } from '../base/PlainText';
import { strings } from '../strings';
import classes from './DiffView.module.css';

function classOf(line: string): string | undefined {
  switch (line[0]) {
    case '+':
      return classes.added;
    case '-':
      return classes.removed;
    case '@':
      return classes.head;
    default:
      return undefined;
  }
}

/** Lines of a unified diff; a sign before each tells what was done, beside its colour. */
export function DiffView({ lines, label }: { lines: readonly string[]; label: string }) {
  if (lines.length === 0) {
    return <Text size="sm">{strings.policy.diffNone}</Text>;
  }
  return (
    // what scrolls must be reached by the keyboard
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre className={classes.lines} role="region" tabIndex={0} aria-label={label}>
      {lines.map((line, i) => (
        <span key={i} className={`${classes.line} ${classOf(line) ?? ''}`}>
          <PlainText text={line} none=" " />
        </span>
      ))}
    </pre>
  );
}
