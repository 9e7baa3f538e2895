import { Button, Group, Modal, Paper, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { url, usePages, usePost, type Schema } from '../base/api';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { Loading } from '../base/Loading';
import { PageTitle } from '../base/PageTitle';
import { PlainText } from '../base/PlainText';
import { VirtualTable, type Column } from '../base/VirtualTable';
import { strings } from '../strings';
import { useDepartments } from '../user/user';

const words = strings.group;

type GroupOfPeople = Schema<'GroupView'>;

const columns: readonly Column<GroupOfPeople>[] = [
  { key: 'name', header: words.name, cell: group => group.name, sort: group => group.name },
  {
    key: 'members',
    header: words.members,
    width: '120px',
    end: true,
    cell: group => group.members.length,
    sort: group => group.members.length,
  },
];

/** Groups and departments. */
export default function GroupsPage() {
  const groups = usePages<GroupOfPeople>('/groups', { limit: 200 });
  const [adding, setAdding] = useState(false);

  return (
    <>
      <PageTitle title={words.title} text={words.text}>
        <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
          {words.add}
        </Button>
      </PageTitle>
      <Stack gap="xl">
        <VirtualTable
          label={words.title}
          rows={groups.items}
          rowKey={group => group.name}
          columns={columns}
          to={group => url`/groups/${group.name}`}
          pending={groups.isPending}
          error={groups.error}
          again={groups.again}
          more={groups.more}
          hasMore={groups.hasMore}
          loadingMore={groups.loadingMore}
          height="50dvh"
          empty={<EmptyState title={words.none} text={words.noneText} />}
        />
        <Departments />
      </Stack>
      <Modal opened={adding} onClose={() => setAdding(false)} title={words.add} centered>
        <NewGroup />
      </Modal>
    </>
  );
}

function NewGroup() {
  const [name, setName] = useState('');
  const [person, setPerson] = useState('');
  const navigate = useNavigate();
  const add = usePost<undefined, GroupOfPeople>(() => url`/groups/${name.trim()}/members`, {
    body: () => ({ person: person.trim() }),
    refreshes: ['/groups'],
    done: group => void navigate(url`/groups/${group.name}`),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() !== '') {
      add.mutate(undefined);
    }
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{words.addText}</Text>
        <TextInput
          label={words.name}
          description={words.nameHint}
          required
          data-autofocus
          maxLength={64}
          autoCapitalize="none"
          value={name}
          onChange={event => setName(event.currentTarget.value)}
        />
        <TextInput
          label={words.person}
          required
          maxLength={512}
          autoCapitalize="none"
          value={person}
          onChange={event => setPerson(event.currentTarget.value)}
          error={add.error?.field('person')}
        />
        {add.error && !add.error.field('person') && <ErrorState error={add.error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={add.isPending}>
            {words.addSubmit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Departments() {
  const departments = useDepartments();
  return (
    <section aria-labelledby="departments">
      <Title order={2} size="h4" id="departments">
        {words.departments}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {words.departmentsText}
      </Text>
      {departments.error ? (
        <ErrorState error={departments.error} again={() => void departments.refetch()} />
      ) : !departments.data ? (
        <Loading />
      ) : departments.data.items.length === 0 ? (
        <Text size="sm">{words.noDepartments}</Text>
      ) : (
        <Paper withBorder radius="md" maw={520}>
          <Table>
            <Table.Tbody>
              {departments.data.items.map(department => (
                <Table.Tr key={department.name}>
                  <Table.Td>
                    <PlainText text={department.name} />
                  </Table.Td>
                  <Table.Td ta="end">
                    {words.users(department.users)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Paper>
      )}
    </section>
  );
}
