import { Button, Group, Modal, MultiSelect, Select, SimpleGrid, Stack, TagsInput, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { strings } from '../strings';
import { dayBegins, dayOf, valueOf, valuesOf, withFilter, withValues, type Filter, type Word } from './query';

const words = strings.search;
const OUTCOMES = [
  'answered',
  'busy',
  'declined',
  'cancelled',
  'no-answer',
  'running',
  'delivered',
  'waiting',
  'held',
  'blocked',
  'rejected',
];

interface FilterDialogProps {
  opened: boolean;
  filters: Filter[];
  onClose: () => void;
  onAsk: (filters: Filter[]) => void;
}

/** Everything that can be asked for, in one form. */
export function FilterDialog({ opened, filters: given, onClose, onAsk }: FilterDialogProps) {
  const [filters, setFilters] = useState(given);
  const one = (word: Word) => ({
    label: words.label[word],
    value: valueOf(filters, word),
    onChange: (event: { currentTarget: { value: string } }) =>
      setFilters(withFilter(filters, word, event.currentTarget.value)),
  });
  const many = (word: Word) => ({
    label: words.label[word],
    value: valuesOf(filters, word),
    onChange: (values: string[]) => setFilters(withValues(filters, word, values)),
  });
  const choice = (word: Word, names: Record<string, string>) => ({
    label: words.label[word],
    data: Object.entries(names).map(([value, label]) => ({ value, label })),
    value: valueOf(filters, word) || null,
    placeholder: words.any,
    clearable: true,
    onChange: (value: string | null) => setFilters(withFilter(filters, word, value ?? '')),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    // the form lies inside of the query's, which is not what is sent
    event.stopPropagation();
    onAsk(filters);
  }

  return (
    <Modal opened={opened} onClose={onClose} title={words.filters} size="lg">
      <form onSubmit={submit}>
        <Stack>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <TagsInput {...many('person')} description={words.personHint} data-autofocus acceptValueOnBlur />
            <TagsInput {...many('group')} description={words.groupHint} acceptValueOnBlur />
            <Select {...choice('kind', words.kinds)} />
            <Select {...choice('direction', words.directions)} />
            <TextInput
              type="date"
              label={words.label.from}
              value={dayOf(valueOf(filters, 'from'))}
              onChange={event =>
                setFilters(withFilter(filters, 'from', dayBegins(event.currentTarget.value)))
              }
            />
            <TextInput
              type="date"
              label={words.untilDay}
              value={dayOf(valueOf(filters, 'until'), 1)}
              onChange={event =>
                setFilters(withFilter(filters, 'until', dayBegins(event.currentTarget.value, 1)))
              }
            />
            <TextInput {...one('at-least')} placeholder="30s, 5m" />
            <TextInput {...one('at-most')} placeholder="2h" />
            <MultiSelect {...many('outcome')} data={[...new Set([...OUTCOMES, ...valuesOf(filters, 'outcome')])]} searchable clearable />
            <MultiSelect {...many('media')} data={['audio', 'video', 'text']} clearable />
            <MultiSelect {...many('mark')} data={['flagged', 'masked', 'blocked', 'held']} clearable />
            <TagsInput {...many('rule')} description={words.ruleHint} acceptValueOnBlur />
            <TextInput {...one('number')} placeholder="+4930*" />
            <TextInput {...one('mos-at-most')} placeholder="3.5" />
            <Select {...choice('held', words.heldChoices)} />
            <Select {...choice('purged', words.purgedChoices)} />
            <TextInput {...one('matter')} description={words.matterHint} />
          </SimpleGrid>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {strings.base.cancel}
            </Button>
            <Button type="submit">{words.apply}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
