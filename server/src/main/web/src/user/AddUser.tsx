import { Autocomplete, Button, Group, Modal, PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { usePost } from '../base/api';
import { ErrorState } from '../base/ErrorState';
import { strings } from '../strings';
import { PasswordOnce } from './PasswordOnce';
import { roleChoices, useDepartments, type Role, type UserWithPassword } from './user';

const words = strings.user;

interface AddUserProps {
  opened: boolean;
  onClose: () => void;
}

/** The dialog in which an account is made; the password that was made for it stands there once. */
export function AddUser({ opened, onClose }: AddUserProps) {
  const [made, setMade] = useState<UserWithPassword>();

  function close() {
    setMade(undefined);
    onClose();
  }

  return (
    <Modal opened={opened} onClose={close} title={words.addTitle} centered>
      {made ? (
        <PasswordOnce title={words.added(made.user.name)} password={made.password} onDone={close} />
      ) : (
        <AddForm onMade={setMade} />
      )}
    </Modal>
  );
}

interface NewUser {
  name: string;
  display: string;
  department: string;
  role: Role;
  password: string;
}

function AddForm({ onMade }: { onMade: (made: UserWithPassword) => void }) {
  const departments = useDepartments();
  const form = useForm<NewUser>({
    initialValues: { name: '', display: '', department: '', role: 'user', password: '' },
  });
  const add = usePost<NewUser, UserWithPassword>('/users', {
    refreshes: ['/users', '/departments'],
    done: onMade,
  });

  return (
    <form
      noValidate
      onSubmit={form.onSubmit(values =>
        add.mutate(values, { onError: problem => form.setErrors(problem.byField()) }),
      )}
    >
      <Stack gap="sm">
        <TextInput
          label={words.name}
          description={words.nameHint}
          required
          data-autofocus
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={64}
          {...form.getInputProps('name')}
        />
        <TextInput
          label={words.display}
          description={words.displayHint}
          autoComplete="off"
          maxLength={128}
          {...form.getInputProps('display')}
        />
        <Autocomplete
          label={words.department}
          description={words.departmentHint}
          maxLength={64}
          data={departments.data?.items.map(each => each.name) ?? []}
          {...form.getInputProps('department')}
        />
        <Select
          label={words.role}
          description={words.roleHints[form.values.role]}
          data={roleChoices()}
          allowDeselect={false}
          {...form.getInputProps('role')}
        />
        <PasswordInput
          label={words.password}
          description={words.passwordHint}
          autoComplete="new-password"
          maxLength={256}
          {...form.getInputProps('password')}
        />
        {add.error && add.error.errors.length === 0 && <ErrorState error={add.error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={add.isPending}>
            {words.addSubmit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
