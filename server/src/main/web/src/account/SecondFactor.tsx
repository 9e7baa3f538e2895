import { Alert, Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { usePost } from '../base/api';
import { ErrorState } from '../base/ErrorState';
import { FactorSetUp } from '../session/FactorSetUp';
import { useSession } from '../session/session';
import { strings } from '../strings';
import { Part } from './Part';

const words = strings.account.factor;

/** An authenticator app as a second proof of who signs in: set up, or removed. */
export function SecondFactor() {
  const session = useSession();
  const [has, setHas] = useState(session.secondFactor);
  const [open, setOpen] = useState<'set-up' | 'removal' | null>(null);
  const close = () => setOpen(null);
  return (
    <Part title={words.title} text={words.text}>
      <Stack>
        {has ? (
          <Alert color="teal" variant="light" icon={<IconShieldCheck />} role="status">
            {words.on}
          </Alert>
        ) : (
          <Text size="sm">{words.off}</Text>
        )}
        <Text size="sm" c="dimmed">
          {words.recovery}
        </Text>
        <Group>
          {has ? (
            <Button variant="default" onClick={() => setOpen('removal')}>
              {words.remove}
            </Button>
          ) : (
            <Button onClick={() => setOpen('set-up')}>{words.setUp}</Button>
          )}
        </Group>
      </Stack>
      <Modal opened={open === 'set-up'} onClose={close} title={words.setUp} centered>
        <FactorSetUp
          text={strings.session.factorChosen}
          onDone={() => {
            setHas(true);
            close();
          }}
        />
      </Modal>
      <Modal opened={open === 'removal'} onClose={close} title={words.remove} centered>
        <Removal
          onDone={() => {
            setHas(false);
            close();
          }}
        />
      </Modal>
    </Part>
  );
}

function Removal({ onDone }: { onDone: () => void }) {
  const [password, setPassword] = useState('');
  const removal = usePost<string>('/session/second-factor/removal', {
    body: given => ({ password: given }),
    done: onDone,
  });
  const wrong = removal.error?.field('password');
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        removal.mutate(password);
      }}
    >
      <Stack>
        <Text size="sm">{words.removeText}</Text>
        <PasswordInput
          label={words.password}
          autoComplete="current-password"
          data-autofocus
          value={password}
          error={wrong}
          onChange={event => setPassword(event.currentTarget.value)}
        />
        {removal.error && !wrong && <ErrorState error={removal.error} />}
        <Button type="submit" color="red.9" disabled={password === ''} loading={removal.isPending}>
          {words.remove}
        </Button>
      </Stack>
    </form>
  );
}
