import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { Schema } from '../base/api';
import { timeOf, utc } from '../base/dates';
import { PlainText } from '../base/PlainText';
import { strings } from '../strings';
import classes from './LogLines.module.css';

const words = strings.log;
const AHEAD = 30;

type Line = Schema<'LogRingLine'>;

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

function At({ at }: { at: string }) {
  const time = timeOf(at);
  return time ? (
    <time dateTime={at} title={utc(time)} className={classes.at}>
      {clock.format(time)}
    </time>
  ) : null;
}

function One({ line }: { line: Line }) {
  return (
    <>
      <At at={line.at} />{' '}
      <span className={classes.level} data-level={line.level}>
        {line.level.toUpperCase()}
      </span>{' '}
      <span className={classes.logger}>{line.logger}</span>{' '}
      <span className={classes.message}>
        <PlainText text={line.message} />
        {line.trace && (
          <details>
            <summary>{words.trace}</summary>
            <pre className={classes.trace}>{line.trace}</pre>
          </details>
        )}
      </span>
    </>
  );
}

interface LogLinesProps {
  lines: Line[];
  more: () => void;
  hasMore: boolean;
}

/** Lines of any number, the newest on top; only those in sight are drawn. */
export function LogLines({ lines, more, hasMore }: LogLinesProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const [, redraw] = useState(0);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 24,
    overscan: 12,
    getItemKey: index => lines[index]?.sequence ?? index,
  });
  const items = virtual.getVirtualItems();
  const last = items[items.length - 1]?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= lines.length - AHEAD) {
      more();
    }
  }, [hasMore, last, lines.length, more]);
  // the box has no height before it is in the page
  useEffect(() => redraw(1), []);
  return (
    // the box scrolls, so that it must take the focus
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={scroll} className={classes.box} tabIndex={0} role="log" aria-label={words.title} aria-live="off">
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {items.map(item => {
          const line = lines[item.index];
          return line ? (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className={classes.line}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <One line={line} />
            </div>
          ) : null;
        })}
      </div>
    </div>
  );
}
