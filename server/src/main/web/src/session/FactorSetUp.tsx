import { Alert, Button, Center, Group, Paper, PinInput, Stack, Text } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiProblem, request } from '../base/api';
import { CopyButton } from '../base/CopyButton';
import { Loading } from '../base/Loading';
import { QrCode } from '../base/QrCode';
import { strings } from '../strings';
import type { Session } from './session';

const words = strings.session;

interface NewFactor {
  uri: string;
  secret: string;
}

interface FactorSetUpProps {
  text: string;
  onDone: (session: Session) => void;
}

/** A new second factor: its QR code and secret, and the code that shows that an app has it. */
export function FactorSetUp({ text, onDone }: FactorSetUpProps) {
  const [factor, setFactor] = useState<NewFactor | null>(null);
  const [code, setCode] = useState('');
  const [message, setMessage] = useState('');
  const [busy, setBusy] = useState(false);
  const begun = useRef(false);

  const begin = useCallback(async () => {
    setMessage('');
    try {
      setFactor(await request<NewFactor>('POST', '/session/second-factor'));
    } catch (e) {
      setMessage(e instanceof ApiProblem ? e.detail : String(e));
    }
  }, []);

  useEffect(() => {
    // each request makes another secret; the first one shown must be the one that counts
    if (!begun.current) {
      begun.current = true;
      void begin();
    }
  }, [begin]);

  async function confirm(shown: string) {
    setBusy(true);
    setMessage('');
    try {
      onDone(await request<Session>('PUT', '/session/second-factor', { body: { code: shown } }));
    } catch (e) {
      setCode('');
      setMessage(e instanceof ApiProblem ? (e.field('code') ?? e.detail) : String(e));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Stack gap="md">
      <Text size="sm">{text}</Text>
      {factor ? (
        <>
          <Center>
            <Paper withBorder radius="md" p={4} bg="white">
              <QrCode text={factor.uri} label={words.factorQr} />
            </Paper>
          </Center>
          <div>
            <Text size="sm" fw={500}>
              {words.factorSecret}
            </Text>
            <Group gap="xs" wrap="nowrap" align="flex-start">
              <Text ff="monospace" size="sm" style={{ overflowWrap: 'anywhere' }}>
                {factor.secret.replace(/(.{4})/g, '$1 ').trim()}
              </Text>
              <CopyButton value={factor.secret} what={words.factorSecret} />
            </Group>
          </div>
        </>
      ) : (
        message === '' && <Loading />
      )}
      {message && (
        <Alert color="red" variant="light">
          {message}
        </Alert>
      )}
      {factor ? (
        <form
          onSubmit={event => {
            event.preventDefault();
            void confirm(code);
          }}
        >
          <Stack gap="sm">
            <Text size="sm" fw={500}>
              {words.code}
            </Text>
            <PinInput
              length={6}
              type="number"
              size="md"
              oneTimeCode
              aria-label={words.code}
              value={code}
              disabled={busy}
              onChange={setCode}
              onComplete={shown => void confirm(shown)}
              getInputProps={index => ({ 'aria-label': `${words.code}, ${index + 1}` })}
            />
            <Button type="submit" loading={busy} disabled={code.length < 6}>
              {words.factorConfirm}
            </Button>
          </Stack>
        </form>
      ) : (
        message && <Button onClick={() => void begin()}>{words.factorStartAgain}</Button>
      )}
    </Stack>
  );
}
