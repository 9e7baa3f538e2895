import { Badge, Button, Drawer, Group, Stack, TextInput } from '@mantine/core';
import { IconEye, IconSearch } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useSearchParams } from 'react-router';
import { usePages, type Schema } from '../base/api';
import { EmptyState } from '../base/EmptyState';
import { KeyValue } from '../base/KeyValue';
import { PageTitle } from '../base/PageTitle';
import { PlainText } from '../base/PlainText';
import { ReasonGate } from '../base/Reason';
import { VirtualTable, type Column } from '../base/VirtualTable';
import { When } from '../base/When';
import { strings } from '../strings';

const words = strings.trail;

type Act = Schema<'AccessView'>;

function Sign({ act }: { act: string }) {
  return (
    <Badge variant="light" color={act === 'refused' ? 'red' : act.startsWith('export') ? 'orange' : 'gray'}>
      {words.acts[act] ?? act}
    </Badge>
  );
}

const columns: Column<Act>[] = [
  { key: 'time', header: words.time, width: '132px', cell: act => <When at={act.time} /> },
  { key: 'officer', header: words.officer, width: 'minmax(0, 1fr)', cell: act => <PlainText text={act.officer} /> },
  { key: 'act', header: words.act, width: '140px', cell: act => <Sign act={act.act} /> },
  { key: 'subject', header: words.subject, width: 'minmax(0, 2fr)', from: 'sm', cell: act => <PlainText text={[act.subject, act.outcome].filter(Boolean).join(': ')} /> },
  { key: 'reason', header: words.reason, width: 'minmax(0, 2fr)', from: 'md', cell: act => <PlainText text={act.reason} /> },
];

/** Who looked at what, and why. */
export default function TrailPage() {
  return (
    <>
      <PageTitle title={words.title} text={words.text} />
      <ReasonGate>{reason => <Trail reason={reason} />}</ReasonGate>
    </>
  );
}

function Trail({ reason }: { reason: string }) {
  const [search, setSearch] = useSearchParams();
  const officer = search.get('officer') ?? '';
  const id = search.get('id') ?? '';
  const [name, setName] = useState(officer);
  const [subject, setSubject] = useState(id);
  const [open, setOpen] = useState<Act | null>(null);
  const trail = usePages<Act>('/access', { query: { officer, id, reason }, keep: true });

  function submit(event: FormEvent) {
    event.preventDefault();
    const next = new URLSearchParams();
    if (name.trim()) {
      next.set('officer', name.trim());
    }
    if (subject.trim()) {
      next.set('id', subject.trim());
    }
    setSearch(next);
  }

  return (
    <Stack>
      <form onSubmit={submit} role="search">
        <Group gap="xs" align="flex-end">
          <TextInput
            label={words.officer}
            flex="1 1 160px"
            maw={280}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
          />
          <TextInput
            label={words.id}
            flex="1 1 200px"
            maw={360}
            value={subject}
            onChange={event => setSubject(event.currentTarget.value)}
          />
          <Button type="submit" leftSection={<IconSearch size={16} />}>
            {words.show}
          </Button>
        </Group>
      </form>
      <VirtualTable
        label={words.title}
        rows={trail.items}
        rowKey={act => String(act.position)}
        columns={columns}
        onOpen={setOpen}
        {...(open ? { chosen: String(open.position) } : {})}
        pending={trail.isPending}
        error={trail.error}
        again={trail.again}
        more={trail.more}
        hasMore={trail.hasMore}
        loadingMore={trail.loadingMore}
        empty={<EmptyState icon={IconEye} title={words.nothing} text={words.nothingText} />}
      />
      <Drawer
        opened={open !== null}
        onClose={() => setOpen(null)}
        position="right"
        title={words.one}
      >
        {open && <One act={open} />}
      </Drawer>
    </Stack>
  );
}

function One({ act }: { act: Act }) {
  return (
    <KeyValue
      rows={[
        [words.time, <When key="t" at={act.time} form="exact" />],
        [words.officer, <PlainText key="o" text={act.officer} />],
        [words.act, <Sign key="a" act={act.act} />],
        [words.subject, <PlainText key="s" text={act.subject} lines none="–" />],
        [words.reason, <PlainText key="r" text={act.reason} lines none="–" />],
        [words.approval, act.approval ? <PlainText key="p" text={act.approval} /> : undefined],
        [words.outcome, act.outcome ? <PlainText key="u" text={act.outcome} /> : undefined],
        [words.records, act.records > 0 ? act.records.toLocaleString() : undefined],
        [words.position, act.position],
      ]}
    />
  );
}
