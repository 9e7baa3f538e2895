import { ActionIcon, Anchor, Button, Group, TextInput } from '@mantine/core';
import { IconArrowLeft, IconTrash } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { url, useDelete, useGet, usePost, type Schema } from '../base/api';
import { useConfirm } from '../base/Confirm';
import { ErrorState } from '../base/ErrorState';
import { Loading } from '../base/Loading';
import { PageTitle } from '../base/PageTitle';
import { PlainText } from '../base/PlainText';
import { VirtualTable, type Column } from '../base/VirtualTable';
import { strings } from '../strings';

const words = strings.group;

type GroupOfPeople = Schema<'GroupView'>;

/** One group: who is in it, and who is to be. */
export default function GroupPage() {
  const { name = '' } = useParams();
  const path = url`/groups/${name}`;
  const group = useGet<GroupOfPeople>(path);
  const confirm = useConfirm();
  const navigate = useNavigate();
  const remove = useDelete<string>(person => `${path}/members/${encodeURIComponent(person)}`, {
    refreshes: ['/groups'],
  });
  if (!group.data) {
    return group.error ? (
      <ErrorState error={group.error} again={() => void group.refetch()} />
    ) : (
      <Loading />
    );
  }
  const members = group.data.members;

  async function removed(person: string) {
    const last = members.length === 1;
    const answer = await confirm({
      title: words.removeTitle(person),
      text: last ? words.removeLast : words.removeText,
      yes: words.remove,
      danger: true,
    });
    if (answer !== null) {
      remove.mutate(person, { onSuccess: () => last && void navigate('/groups') });
    }
  }

  const columns: Column<string>[] = [
    { key: 'member', header: words.member, cell: person => <PlainText text={person} />, sort: p => p },
    {
      key: 'remove',
      header: '',
      width: '60px',
      end: true,
      cell: person => (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={words.removeTitle(person)}
          onClick={() => void removed(person)}
        >
          <IconTrash size={16} />
        </ActionIcon>
      ),
    },
  ];
  return (
    <>
      <Anchor component={Link} to="/groups" size="sm">
        <Group gap={4} wrap="nowrap" component="span">
          <IconArrowLeft size={14} aria-hidden />
          {words.back}
        </Group>
      </Anchor>
      <PageTitle title={group.data.name} text={words.text} />
      <AddMember path={path} />
      {remove.error && <ErrorState error={remove.error} />}
      <VirtualTable label={words.members} rows={members} rowKey={person => person} columns={columns} />
    </>
  );
}

function AddMember({ path }: { path: string }) {
  const [person, setPerson] = useState('');
  const add = usePost(`${path}/members`, {
    body: () => ({ person: person.trim() }),
    refreshes: ['/groups'],
    done: () => setPerson(''),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (person.trim() !== '') {
      add.mutate();
    }
  }

  return (
    <form onSubmit={submit}>
      <Group align="flex-start" mb="md" gap="xs">
        <TextInput
          aria-label={words.addMemberTitle}
          placeholder={words.person}
          maxLength={512}
          autoCapitalize="none"
          flex="1 1 220px"
          maw={420}
          value={person}
          onChange={event => setPerson(event.currentTarget.value)}
          error={add.error?.field('person') ?? add.error?.detail}
        />
        <Button type="submit" variant="default" loading={add.isPending}>
          {words.addMember}
        </Button>
      </Group>
    </form>
  );
}
