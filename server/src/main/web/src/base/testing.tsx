import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, type RenderResult } from '@testing-library/react';
import type { ReactNode } from 'react';
import { MemoryRouter } from 'react-router';
import { vi, type Mock } from 'vitest';
import { SessionContext, type Role, type Session } from '../session/session';
import { ConfirmProvider } from './Confirm';
import { ReasonProvider } from './Reason';

const PERMISSIONS: Record<Role, Session['permissions']> = {
  employee: ['phone'],
  reviewer: ['phone', 'read-content'],
  officer: ['phone', 'read-content', 'decide', 'read-trail'],
  auditor: ['read-trail', 'read-state'],
  admin: ['phone', 'read-state', 'administer'],
};

/** A session as the server gives it. */
export function sessionOf(role: Role, more: Partial<Session> = {}): Session {
  return {
    user: role,
    display: `The ${role}`,
    role,
    permissions: PERMISSIONS[role],
    csrf: 'csrf-of-the-test',
    since: '2026-03-01T08:00:00Z',
    ends: '2036-03-01T20:00:00Z',
    idleSeconds: 1800,
    secondFactor: false,
    secondFactorNeeded: false,
    ...more,
  };
}

interface Shown {
  session?: Session;
  at?: string;
}

/** Draws something with all that stands around it in the console. */
export function show(element: ReactNode, { session = sessionOf('officer'), at = '/' }: Shown = {}): RenderResult {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, gcTime: Infinity } } });
  return render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <SessionContext.Provider value={session}>
          <MemoryRouter initialEntries={[at]}>
            <ReasonProvider>
              <ConfirmProvider>{element}</ConfirmProvider>
            </ReasonProvider>
          </MemoryRouter>
        </SessionContext.Provider>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

/** What a pretended server answers to one request. */
export interface Answered {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
}

type Answers = (method: string, path: string, body: unknown) => Answered | undefined;

/** Stands in for the server: the function answers, 404 where it gives nothing. */
export function pretend(answers: Answers): Mock<typeof fetch> {
  const fetched = vi.fn<typeof fetch>((input, init) => {
    const sent = typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined;
    const path = (input as string).replace('/api/v1', '');
    const { status = 200, body, headers } = answers(init?.method ?? 'GET', path, sent) ?? {
      status: 404,
      body: { type: '/problems/not-found', title: 'Not found', status: 404, detail: path, errors: [] },
    };
    return Promise.resolve(
      new Response(body === undefined ? null : JSON.stringify(body), {
        status: body === undefined && status === 200 ? 204 : status,
        headers: { 'Content-Type': 'application/json', ...headers },
      }),
    );
  });
  vi.stubGlobal('fetch', fetched);
  return fetched;
}
