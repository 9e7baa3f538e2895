import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { useConfirm } from './Confirm';
import { ReasonGate } from './Reason';
import { show } from './testing';

beforeEach(() => sessionStorage.clear());

test('content is read only for a reason, which is asked for once and shown', async () => {
  const read = vi.fn((reason: string) => <p>read for {reason}</p>);
  const { unmount } = show(<ReasonGate>{read}</ReasonGate>);
  expect(read).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('button', { name: 'Why do you read this?' }));
  await userEvent.type(await screen.findByLabelText('Matter'), 'Case 7');
  await userEvent.click(screen.getByRole('button', { name: 'Read on record' }));
  expect(screen.getByText(/Give a reason; others read it/)).toBeInTheDocument();
  await userEvent.type(screen.getByLabelText(/^Reason/), 'price agreed?');
  await userEvent.click(screen.getByRole('button', { name: 'Read on record' }));
  expect(await screen.findByText('read for Case 7: price agreed?')).toBeInTheDocument();
  unmount();
  show(<ReasonGate>{read}</ReasonGate>);
  expect(screen.getByText('read for Case 7: price agreed?')).toBeInTheDocument();
});

function Ending({ done }: { done: (answer: string | null) => void }) {
  const confirm = useConfirm();
  return (
    <button
      onClick={() =>
        void confirm({ title: 'End it?', text: 'For both.', yes: 'End the call', reason: 'Why' }).then(done)
      }
    >
      end
    </button>
  );
}

test('what cannot be undone is done after a yes with its reason', async () => {
  const done = vi.fn();
  show(<Ending done={done} />);
  await userEvent.click(screen.getByText('end'));
  expect(await screen.findByRole('button', { name: 'End the call' })).toBeDisabled();
  await userEvent.type(screen.getByLabelText(/Why/), 'abuse');
  await userEvent.click(screen.getByRole('button', { name: 'End the call' }));
  expect(done).toHaveBeenCalledWith('abuse');
});

test('Escape is a no', async () => {
  const done = vi.fn();
  show(<Ending done={done} />);
  await userEvent.click(screen.getByText('end'));
  await screen.findByRole('button', { name: 'End the call' });
  await userEvent.keyboard('{Escape}');
  expect(done).toHaveBeenCalledWith(null);
});
