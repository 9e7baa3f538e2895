import { ActionIcon, Button, Group, Menu, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBookmark, IconDeviceFloppy, IconTrash } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useDelete, useGet, usePost, url, type PageOf, type Schema } from '../base/api';
import { ErrorState } from '../base/ErrorState';
import { PlainText } from '../base/PlainText';
import { strings } from '../strings';

const words = strings.search;

type Saved = Schema<'SavedSearch'>;

interface SavedSearchesProps {
  /** What is asked for now, as the address has it. */
  query: string;
  onAsk: (query: string) => void;
}

/** Searches that the officer has kept: taken, added and removed. */
export function SavedSearches({ query, onAsk }: SavedSearchesProps) {
  const saved = useGet<PageOf<Saved>>('/searches', { query: { limit: 200 } });
  const remove = useDelete<Saved>(search => url`/searches/${search.id}`, { refreshes: ['/searches'] });
  const [saving, dialog] = useDisclosure(false);
  const items = saved.data?.items ?? [];
  return (
    <>
      <Menu position="bottom-end" width={280} withinPortal>
        <Menu.Target>
          <Button variant="default" leftSection={<IconBookmark size={16} />}>
            {words.saved}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconDeviceFloppy size={16} />} onClick={dialog.open}>
            {words.save}
          </Menu.Item>
          <Menu.Divider />
          {saved.error && <ErrorState error={saved.error} again={() => void saved.refetch()} />}
          {items.length === 0 && !saved.error && (
            <Text size="sm" c="dimmed" p="xs">
              {words.noneSaved}
            </Text>
          )}
          {items.map(search => (
            <Group key={search.id} gap={4} wrap="nowrap">
              <Menu.Item onClick={() => onAsk(search.query)} flex={1} miw={0}>
                <Text size="sm" truncate>
                  <PlainText text={search.name} />
                </Text>
              </Menu.Item>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={words.forget(search.name)}
                onClick={() => remove.mutate(search)}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </Group>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={saving} onClose={dialog.close} title={words.save} centered>
        <SaveForm query={query} onDone={dialog.close} />
      </Modal>
    </>
  );
}

function SaveForm({ query, onDone }: { query: string; onDone: () => void }) {
  const [name, setName] = useState('');
  const save = usePost<{ name: string; query: string }>('/searches', {
    refreshes: ['/searches'],
    done: onDone,
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate({ name: name.trim(), query });
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={words.saveName}
          description={words.saveHint}
          required
          maxLength={100}
          data-autofocus
          error={save.error?.field('name')}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
        />
        {save.error && !save.error.field('name') && <ErrorState error={save.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {strings.base.cancel}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
