import { Button, Modal, Stack } from '@mantine/core';
import { IconKey, IconShieldOff, IconUserCheck, IconUserOff } from '@tabler/icons-react';
import { useState } from 'react';
import { url, useDelete, usePatch, usePost } from '../base/api';
import { useConfirm } from '../base/Confirm';
import { ErrorState } from '../base/ErrorState';
import { useSession } from '../session/session';
import { strings } from '../strings';
import { PasswordOnce } from './PasswordOnce';
import type { UserDetail, UserWithPassword } from './user';

const words = strings.user;

/** What is done to an account at once, each after a confirmation. */
export function UserActions({ user }: { user: UserDetail }) {
  const confirm = useConfirm();
  const own = useSession().user === user.name;
  const [made, setMade] = useState<UserWithPassword>();
  const path = url`/users/${user.name}`;
  const password = usePost<{ password: string }, UserWithPassword>(`${path}/password`, { done: setMade });
  const factor = useDelete(`${path}/second-factor`, { refreshes: ['/users'] });
  const enabled = usePatch<{ enabled: boolean }>(path, { refreshes: ['/users'] });
  const error = password.error ?? factor.error ?? enabled.error;

  async function ask(title: string, text: string, danger: boolean, act: () => void) {
    if ((await confirm({ title: `${title}: ${user.name}`, text, yes: title, danger })) !== null) {
      act();
    }
  }

  return (
    <Stack gap="xs">
      <Button
        variant="default"
        leftSection={<IconKey size={16} />}
        loading={password.isPending}
        onClick={() =>
          void ask(words.passwordReset, words.passwordResetText, false, () =>
            password.mutate({ password: '' }),
          )
        }
      >
        {words.passwordReset}
      </Button>
      {user.secondFactor && !own && (
        <Button
          variant="default"
          leftSection={<IconShieldOff size={16} />}
          loading={factor.isPending}
          onClick={() => void ask(words.factorReset, words.factorResetText, true, () => factor.mutate())}
        >
          {words.factorReset}
        </Button>
      )}
      {!own && user.enabled && (
        <Button
          variant="default"
          leftSection={<IconUserOff size={16} />}
          loading={enabled.isPending}
          onClick={() =>
            void ask(words.disable, words.disableText, true, () => enabled.mutate({ enabled: false }))
          }
        >
          {words.disable}
        </Button>
      )}
      {!own && !user.enabled && (
        <Button
          variant="default"
          leftSection={<IconUserCheck size={16} />}
          loading={enabled.isPending}
          onClick={() =>
            void ask(words.enable, words.enableText, false, () => enabled.mutate({ enabled: true }))
          }
        >
          {words.enable}
        </Button>
      )}
      {error && <ErrorState error={error} />}
      <Modal
        opened={made !== undefined}
        onClose={() => setMade(undefined)}
        title={words.passwordReset}
        centered
      >
        {made && (
          <PasswordOnce
            title={words.reset(made.user.name)}
            password={made.password}
            onDone={() => setMade(undefined)}
          />
        )}
      </Modal>
    </Stack>
  );
}
