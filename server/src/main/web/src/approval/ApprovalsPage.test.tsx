import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { pretend, sessionOf, show } from '../base/testing';
import ApprovalsPage from './ApprovalsPage';

function approval(id: string, own: boolean) {
  return {
    id,
    action: 'export',
    subject: 'text="<b>price</b>"',
    about: '',
    reason: `reason of ${id}`,
    askedBy: own ? 'officer' : 'mallory',
    askedAt: '2026-03-01T08:00:00Z',
    expires: '2026-03-04T08:00:00Z',
    state: 'pending',
    decidedBy: '',
    own,
  };
}

it('lets an officer approve what another asked for, with a reason, and never their own', async () => {
  const sent: [string, unknown][] = [];
  pretend((method, path, body) => {
    if (method === 'POST') {
      sent.push([path, body]);
      return { body: approval('a1', false) };
    }
    return { body: { items: [approval('a1', false), approval('a2', true)], next: '' } };
  });
  show(<ApprovalsPage />);
  const [other, own] = await screen.findAllByRole('article');
  expect(within(own!).queryByRole('button', { name: 'Approve' })).toBeNull();
  expect(within(own!).getByRole('button', { name: 'Withdraw' })).toBeDisabled();
  const approve = within(other!).getByRole('button', { name: 'Approve' });
  expect(approve).toBeDisabled();
  expect(other).toHaveTextContent('<b>price</b>');
  await userEvent.type(within(other!).getByRole('textbox'), 'fine with me');
  await userEvent.click(approve);
  expect(sent).toEqual([['/approvals/a1/approve', { reason: 'fine with me' }]]);
});

it('offers no decision to who may only read', async () => {
  pretend(() => ({ body: { items: [approval('a1', false)], next: '' } }));
  show(<ApprovalsPage />, { session: sessionOf('reviewer') });
  expect(await screen.findByText('reason of a1')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
});
