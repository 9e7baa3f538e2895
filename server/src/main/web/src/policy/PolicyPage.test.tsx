import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { pretend, sessionOf, show, type Answered } from '../base/testing';
import PolicyPage from './PolicyPage';

const session = sessionOf('admin');
const policy = { version: 3, text: 'inside: allow\n', rules: 0 };
const fine = { acceptable: true, rules: 1, errors: [], warnings: [] };

vi.setConfig({ testTimeout: 20_000 });
beforeEach(() => sessionStorage.clear());

function server(put: Answered, findings: unknown = fine) {
  return pretend((method, path) => {
    if (path === '/policy') {
      return method === 'PUT' ? put : { body: policy, headers: { ETag: '"three"' } };
    }
    switch (path) {
      case '/policy/check':
        return { body: findings };
      case '/policy/diff':
        return { body: { from: 3, to: 0, lines: ['@@ -1 +1 @@', '-inside: allow', '+inside: deny'] } };
      default:
        return undefined;
    }
  });
}

async function write(user: ReturnType<typeof userEvent.setup>, text: string) {
  const editor = await screen.findByRole('textbox', { name: 'Rules' });
  await user.clear(editor);
  await user.click(editor);
  await user.paste(text);
}

async function publish(user: ReturnType<typeof userEvent.setup>) {
  await screen.findByTestId('fine');
  await user.click(screen.getByRole('button', { name: 'Publish' }));
  const dialog = await screen.findByRole('dialog');
  await user.type(within(dialog).getByRole('textbox'), 'matter 7');
  await user.click(within(dialog).getByRole('button', { name: 'Publish' }));
}

test('publishing sends the text with the reason and the version that was edited', async () => {
  const user = userEvent.setup({ delay: null });
  const fetched = server({ body: { version: 4, warnings: [] } });
  show(<PolicyPage />, { session });
  await write(user, 'inside: deny\n');
  await publish(user);
  expect(await screen.findByText('Nothing is changed.')).toBeVisible();
  const sent = fetched.mock.calls.find(([, init]) => init?.method === 'PUT')?.[1];
  expect(JSON.parse(sent?.body as string)).toEqual({ text: 'inside: deny\n', reason: 'matter 7' });
  expect(new Headers(sent?.headers).get('If-Match')).toBe('"three"');
});

test('a draft that somebody has overtaken is kept and can be compared', async () => {
  const user = userEvent.setup({ delay: null });
  server({
    status: 412,
    body: { type: '/problems/changed-meanwhile', title: 'Changed', status: 412, detail: '', errors: [] },
  });
  show(<PolicyPage />, { session });
  await write(user, 'inside: deny\n');
  await publish(user);
  expect(await screen.findByText(/Somebody else has put other rules/)).toBeVisible();
  expect(screen.getByRole('textbox', { name: 'Rules' })).toHaveValue('inside: deny\n');
  await user.click(screen.getByRole('button', { name: 'Compare with the rules in force now' }));
  expect(await screen.findByText('+inside: deny')).toBeVisible();
});

test('a wrong draft shows where, and cannot be published', async () => {
  const user = userEvent.setup({ delay: null });
  server(
    { status: 500 },
    {
      acceptable: false,
      rules: 0,
      errors: [{ line: 2, key: 'rules', words: 'unknown key <b>nam</b>', suggestion: 'name' }],
      warnings: [],
    },
  );
  show(<PolicyPage />, { session });
  await write(user, 'rules:\n  - nam: x\n');
  const problem = await screen.findByRole('button', { name: /Line 2.*unknown key <b>nam<\/b>.*name/ });
  await user.click(problem);
  const editor = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Rules' });
  expect(editor).toHaveFocus();
  expect(editor.value.slice(editor.selectionStart, editor.selectionEnd)).toBe('  - nam: x');
  expect(screen.getByRole('button', { name: 'Publish' })).toBeDisabled();
});

test('an auditor reads the rules and changes nothing', async () => {
  server({ status: 500 });
  show(<PolicyPage />, { session: sessionOf('auditor') });
  expect(await screen.findByRole('textbox', { name: 'Rules' })).toHaveAttribute('readonly');
  expect(screen.queryByRole('tab', { name: 'Try on the past' })).toBeNull();
});
