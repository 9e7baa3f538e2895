import { Button, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { usePost } from '../base/api';
import { ErrorState } from '../base/ErrorState';
import { ended } from '../base/request';
import { useSession } from '../session/session';
import { strings } from '../strings';
import { Part } from './Part';

const words = strings.account.passwords;
const SHORTEST = 10;

interface Values {
  old: string;
  password: string;
  again: string;
}

/** Changes the password of the console; who does signs in again with it. */
export function PasswordChange() {
  const { user } = useSession();
  const form = useForm<Values>({
    initialValues: { old: '', password: '', again: '' },
    validate: {
      old: value => (value === '' ? words.oldNeeded : null),
      password: value => (value.length < SHORTEST ? words.tooShort(SHORTEST) : null),
      again: (value, { password }) => (value === password ? null : words.differs),
    },
  });
  const change = usePost<Values>('/session/password', {
    body: ({ old, password }) => ({ old, password }),
    done: () => {
      form.reset();
      notifications.show({ color: 'teal', message: words.done });
      ended.set(true);
    },
  });
  return (
    <Part title={words.title} text={words.text}>
      <form
        onSubmit={form.onSubmit(values =>
          change.mutate(values, { onError: problem => form.setErrors(problem.byField()) }),
        )}
      >
        <Stack maw={360}>
          {/* password managers look for the name beside the password */}
          <input type="text" name="username" autoComplete="username" value={user} readOnly hidden />
          <PasswordInput
            label={words.old}
            autoComplete="current-password"
            {...form.getInputProps('old')}
          />
          <PasswordInput
            label={words.password}
            description={words.rule(SHORTEST)}
            autoComplete="new-password"
            {...form.getInputProps('password')}
          />
          <PasswordInput
            label={words.again}
            autoComplete="new-password"
            {...form.getInputProps('again')}
          />
          {change.error && change.error.errors.length === 0 && <ErrorState error={change.error} />}
          <Button type="submit" w="fit-content" loading={change.isPending}>
            {words.submit}
          </Button>
        </Stack>
      </form>
    </Part>
  );
}
