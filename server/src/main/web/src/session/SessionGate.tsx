import { Modal, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useState, type ReactNode } from 'react';
import { ApiProblem, request } from '../base/api';
import { Loading } from '../base/Loading';
import { ended, reachable, setCsrf } from '../base/request';
import { useStore } from '../base/store';
import { strings } from '../strings';
import { SessionContext, type Session } from './session';
import { SignInForm } from './SignInForm';

const SignInPage = lazy(() => import('./SignInPage'));
const FactorPage = lazy(() => import('./FactorPage'));

type State = { kind: 'asking' } | { kind: 'nobody' } | { kind: 'known'; session: Session };

/** Signs out: here, and in what the page remembers. */
export async function signOut(): Promise<void> {
  try {
    await request('DELETE', '/session');
  } catch (e) {
    if (!(e instanceof ApiProblem)) {
      throw e;
    }
  }
  sessionStorage.clear();
  window.location.assign('/');
}

/**
 * Shows the page to whoever has signed in, and the way in to whoever has not. Where a session ends
 * while the page is open, the way in lies over it, so that nothing typed is lost.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const [state, setState] = useState<State>({ kind: 'asking' });
  const over = useStore(ended);
  const answers = useStore(reachable);
  const client = useQueryClient();

  const take = useCallback((session: Session) => {
    setCsrf(session.csrf);
    ended.set(false);
    setState({ kind: 'known', session });
  }, []);

  const ask = useCallback(async () => {
    try {
      take(await request<Session>('GET', '/session'));
    } catch (e) {
      if (e instanceof ApiProblem && e.status === 401) {
        ended.set(false);
        setState({ kind: 'nobody' });
      }
    }
  }, [take]);

  useEffect(() => {
    // once at the beginning, and again when a server that did not answer does
    if (state.kind === 'asking' && answers) {
      void ask();
    }
  }, [ask, state.kind, answers]);

  const again = (session: Session) => {
    if (state.kind === 'known' && session.user !== state.session.user) {
      window.location.assign('/');
      return;
    }
    take(session);
    void client.invalidateQueries();
  };

  if (state.kind === 'asking') {
    return <Loading full />;
  }
  if (state.kind === 'nobody') {
    return (
      <Suspense fallback={<Loading full />}>
        <SignInPage onSignedIn={take} />
      </Suspense>
    );
  }
  if (state.session.secondFactorNeeded) {
    return (
      <Suspense fallback={<Loading full />}>
        <FactorPage onDone={take} onSignOut={() => void signOut()} />
      </Suspense>
    );
  }
  return (
    <SessionContext.Provider value={state.session}>
      {children}
      <Modal
        opened={over}
        onClose={() => undefined}
        withCloseButton={false}
        closeOnEscape={false}
        closeOnClickOutside={false}
        title={strings.session.endedTitle}
        zIndex={1000}
        centered
      >
        <Stack>
          <Text size="sm">{strings.session.endedText}</Text>
          <SignInForm user={state.session.user} onSignedIn={again} />
        </Stack>
      </Modal>
    </SessionContext.Provider>
  );
}
