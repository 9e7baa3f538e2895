import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { Schema } from '../base/api';
import { pretend, sessionOf, show } from '../base/testing';
import { newer, Verification } from './Verification';

// what the server tells by itself is tried where the stream is
vi.mock('../base/events', () => ({ useEvents: () => undefined }));

type Check = Schema<'ArchiveCheck'>;

function check(phase: Check['phase'], more: Partial<Check> = {}): Check {
  return {
    phase,
    by: 'auditor',
    began: '2026-03-01T08:00:00Z',
    ended: '2026-03-01T08:00:05Z',
    done: 40,
    total: 100,
    recordings: 0,
    verdict: '',
    notes: [],
    ...more,
  };
}

describe('verify now', () => {
  it('shows its verdict in words', () => {
    show(<Verification state={check('good', { verdict: 'All 100 records are there.' })} />);
    expect(screen.getByText('The archive is whole')).toBeInTheDocument();
    expect(screen.getByText('All 100 records are there.')).toBeInTheDocument();
  });

  it('begins a check and shows how far it is', async () => {
    pretend((method, path) =>
      method === 'POST' && path === '/archive/verification' ? { body: check('running') } : undefined,
    );
    show(<Verification state={check('none', { began: '' })} />, { session: sessionOf('auditor') });
    await userEvent.click(screen.getByRole('button', { name: 'Verify now' }));
    expect(await screen.findByText('40 of 100 records hold so far')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Verify now' })).toBeDisabled();
  });

  it('says why it did not begin', async () => {
    pretend(() => ({
      status: 409,
      body: { type: '/problems/conflict', title: 'Conflict', status: 409, detail: 'A check runs already.', errors: [] },
    }));
    show(<Verification state={check('none', { began: '' })} />);
    await userEvent.click(screen.getByRole('button', { name: 'Verify now' }));
    expect(await screen.findByText('A check runs already.')).toBeInTheDocument();
  });

  it('believes whichever of an event and a reading is newer', () => {
    const later = { began: '2026-03-01T09:00:00Z' };
    expect(newer(check('running'), check('good'))).toEqual(check('good'));
    expect(newer(check('running', later), check('good'))).toEqual(check('running', later));
    expect(newer(check('good'), check('running', later))).toEqual(check('running', later));
    expect(newer(null, check('none'))).toEqual(check('none'));
  });
});
