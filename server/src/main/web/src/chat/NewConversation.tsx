import { Modal, NavLink, ScrollArea, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useGet, type PageOf } from '../base/api';
import { ErrorState } from '../base/ErrorState';
import { Loading } from '../base/Loading';
import { PlainText } from '../base/PlainText';
import { strings } from '../strings';

interface Person {
  user: string;
  display: string;
  department: string;
}

interface NewConversationProps {
  opened: boolean;
  onClose: () => void;
  onChosen: (user: string) => void;
}

/** Chooses a colleague to write to. */
export function NewConversation({ opened, onClose, onChosen }: NewConversationProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={strings.chat.newConversation} centered>
      <Choice onChosen={onChosen} />
    </Modal>
  );
}

function Choice({ onChosen }: Pick<NewConversationProps, 'onChosen'>) {
  const [find, setFind] = useState('');
  const [asked] = useDebouncedValue(find.trim(), 200);
  const { data, error, isPending, refetch } = useGet<PageOf<Person>>('/me/people', {
    query: { q: asked, limit: 30 },
    keep: true,
  });
  return (
    <Stack>
      <TextInput
        data-autofocus
        label={strings.chat.findPerson}
        leftSection={<IconSearch size={16} />}
        value={find}
        onChange={event => setFind(event.currentTarget.value)}
      />
      {isPending ? (
        <Loading />
      ) : error ? (
        <ErrorState error={error} again={() => void refetch()} />
      ) : data.items.length === 0 ? (
        <Text size="sm" c="dimmed">
          {strings.chat.nobodyFound}
        </Text>
      ) : (
        <ScrollArea.Autosize mah={320}>
          {data.items.map(person => (
            <NavLink
              key={person.user}
              component="button"
              type="button"
              label={<PlainText text={person.display} />}
              description={
                <PlainText text={person.department ? `${person.user}, ${person.department}` : person.user} />
              }
              onClick={() => onChosen(person.user)}
            />
          ))}
        </ScrollArea.Autosize>
      )}
    </Stack>
  );
}
