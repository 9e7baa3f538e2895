import { Button, Group, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconSearch, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { url, usePages } from '../base/api';
import { EmptyState } from '../base/EmptyState';
import { PageTitle } from '../base/PageTitle';
import { PlainText } from '../base/PlainText';
import { VirtualTable, type Column } from '../base/VirtualTable';
import { strings } from '../strings';
import { AddUser } from './AddUser';
import { ImportUsers } from './ImportUsers';
import { roleChoices, type User } from './user';
import { UserState } from './UserState';

const words = strings.user;
const PAUSE = 200;

const columns: readonly Column<User>[] = [
  { key: 'name', header: words.name, cell: user => <PlainText text={user.name} /> },
  { key: 'display', header: words.display, cell: user => <PlainText text={user.display} /> },
  {
    key: 'department',
    header: words.department,
    from: 'sm',
    cell: user => <PlainText text={user.department} />,
  },
  { key: 'role', header: words.role, from: 'sm', cell: user => words.roles[user.role] },
  {
    key: 'state',
    header: words.state,
    width: '110px',
    cell: user => <UserState enabled={user.enabled} />,
  },
];

/** Every account, to search in, to add to and to open. */
export default function UsersPage() {
  const [find, setFind] = useState('');
  const [role, setRole] = useState<string | null>(null);
  const [state, setState] = useState<string | null>(null);
  const [dialog, setDialog] = useState<'add' | 'import' | null>(null);
  const [wanted] = useDebouncedValue(find.trim(), PAUSE);
  const users = usePages<User>('/users', {
    query: { find: wanted, role, enabled: state },
    limit: 200,
    keep: true,
  });

  return (
    <>
      <PageTitle title={words.title} text={words.text}>
        <Button variant="default" leftSection={<IconUpload size={16} />} onClick={() => setDialog('import')}>
          {words.importButton}
        </Button>
        <Button leftSection={<IconPlus size={16} />} onClick={() => setDialog('add')}>
          {words.add}
        </Button>
      </PageTitle>
      <Group mb="md" gap="sm" align="flex-end">
        <TextInput
          type="search"
          label={words.find}
          placeholder={words.findHint}
          leftSection={<IconSearch size={16} />}
          flex="1 1 220px"
          value={find}
          onChange={event => setFind(event.currentTarget.value)}
        />
        <Select
          label={words.role}
          placeholder={words.anyRole}
          data={roleChoices()}
          clearable
          flex="1 1 150px"
          value={role}
          onChange={setRole}
        />
        <Select
          label={words.state}
          placeholder={words.anyState}
          data={[
            { value: 'true', label: words.enabled },
            { value: 'false', label: words.disabled },
          ]}
          clearable
          flex="1 1 150px"
          value={state}
          onChange={setState}
        />
      </Group>
      <VirtualTable
        label={words.title}
        rows={users.items}
        rowKey={user => user.name}
        columns={columns}
        to={user => url`/users/${user.name}`}
        pending={users.isPending}
        error={users.error}
        again={users.again}
        more={users.more}
        hasMore={users.hasMore}
        loadingMore={users.loadingMore}
        empty={<EmptyState title={words.none} text={words.noneText} />}
      />
      <AddUser opened={dialog === 'add'} onClose={() => setDialog(null)} />
      <ImportUsers opened={dialog === 'import'} onClose={() => setDialog(null)} />
    </>
  );
}
