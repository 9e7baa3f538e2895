import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { pretend, show } from '../base/testing';
import SearchPage from './SearchPage';

const record = {
  kind: 'chat',
  id: 'm1',
  position: 4,
  time: '2026-03-01T08:00:00Z',
  from: 'alice@example.org',
  to: 'bob@example.org',
  answeredBy: '',
  media: ['text'],
  marks: [],
  result: 'delivered',
  talked: 0,
  mos: 0,
  held: false,
  purged: false,
  recorded: false,
};

const found = {
  items: [record],
  next: '',
  total: 1,
  counted: true,
  facets: [{ name: 'person', values: [{ value: 'alice@example.org', count: 1 }] }],
  behind: 0,
};

afterEach(() => sessionStorage.clear());

it('asks for a reason first, and sends it with what the address asks for', async () => {
  const asked: string[] = [];
  pretend((_, path) => {
    asked.push(path);
    return { body: path.startsWith('/records') ? found : { items: [], next: '' } };
  });
  show(<SearchPage />, { at: '/search?words=shares&person=alice&evil=1' });
  expect(asked).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Why do you read this?' }));
  await userEvent.type(screen.getByRole('textbox', { name: /^Reason/ }), 'price talk');
  await userEvent.click(screen.getByRole('button', { name: 'Read on record' }));
  expect(await screen.findByText('1 found')).toBeInTheDocument();
  const records = asked.find(path => path.startsWith('/records'))!;
  expect(records).toContain('words=shares');
  expect(records).toContain('person=alice');
  expect(records).toContain('reason=price+talk');
  expect(records).not.toContain('evil');
  await userEvent.click(screen.getByRole('button', { name: 'Narrow down' }));
  await userEvent.click(await screen.findByRole('button', { name: /alice@example.org/, pressed: false }));
  expect(asked.at(-1)).toContain('person=alice%40example.org');
});
