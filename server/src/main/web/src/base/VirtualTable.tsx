import { Box, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import { strings } from '../strings';
import { EmptyState } from './EmptyState';
import { ErrorState } from './ErrorState';
import { Loading } from './Loading';
import classes from './VirtualTable.module.css';

const AHEAD = 20;
const HEAD = 44;

/** A column: its head, and what stands in it for a row. */
export interface Column<T> {
  key: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** A track of a CSS grid; equal shares where absent: `2fr`, `96px`. */
  width?: string;
  /** Numbers stand at the end. */
  end?: boolean;
  /** Left out where the screen is narrower. */
  from?: 'sm' | 'md' | 'lg';
  /** The value to sort by, where the reader may sort by this column. */
  sort?: (row: T) => string | number;
}

interface VirtualTableProps<T> {
  /** What the rows are, for whoever hears the table. */
  label: string;
  rows: readonly T[];
  rowKey: (row: T) => string;
  columns: readonly Column<T>[];
  /** Where a row leads. */
  to?: (row: T) => string;
  /** What a row does, where it leads nowhere. */
  onOpen?: (row: T) => void;
  /** The key of the row that is open beside the table. */
  chosen?: string;
  pending?: boolean;
  error?: unknown;
  again?: () => void;
  /** Called as the end comes near, where the list has more pages. */
  more?: (() => void) | undefined;
  hasMore?: boolean;
  loadingMore?: boolean;
  /** In place of no rows; says what to do. */
  empty?: ReactNode;
  rowHeight?: number;
  /** CSS height of the part that scrolls. */
  height?: string;
}

interface Order {
  key: string;
  down: boolean;
}

/** The rows in the order that the reader chose; as they came where none was. */
export function sorted<T>(rows: readonly T[], columns: readonly Column<T>[], order: Order | null) {
  const value = columns.find(column => column.key === order?.key)?.sort;
  if (!order || !value) {
    return rows;
  }
  const sign = order.down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [left, right] = [value(a), value(b)];
    const compared =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : String(left).localeCompare(String(right));
    return sign * compared;
  });
}

/** The columns that the screen has room for. */
function useColumns<T>(columns: readonly Column<T>[]): Column<T>[] {
  const sm = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  const md = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
  const lg = useMediaQuery('(min-width: 75em)', true, { getInitialValueInEffect: false });
  return columns.filter(({ from }) => !from || { sm, md, lg }[from]);
}

/**
 * A table of any length: only the rows in sight are drawn. Arrows, j and k, Page, Home and End move,
 * Enter opens.
 */
export function VirtualTable<T>(props: VirtualTableProps<T>) {
  const { pending, error, again, rows, empty } = props;
  if (pending) {
    return <Loading />;
  }
  if (error && rows.length === 0) {
    return <ErrorState error={error} again={again} />;
  }
  if (rows.length === 0) {
    return empty ?? <EmptyState />;
  }
  return (
    <>
      {Boolean(error) && (
        <Box mb="sm">
          <ErrorState error={error} again={again} />
        </Box>
      )}
      <Table {...props} />
    </>
  );
}

function Table<T>({
  label,
  rows,
  rowKey,
  columns: all,
  to,
  onOpen,
  chosen,
  more,
  hasMore = false,
  loadingMore = false,
  rowHeight = 46,
  height = 'max(240px, calc(100dvh - 260px))',
}: VirtualTableProps<T>) {
  const columns = useColumns(all);
  const [order, setOrder] = useState<Order | null>(null);
  const shown = useMemo(() => sorted(rows, all, order), [rows, all, order]);
  const scroll = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const wanted = useRef(-1);
  const navigate = useNavigate();
  const tracks = columns.map(({ width }) => width ?? 'minmax(0, 1fr)').join(' ');

  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    // as high as the head, which the rows begin below
    scrollPaddingEnd: HEAD,
    getItemKey: index => {
      const row = shown[index];
      return row === undefined ? index : rowKey(row);
    },
  });
  const items = virtual.getVirtualItems();
  const last = items[items.length - 1]?.index ?? 0;

  useEffect(() => {
    if (hasMore && !loadingMore && last >= shown.length - AHEAD) {
      more?.();
    }
  }, [hasMore, loadingMore, last, shown.length, more]);

  // a row that a key moved to is drawn only after the table was scrolled there
  useEffect(() => {
    if (wanted.current >= 0) {
      const row = scroll.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"]`);
      if (row) {
        row.focus({ preventScroll: true });
        wanted.current = -1;
      }
    }
  });

  function open(row: T) {
    if (to) {
      void navigate(to(row));
    } else {
      onOpen?.(row);
    }
  }

  function move(index: number) {
    const next = Math.max(0, Math.min(shown.length - 1, index));
    wanted.current = next;
    setCurrent(next);
    virtual.scrollToIndex(next);
  }

  function pressed(event: KeyboardEvent<HTMLElement>, index: number, row: T) {
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / rowHeight) - 1);
    const moves: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      j: index + 1,
      k: index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: shown.length - 1,
    };
    const next = moves[event.key];
    if (next !== undefined) {
      event.preventDefault();
      move(next);
    } else if (event.key === 'Enter' && event.target === event.currentTarget) {
      open(row);
    }
  }

  const opens = to !== undefined || onOpen !== undefined;
  const focusable = Math.min(current, shown.length - 1);
  // where the row that would take the focus is scrolled away, the first in sight does
  const reachable = items.some(item => item.index === focusable) ? focusable : (items[0]?.index ?? 0);
  return (
    <div className={classes.frame}>
      <div
        ref={scroll}
        className={classes.scroll}
        style={{ maxHeight: height }}
        role="table"
        aria-label={label}
        aria-rowcount={hasMore ? -1 : shown.length + 1}
      >
        <div role="rowgroup" className={classes.head}>
          <div role="row" aria-rowindex={1} className={classes.row} style={{ gridTemplateColumns: tracks }}>
            {columns.map(column => (
              <Header key={column.key} column={column} order={order} onOrder={setOrder} />
            ))}
          </div>
        </div>
        <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
          {items.map(item => {
            const row = shown[item.index];
            if (row === undefined) {
              return null;
            }
            return (
              // the row is moved to with arrows and opened with Enter, as its link is
              <div
                key={item.key}
                role="row"
                aria-rowindex={item.index + 2}
                data-index={item.index}
                tabIndex={item.index === reachable ? 0 : -1}
                className={[
                  classes.row,
                  opens ? classes.opens : '',
                  chosen === rowKey(row) ? classes.chosen : '',
                ].join(' ')}
                style={{ gridTemplateColumns: tracks, height: rowHeight, top: item.start }}
                onFocus={() => setCurrent(item.index)}
                onKeyDown={event => pressed(event, item.index, row)}
                onClick={event => {
                  if (opens && !(event.target as Element).closest('a, button, input, label')) {
                    open(row);
                  }
                }}
              >
                {columns.map((column, i) => (
                  <div
                    key={column.key}
                    role="cell"
                    className={`${classes.cell} ${column.end ? classes.end : ''}`}
                  >
                    {i === 0 && to ? (
                      <Link to={to(row)} tabIndex={-1} className={classes.link}>
                        {column.cell(row)}
                      </Link>
                    ) : (
                      column.cell(row)
                    )}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      <div className={classes.foot} role="status">
        {loadingMore
          ? strings.base.loadingMore
          : hasMore
            ? strings.base.rowsSoFar(shown.length)
            : strings.base.rows(shown.length)}
      </div>
    </div>
  );
}

interface HeaderProps<T> {
  column: Column<T>;
  order: Order | null;
  onOrder: (order: Order) => void;
}

function Header<T>({ column, order, onOrder }: HeaderProps<T>) {
  const down = order?.key === column.key ? order.down : undefined;
  return (
    <div
      role="columnheader"
      className={`${classes.cell} ${classes.header} ${column.end ? classes.end : ''}`}
      {...(down === undefined ? {} : { 'aria-sort': down ? 'descending' : 'ascending' })}
    >
      {column.sort ? (
        <UnstyledButton
          className={classes.sort}
          title={strings.base.sortBy(column.header)}
          onClick={() => onOrder({ key: column.key, down: down === false })}
        >
          {column.header}
          {down === undefined ? null : down ? <IconArrowDown size={14} /> : <IconArrowUp size={14} />}
        </UnstyledButton>
      ) : (
        column.header
      )}
    </div>
  );
}
