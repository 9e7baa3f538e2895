import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { Plot, summary } from './Plot';
import { show } from './testing';

const times = Array.from({ length: 300 }, (_, i) => 1_772_352_000 + i * 10);
const calls = { label: 'Calls', values: times.map((_, i) => i % 7) };

test('a plot says in words what it shows', () => {
  expect(summary('Load', [{ label: 'Calls', values: [1, null, 4.25, 2] }])).toBe('Load: Calls 2, 1–4.3');
  expect(summary('Load', [{ label: 'Calls', values: [] }])).toBe('Load: Calls');
});

test('the figures are there as a table, thinned out, the latest first', async () => {
  show(<Plot label="Load" times={times} series={[calls]} digits={0} />);
  await userEvent.click(screen.getByRole('button', { name: 'Show as a table' }));
  const rows = screen.getAllByRole('row');
  expect(rows.length).toBeLessThanOrEqual(61);
  expect(rows[1]).toHaveTextContent(String(299 % 7));
});

test('no figures say so', () => {
  show(<Plot label="Load" times={[]} series={[calls]} />);
  expect(screen.getByText(/No figures yet/)).toBeInTheDocument();
});
