import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Loading } from '../base/Loading';
import { ReasonProvider } from '../base/Reason';
import { ConfirmProvider } from '../base/Confirm';
import { SessionGate } from '../session/SessionGate';
import { styleNonce } from './nonce';
import { queryClient } from './queries';
import { ServerGone } from './ServerGone';
import { colours, theme } from './theme';
import { Routes } from './Routes';

// opened by whoever was given a link, without an account
const OutsidePage = lazy(() => import('../selftest/OutsidePage'));
const OUTSIDE = '/self-test/outside';

/** Everything: look, data, who has signed in, and the pages. */
export function App() {
  const [client] = useState(queryClient);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={colours}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={client}>
        <Notifications position="top-right" />
        <ServerGone />
        {window.location.pathname === OUTSIDE ? (
          <Suspense fallback={<Loading full />}>
            <OutsidePage />
          </Suspense>
        ) : (
          <SessionGate>
            <ReasonProvider>
              <ConfirmProvider>
                <Routes />
              </ConfirmProvider>
            </ReasonProvider>
          </SessionGate>
        )}
      </QueryClientProvider>
    </MantineProvider>
  );
}
