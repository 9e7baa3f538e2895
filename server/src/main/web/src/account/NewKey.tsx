import { Button, Checkbox, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { usePost } from '../base/api';
import { ErrorState } from '../base/ErrorState';
import { useSession } from '../session/session';
import { strings } from '../strings';
import type { MadeKey } from './keys';

const words = strings.account.keys;
const DAY = 86_400_000;

interface Values {
  label: string;
  scopes: string[];
  days: string;
}

/** What a new key is for, what it may do, and how long. */
export function NewKey({ onMade }: { onMade: (made: MadeKey) => void }) {
  const { permissions } = useSession();
  const form = useForm<Values>({
    initialValues: { label: '', scopes: [], days: '90' },
    validate: {
      label: value => (value.trim() === '' ? words.labelNeeded : null),
      scopes: value => (value.length === 0 ? words.scopeNeeded : null),
    },
  });
  const make = usePost<Values, MadeKey>('/keys', {
    body: ({ label, scopes, days }) => ({
      label: label.trim(),
      scopes,
      expires: new Date(Date.now() + Number(days) * DAY).toISOString(),
    }),
    refreshes: ['/keys'],
    done: onMade,
  });
  return (
    <form
      onSubmit={form.onSubmit(values =>
        make.mutate(values, { onError: problem => form.setErrors(problem.byField()) }),
      )}
    >
      <Stack>
        <TextInput
          label={words.label}
          description={words.labelText}
          maxLength={64}
          data-autofocus
          {...form.getInputProps('label')}
        />
        <Checkbox.Group label={words.scopes} {...form.getInputProps('scopes')}>
          <Stack gap={6} mt={6}>
            {permissions.map(scope => (
              <Checkbox key={scope} value={scope} label={strings.account.scopes[scope]} />
            ))}
          </Stack>
        </Checkbox.Group>
        <NativeSelect
          label={words.lasts}
          data={['7', '30', '90', '365'].map(days => ({ value: days, label: words.days(days) }))}
          {...form.getInputProps('days')}
        />
        {make.error && make.error.errors.length === 0 && <ErrorState error={make.error} />}
        <Button type="submit" loading={make.isPending}>
          {words.make}
        </Button>
      </Stack>
    </form>
  );
}
