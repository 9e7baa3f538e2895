import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { pretend, show } from './testing';
import { VirtualTable, type Column } from './VirtualTable';

interface Row {
  name: string;
  calls: number;
}

const columns: Column<Row>[] = [
  { key: 'name', header: 'Name', cell: row => row.name, sort: row => row.name },
  { key: 'calls', header: 'Calls', cell: row => row.calls, end: true, sort: row => row.calls },
];
const many: Row[] = Array.from({ length: 100_000 }, (_, i) => ({ name: `user${i}`, calls: 100_000 - i }));

function table(rows: readonly Row[], more: Partial<Parameters<typeof VirtualTable<Row>>[0]> = {}) {
  return (
    <VirtualTable label="Users" rows={rows} rowKey={row => row.name} columns={columns} {...more} />
  );
}

test('of a hundred thousand rows only those in sight are drawn', () => {
  const began = performance.now();
  show(table(many));
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(screen.getAllByRole('row').length).toBeLessThan(60);
  expect(screen.getByRole('table', { name: 'Users' })).toHaveAttribute('aria-rowcount', '100001');
  expect(screen.getByText('100,000 rows')).toBeInTheDocument();
});

test('a row leads where its link leads', () => {
  show(table(many.slice(0, 3), { to: row => `/users/${row.name}` }));
  expect(screen.getByRole('link', { name: 'user1' })).toHaveAttribute('href', '/users/user1');
});

test('arrows move from row to row and Enter opens', async () => {
  const opened = vi.fn();
  show(table(many.slice(0, 5), { onOpen: opened }));
  await userEvent.tab();
  await userEvent.tab();
  await userEvent.tab();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}{Enter}');
  expect(opened).toHaveBeenCalledWith(many[1]);
});

test('a column sorts up, then down', async () => {
  show(table(many.slice(0, 5)));
  const names = () => screen.getAllByRole('row').slice(1).map(row => row.textContent);
  await userEvent.click(screen.getByRole('button', { name: 'Calls' }));
  expect(names()[0]).toContain('user4');
  expect(screen.getByRole('columnheader', { name: 'Calls' })).toHaveAttribute('aria-sort', 'ascending');
  await userEvent.click(screen.getByRole('button', { name: 'Calls' }));
  expect(names()[0]).toContain('user0');
});

test('more is asked for as the end comes near', () => {
  const more = vi.fn();
  show(table(many.slice(0, 10), { hasMore: true, more }));
  expect(more).toHaveBeenCalled();
  expect(screen.getByText('10 rows so far')).toBeInTheDocument();
});

test('loading, nothing and trouble each say what they are', () => {
  pretend(() => undefined);
  show(table([], { pending: true }));
  expect(screen.getByRole('status')).toHaveTextContent('Loading');
  show(table([], { empty: <p>Make a user first.</p> }));
  expect(screen.getByText('Make a user first.')).toBeInTheDocument();
  show(table([], { error: new Error('no'), again: () => undefined }));
  expect(screen.getByRole('alert')).toHaveTextContent('Try again');
});
