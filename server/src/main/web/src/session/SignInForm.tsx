import { Alert, Anchor, Button, PasswordInput, PinInput, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useEffect, useId, useState, type FormEvent } from 'react';
import { ApiProblem, request } from '../base/api';
import { strings } from '../strings';
import type { Session } from './session';

const words = strings.session;

/** Seconds counted down to 0. */
function useCountdown(): [number, (seconds: number) => void] {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (left <= 0) {
      return undefined;
    }
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return [left, setLeft];
}

interface SignInFormProps {
  /** Who has to sign in again; empty for whoever comes. */
  user?: string;
  onSignedIn: (session: Session) => void;
}

/** Name and password, then the code where the account has a second factor. */
export function SignInForm({ user = '', onSignedIn }: SignInFormProps) {
  const [name, setName] = useState(user);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [codeNeeded, setCodeNeeded] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const [locked, setLocked] = useCountdown();
  const codeLabel = useId();

  function failed(e: unknown) {
    if (!(e instanceof ApiProblem)) {
      throw e;
    }
    if (e.type === '/problems/code-needed') {
      setCodeNeeded(true);
      setProblem(null);
      return;
    }
    setCode('');
    setLocked(e.status === 429 ? Math.max(1, e.retryAfter) : 0);
    setProblem(e);
  }

  async function signIn(shown: string) {
    setBusy(true);
    setProblem(null);
    try {
      onSignedIn(
        await request<Session>('POST', '/session', { body: { name: name.trim(), password, code: shown } }),
      );
    } catch (e) {
      failed(e);
    } finally {
      setBusy(false);
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    void signIn(code);
  }

  function restart() {
    setCodeNeeded(false);
    setCode('');
    setPassword('');
    setProblem(null);
  }

  const waits = locked > 0;
  const message = waits ? words.locked(locked) : problem?.status === 429 ? '' : (problem?.detail ?? '');
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {message && (
          <Alert color={waits ? 'yellow' : 'red'} icon={<IconAlertCircle />} variant="light">
            {/* a screen reader hears that it is locked, not each second of it */}
            <Text size="sm" aria-live={waits ? 'off' : undefined}>
              {message}
            </Text>
          </Alert>
        )}
        {codeNeeded ? (
          <Stack gap="xs">
            <Text size="sm">{words.codeText}</Text>
            <Text id={codeLabel} size="sm" fw={500}>
              {words.code}
            </Text>
            <PinInput
              length={6}
              type="number"
              size="md"
              oneTimeCode
              autoFocus
              aria-label={words.code}
              aria-labelledby={codeLabel}
              value={code}
              disabled={busy || waits}
              onChange={setCode}
              onComplete={shown => void signIn(shown)}
              getInputProps={index => ({ 'aria-label': `${words.code}, ${index + 1}` })}
            />
          </Stack>
        ) : (
          <>
            <TextInput
              label={words.name}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              data-autofocus={user ? undefined : true}
              autoFocus={!user}
              readOnly={user !== ''}
              maxLength={256}
              value={name}
              onChange={event => setName(event.currentTarget.value)}
            />
            <PasswordInput
              label={words.password}
              autoComplete="current-password"
              data-autofocus={user ? true : undefined}
              autoFocus={user !== ''}
              maxLength={256}
              value={password}
              onChange={event => setPassword(event.currentTarget.value)}
            />
          </>
        )}
        <Button
          type="submit"
          loading={busy}
          disabled={waits || (codeNeeded ? code.length < 6 : name.trim() === '' || password === '')}
        >
          {codeNeeded ? words.submitCode : words.submit}
        </Button>
        {codeNeeded && (
          <Anchor component="button" type="button" size="sm" onClick={restart}>
            {words.otherName}
          </Anchor>
        )}
      </Stack>
    </form>
  );
}
