import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Schema } from '../base/api';
import { pretend, show } from '../base/testing';
import { Player } from './Player';

vi.mock('./Waveform', () => ({ Waveform: () => <div data-testid="waveform" /> }));

const recording: Schema<'CallRecording'> = {
  state: 'complete',
  playable: true,
  began: '2026-03-01T08:00:00Z',
  duration: 65,
  gaps: [],
  digest: 'ab'.repeat(32),
  bytes: 1000,
  problem: '',
};

const peaks = { call: 'c1', duration: 65, perSecond: 1, caller: [1, 2], callee: [3, 4] };

function player(more: Partial<Schema<'CallRecording'>> = {}, marks: Schema<'Mark'>[] = []) {
  show(
    <Player
      call="c1"
      recording={{ ...recording, ...more }}
      marks={marks}
      caller="alice@x"
      callee="bob@x"
      reason="case 7"
    />,
  );
}

describe('the player', () => {
  let approved = false;
  beforeEach(() => {
    approved = false;
    vi.spyOn(HTMLMediaElement.prototype, 'play').mockResolvedValue();
  });

  it('asks for nothing before somebody wants to hear it', () => {
    const fetched = pretend(() => ({ body: peaks }));
    player();
    expect(fetched).not.toHaveBeenCalled();
  });

  it('plays under the reason', async () => {
    pretend((_, path) => (path.startsWith('/recordings/c1/peaks?reason=case+7') ? { body: peaks } : undefined));
    player();
    await userEvent.click(screen.getByRole('button', { name: 'Play the recording' }));
    expect(await screen.findByTestId('waveform')).toBeInTheDocument();
    expect(document.querySelector('audio')?.getAttribute('src')).toBe(
      '/api/v1/recordings/c1/audio?reason=case+7',
    );
  });

  it('waits for a second person where one is needed', async () => {
    pretend((_, path) =>
      approved && path.includes('approval=a17')
        ? { body: peaks }
        : {
            status: 409,
            body: {
              type: '/problems/approval-needed',
              title: 'Approval needed',
              status: 409,
              detail: 'A second person has to approve first: request a17.',
              errors: [{ field: 'approval', line: 0, message: 'a17', suggestion: '' }],
            },
          },
    );
    player();
    await userEvent.click(screen.getByRole('button', { name: 'Play the recording' }));
    expect(await screen.findByText(/approve request a17/)).toBeInTheDocument();
    approved = true;
    await userEvent.click(screen.getByRole('button', { name: 'It was approved, play it' }));
    expect(await screen.findByTestId('waveform')).toBeInTheDocument();
  });

  it('says why there is nothing to hear', () => {
    player({ state: 'missing', playable: false, problem: 'the disk was full' });
    expect(screen.getByText(/there is no recording/)).toBeInTheDocument();
    expect(screen.getByText('the disk was full')).toBeInTheDocument();
  });

  it('shows a note as text, and lets only its writer take it back', async () => {
    pretend(() => ({ body: peaks }));
    const mark = { id: 'm1', officer: 'officer', written: '2026-03-01T09:00:00Z', atMillis: 2500, text: '<b>x</b>' };
    player({}, [mark, { ...mark, id: 'm2', officer: 'second', text: 'other' }]);
    await userEvent.click(screen.getByRole('button', { name: 'Play the recording' }));
    expect(await screen.findByText('<b>x</b>')).toBeInTheDocument();
    expect(screen.getAllByRole('button', { name: /^Take back/ })).toHaveLength(1);
  });
});
