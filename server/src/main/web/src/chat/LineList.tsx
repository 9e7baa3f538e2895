import { Center, Loader, VisuallyHidden } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import type { Pages } from '../base/api';
import { dayName } from '../base/dates';
import { strings } from '../strings';
import { Bubble, LeavingBubble } from './Bubble';
import type { ChatLine } from './chat';
import classes from './chat.module.css';
import type { Leaving } from './outbox';

const AT_END = 60;
const NEAR_BEGIN = 5;

/** What stands in the conversation, from the oldest on. */
export type Row =
  | { kind: 'day'; key: string; name: string }
  | { kind: 'line'; key: string; line: ChatLine }
  | { kind: 'leaving'; key: string; line: Leaving };

/** Lines, given with the newest first, with the days between them and what is on its way after them. */
export function rowsOf(
  lines: readonly ChatLine[],
  leaving: readonly Leaving[],
  now: Date = new Date(),
): Row[] {
  const rows: Row[] = [];
  let day = '';
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = lines[i];
    if (!line) {
      continue;
    }
    const name = dayName(new Date(line.at), now);
    if (name !== day) {
      day = name;
      rows.push({ kind: 'day', key: `day ${new Date(line.at).toDateString()}`, name });
    }
    rows.push({ kind: 'line', key: line.id, line });
  }
  const shown = new Set(lines.map(line => line.id));
  leaving
    .filter(line => line.state !== 'taken' || !shown.has(line.id))
    .forEach(line => rows.push({ kind: 'leaving', key: line.id || line.key, line }));
  return rows;
}

interface LineListProps {
  pages: Pages<ChatLine>;
  leaving: readonly Leaving[];
  label: string;
  onRetry: (key: string) => void;
  onEdit: (line: Leaving) => void;
  onDiscard: (key: string) => void;
}

/** The lines of a conversation: only those in sight are drawn, the newest stand at the end. */
export function LineList({ pages, leaving, label, onRetry, onEdit, onDiscard }: LineListProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(pages.items, leaving), [pages.items, leaving]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: index => (rows[index]?.kind === 'day' ? 38 : 62),
    getItemKey: index => rows[index]?.key ?? index,
    overscan: 8,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: AT_END,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const { hasMore, loadingMore, more } = pages;
  const begun = useRef(false);

  useEffect(() => {
    if (!begun.current && rows.length > 0) {
      begun.current = true;
      virtual.scrollToIndex(rows.length - 1, { align: 'end' });
    }
  }, [rows.length, virtual]);

  useEffect(() => {
    if (begun.current && hasMore && !loadingMore && first < NEAR_BEGIN) {
      more();
    }
  }, [first, hasMore, loadingMore, more]);

  return (
    // a part that scrolls is reached by the keyboard
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={scroll} className={classes.scroll} role="log" aria-label={label} tabIndex={0}>
      {loadingMore && (
        <Center py={4}>
          <Loader size="xs" aria-hidden />
          <VisuallyHidden role="status">{strings.base.loadingMore}</VisuallyHidden>
        </Center>
      )}
      <div className={classes.sizer} style={{ height: virtual.getTotalSize() }}>
        {items.map(item => {
          const row = rows[item.index];
          return (
            row && (
              <div
                key={item.key}
                data-index={item.index}
                ref={virtual.measureElement}
                className={classes.at}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {row.kind === 'day' ? (
                  <div className={classes.day}>{row.name}</div>
                ) : row.kind === 'line' ? (
                  <Bubble line={row.line} />
                ) : (
                  <LeavingBubble
                    line={row.line}
                    onRetry={() => onRetry(row.line.key)}
                    onEdit={() => onEdit(row.line)}
                    onDiscard={() => onDiscard(row.line.key)}
                  />
                )}
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}
