import { Autocomplete, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { etagOf, url, usePatch } from '../base/api';
import { useConfirm } from '../base/Confirm';
import { ErrorState } from '../base/ErrorState';
import { useSession } from '../session/session';
import { strings } from '../strings';
import { roleChoices, useDepartments, type Role, type UserDetail } from './user';

const words = strings.user;

interface Change {
  display: string;
  department: string;
  role: Role;
}

/** The form in which an account is changed. */
export function ChangeUser({ user }: { user: UserDetail }) {
  const session = useSession();
  const confirm = useConfirm();
  const own = session.user === user.name;
  const departments = useDepartments();
  const form = useForm<Change>({
    initialValues: { display: user.display, department: user.department, role: user.role },
  });
  const change = usePatch<Partial<Change>, UserDetail>(url`/users/${user.name}`, {
    etag: () => etagOf(user),
    refreshes: ['/users', '/departments'],
    done: () => notifications.show({ message: words.saved, color: 'teal' }),
  });

  async function save(values: Change) {
    const roleChanges = values.role !== user.role;
    if (roleChanges) {
      const title = words.roleChange;
      const text = words.roleChangeText(words.roles[values.role]);
      if ((await confirm({ title, text })) === null) {
        return;
      }
    }
    const { role, ...rest } = values;
    change.mutate(roleChanges ? { ...rest, role } : rest, {
      onError: problem => form.setErrors(problem.byField()),
    });
  }

  return (
    <form noValidate onSubmit={form.onSubmit(values => void save(values))}>
      <Stack gap="sm">
        <TextInput label={words.display} maxLength={128} {...form.getInputProps('display')} />
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
          disabled={own}
          {...form.getInputProps('role')}
        />
        {own && (
          <Text size="sm" c="dimmed">
            {words.own}
          </Text>
        )}
        {change.error && change.error.errors.length === 0 && <ErrorState error={change.error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={change.isPending} disabled={!form.isDirty()}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
