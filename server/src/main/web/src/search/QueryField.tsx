import { ActionIcon, Box, Button, Group, TextInput } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconSearch, IconX } from '@tabler/icons-react';
import { useDisclosure } from '@mantine/hooks';
import { useEffect, useState, type FormEvent } from 'react';
import type { ApiProblem } from '../base/problem';
import { strings } from '../strings';
import { FilterDialog } from './FilterDialog';
import { valueOf, withFilter, type Filter } from './query';

const words = strings.search;

interface QueryFieldProps {
  filters: Filter[];
  error: ApiProblem | null;
  onAsk: (filters: Filter[]) => void;
}

/** The words that are looked for, and the way to everything else that can be asked. */
export function QueryField({ filters, error, onAsk }: QueryFieldProps) {
  const asked = valueOf(filters, 'words');
  const [text, setText] = useState(asked);
  const [opened, dialog] = useDisclosure(false);

  // somebody went back, or took a saved search
  useEffect(() => setText(asked), [asked]);

  function submit(event: FormEvent) {
    event.preventDefault();
    onAsk(withFilter(filters, 'words', text));
  }

  return (
    <Box component="form" role="search" onSubmit={submit} flex="1 1 320px" miw={0}>
      <Group gap="xs" align="flex-start">
        <TextInput
          flex="1 1 240px"
          aria-label={words.words}
          placeholder={words.wordsHint}
          title={words.wordsHelp}
          leftSection={<IconSearch size={16} />}
          rightSection={
            text !== '' && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={words.clearWords}
                onClick={() => {
                  setText('');
                  onAsk(withFilter(filters, 'words', ''));
                }}
              >
                <IconX size={16} />
              </ActionIcon>
            )
          }
          error={error?.field('words')}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
        />
        <Button type="submit">{words.submit}</Button>
        <Button
          variant="default"
          leftSection={<IconAdjustmentsHorizontal size={16} />}
          onClick={dialog.open}
        >
          {words.filters}
        </Button>
      </Group>
      <FilterDialog
        key={String(opened)}
        opened={opened}
        filters={filters}
        onClose={dialog.close}
        onAsk={next => {
          dialog.close();
          onAsk(withFilter(next, 'words', text));
        }}
      />
    </Box>
  );
}
