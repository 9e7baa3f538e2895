import '@mantine/dates/styles.css';
import { Button, Collapse, Group, Select, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { usePost } from '../base/api';
import { ErrorState } from '../base/ErrorState';
import { strings } from '../strings';
import type { Drafting } from './draft';
import { Explained } from './Explained';
import type { Explanation } from './policy';

const words = strings.policy;

interface Asked {
  from: string;
  to: string;
  kind: string;
  at: string | null;
  device: string;
  network: string;
  concurrent: string;
}

/** A form that describes an attempt, and what would be decided about it. */
export function ExplainTab({ drafting }: { drafting: Drafting }) {
  const form = useForm<Asked>({
    initialValues: { from: '', to: '', kind: 'audio', at: null, device: '', network: '', concurrent: '' },
  });
  const [useOfDraft, setUseOfDraft] = useDisclosure(false);
  const [more, { toggle }] = useDisclosure(false);
  const explain = usePost<Asked, Explanation>('/policy/explain', {
    body: asked => ({
      from: asked.from,
      to: asked.to,
      kind: asked.kind,
      ...(asked.at ? { at: new Date(asked.at).toISOString() } : {}),
      device: asked.device,
      network: asked.network,
      ...(asked.concurrent ? { concurrent: Number(asked.concurrent) } : {}),
      ...(useOfDraft && drafting.draft ? { text: drafting.text } : {}),
    }),
  });

  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {words.explainText}
      </Text>
      <form
        noValidate
        onSubmit={form.onSubmit(values =>
          explain.mutate(values, { onError: problem => form.setErrors(problem.byField()) }),
        )}
      >
        <Stack gap="sm">
          <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
            <TextInput
              label={words.from}
              description={words.fromHint}
              required
              autoCapitalize="none"
              maxLength={512}
              {...form.getInputProps('from')}
            />
            <TextInput
              label={words.to}
              description={words.toHint}
              autoCapitalize="none"
              maxLength={512}
              {...form.getInputProps('to')}
            />
            <Select
              label={words.kind}
              description={' '}
              allowDeselect={false}
              data={Object.entries(words.kinds).map(([value, label]) => ({ value, label }))}
              {...form.getInputProps('kind')}
            />
            <DateTimePicker
              label={words.at}
              description={words.atHint}
              clearable
              {...form.getInputProps('at')}
            />
          </SimpleGrid>
          <Group>
            <Button variant="subtle" size="compact-sm" color="gray" onClick={toggle} aria-expanded={more}>
              {words.more}
            </Button>
            {drafting.draft && (
              <Switch
                label={words.useDraft}
                checked={useOfDraft}
                onChange={setUseOfDraft.toggle}
              />
            )}
          </Group>
          <Collapse in={more}>
            <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
              <TextInput label={words.device} maxLength={256} {...form.getInputProps('device')} />
              <TextInput label={words.network} maxLength={64} {...form.getInputProps('network')} />
              <TextInput
                label={words.concurrent}
                inputMode="numeric"
                maxLength={6}
                {...form.getInputProps('concurrent')}
              />
            </SimpleGrid>
          </Collapse>
          <Group>
            <Button type="submit" loading={explain.isPending}>
              {words.explain}
            </Button>
          </Group>
        </Stack>
      </form>
      {explain.error && explain.error.errors.every(({ field }) => field === 'text') && (
        <ErrorState error={explain.error} />
      )}
      {explain.data && <Explained explanation={explain.data} />}
    </Stack>
  );
}
