import type { ReactNode } from 'react';
import classes from './KeyValue.module.css';

interface KeyValueProps {
  /** Name and value, top to bottom; a value that is undefined or null is left out. */
  rows: readonly (readonly [string, ReactNode])[];
}

/** Names with their values, side by side where there is room. */
export function KeyValue({ rows }: KeyValueProps) {
  return (
    <dl className={classes.list}>
      {rows
        .filter(([, value]) => value !== undefined && value !== null)
        .map(([name, value]) => (
          <div key={name} className={classes.row}>
            <dt className={classes.name}>{name}</dt>
            <dd className={classes.value}>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
