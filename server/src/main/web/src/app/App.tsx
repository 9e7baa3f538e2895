import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { ReasonProvider } from '../base/Reason';
import { ConfirmProvider } from '../base/Confirm';
import { SessionGate } from '../session/SessionGate';
import { styleNonce } from './nonce';
import { queryClient } from './queries';
import { ServerGone } from './ServerGone';
import { colours, theme } from './theme';
import { Routes } from './Routes';

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
        <SessionGate>
          <ReasonProvider>
            <ConfirmProvider>
              <Routes />
            </ConfirmProvider>
          </ReasonProvider>
        </SessionGate>
      </QueryClientProvider>
    </MantineProvider>
  );
}
