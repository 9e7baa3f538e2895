import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { pretend, sessionOf, show } from '../base/testing';
import { answerOf } from './probe';
import SelfTestPage from './SelfTestPage';

vi.stubGlobal(
  'EventSource',
  class {
    addEventListener() {}
    close() {}
  },
);

const NEVER = { number: 0, by: '', running: false, began: '', ended: '', verdict: 'ok', checks: [] };
const RUN = {
  number: 1,
  by: 'admin',
  running: false,
  began: '2026-03-01T08:00:00Z',
  ended: '2026-03-01T08:00:05Z',
  verdict: 'failed',
  checks: [
    {
      id: 'media-port',
      group: 'media',
      title: 'Media port UDP 8443 answers ICE',
      state: 'failed',
      seen: 'no answer \u202e',
      advice: 'look at the filter',
      seconds: 3,
    },
  ],
};

describe('the self-test', () => {
  it('is begun by an administrator and shows what failed and what to do', async () => {
    pretend((method, path) =>
      path === '/self-test' ? { body: method === 'POST' ? RUN : NEVER, status: method === 'POST' ? 201 : 200 } : undefined,
    );
    show(<SelfTestPage />, { session: sessionOf('admin') });
    await userEvent.click(await screen.findByRole('button', { name: 'Run the self-test' }));
    expect(await screen.findByText('Something does not work')).toBeInTheDocument();
    expect(screen.getByRole('img', { name: 'Failed' })).toBeInTheDocument();
    expect(screen.getByText(/look at the filter/)).toBeInTheDocument();
    // what came over the wire shows as what it is
    expect(screen.getByText('U+202E')).toBeInTheDocument();
  });

  it('is not begun by an auditor', async () => {
    pretend(() => ({ body: NEVER }));
    show(<SelfTestPage />, { session: sessionOf('auditor') });
    expect(await screen.findByText('No self-test was run since the start')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Run the self-test' })).toBeNull();
  });

  it('answers a browser as a lite agent with one port', () => {
    const answer = answerOf('v=0\r\na=mid:data\r\n', {
      fragment: 'abcd',
      password: 'secretsecretsecretsecret',
      addresses: ['192.0.2.1', '2001:db8::1'],
      port: 8443,
    });
    expect(answer).toContain('a=ice-lite\r\n');
    expect(answer).toContain('a=mid:data\r\n');
    expect(answer).toContain('a=candidate:1 1 udp 2130706431 192.0.2.1 8443 typ host\r\n');
    expect(answer).toContain('a=candidate:2 1 udp 2130706430 2001:db8::1 8443 typ host\r\n');
  });
});
