import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { Schema } from '../base/api';
import { pretend, sessionOf, show } from '../base/testing';
import SettingPage, { chosen, sectionOf } from './SettingPage';

function setting(key: string, more: Partial<Schema<'SettingView'>> = {}): Schema<'SettingView'> {
  return {
    key,
    value: '1',
    standard: '1',
    changed: false,
    line: 0,
    what: `About ${key}.`,
    range: '',
    kind: 'number',
    pending: '',
    ...more,
  };
}

const ALL = [
  setting('domain'),
  setting('edge.port', { value: '443', standard: '8443', changed: true, line: 3 }),
  setting('edge.limits.idle-time', { pending: '5m' }),
];

describe('settings', () => {
  it('stand in their sections', () => {
    expect(ALL.map(each => sectionOf(each.key))).toEqual(['', 'edge', 'edge.limits']);
  });

  it('are found by key, sentence and value, changed or waiting', () => {
    expect(chosen(ALL, 'PORT', 'all').map(each => each.key)).toEqual(['edge.port']);
    expect(chosen(ALL, '443', 'all')).toHaveLength(1);
    expect(chosen(ALL, '', 'changed').map(each => each.key)).toEqual(['edge.port']);
    expect(chosen(ALL, '', 'pending').map(each => each.key)).toEqual(['edge.limits.idle-time']);
  });

  it('say where they were set and what waits for a start', async () => {
    pretend(() => ({ body: { file: '/etc/sallyport.yaml', problem: '', settings: ALL } }));
    show(<SettingPage />, { session: sessionOf('admin') });
    expect(await screen.findByText(/sallyport.yaml, line 3 · default 8443/)).toBeInTheDocument();
    expect(screen.getByText(/One setting in the file differs/)).toBeInTheDocument();
    await userEvent.type(screen.getByLabelText('Find a setting'), 'nothing like it');
    expect(await screen.findByText('Use fewer words, or show all.')).toBeInTheDocument();
  });
});
