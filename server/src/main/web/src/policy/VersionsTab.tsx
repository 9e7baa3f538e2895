import { Badge, Button, Group, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { url, useGet, usePages, usePost } from '../base/api';
import { useConfirm } from '../base/Confirm';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { Loading } from '../base/Loading';
import { PlainText } from '../base/PlainText';
import { VirtualTable, type Column } from '../base/VirtualTable';
import { When } from '../base/When';
import { may, useSession } from '../session/session';
import { strings } from '../strings';
import { DiffView } from './DiffView';
import type { Diff, Policy, Version } from './policy';

const words = strings.policy;

/** The rules that were ever in force, the newest first. */
export function VersionsTab({ policy }: { policy: Policy }) {
  const versions = usePages<Version>('/policy/versions', { limit: 200 });
  const administers = may(useSession(), 'administer');
  const confirm = useConfirm();
  const [open, setOpen] = useState<number>();
  const rollback = usePost<{ version: number; reason: string }, { version: number }>(
    ({ version }) => url`/policy/versions/${version}/rollback`,
    {
      body: ({ reason }) => ({ reason }),
      refreshes: ['/policy'],
      done: ({ version }) =>
        notifications.show({ message: words.published(version), color: 'teal' }),
    },
  );

  async function ask(version: number) {
    const reason = await confirm({
      title: words.rollbackTitle(version),
      text: words.rollbackText,
      yes: words.rollback,
      reason: words.publishReason,
    });
    if (reason !== null) {
      rollback.mutate({ version, reason });
    }
  }

  const columns: Column<Version>[] = [
    { key: 'version', header: words.version, width: '80px', cell: v => v.version },
    { key: 'since', header: words.since, width: '150px', cell: v => <When at={v.at} /> },
    { key: 'by', header: words.by, from: 'sm', cell: v => <PlainText text={v.by} /> },
    {
      key: 'reason',
      header: words.reason,
      width: 'minmax(0, 2fr)',
      from: 'sm',
      cell: v => (
        <>
          <PlainText text={v.reason} /> {v.restores > 0 && `(${words.restores(v.restores)})`}
        </>
      ),
    },
    {
      key: 'actions',
      header: '',
      width: '190px',
      end: true,
      cell: v =>
        v.version === policy.version ? (
          <Group gap={6} wrap="nowrap" justify="flex-end">
            <Badge variant="light" color="teal">
              {words.current}
            </Badge>
            <DiffButton onClick={() => setOpen(v.version)} />
          </Group>
        ) : (
          <Group gap={6} wrap="nowrap" justify="flex-end">
            {administers && (
              <Button size="compact-xs" variant="default" onClick={() => void ask(v.version)}>
                {words.rollback}
              </Button>
            )}
            <DiffButton onClick={() => setOpen(v.version)} />
          </Group>
        ),
    },
  ];
  return (
    <>
      {rollback.error && <ErrorState error={rollback.error} />}
      <VirtualTable
        label={words.tabs.versions}
        rows={versions.items}
        rowKey={v => String(v.version)}
        columns={columns}
        onOpen={v => setOpen(v.version)}
        pending={versions.isPending}
        error={versions.error}
        again={versions.again}
        more={versions.more}
        hasMore={versions.hasMore}
        loadingMore={versions.loadingMore}
        empty={
          <EmptyState icon={IconHistory} title={words.noVersions} text={words.noVersionsText} />
        }
      />
      <Modal
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        title={open !== undefined && words.diffTitle(open - 1, open)}
        size="xl"
      >
        {open !== undefined && <VersionDiff version={open} />}
      </Modal>
    </>
  );
}

function DiffButton({ onClick }: { onClick: () => void }) {
  return (
    <Button size="compact-xs" variant="subtle" color="gray" onClick={onClick}>
      {words.diff}
    </Button>
  );
}

function VersionDiff({ version }: { version: number }) {
  const diff = useGet<Diff>(url`/policy/versions/${version}/diff`);
  if (!diff.data) {
    return diff.error ? (
      <ErrorState error={diff.error} again={() => void diff.refetch()} />
    ) : (
      <Loading />
    );
  }
  return <DiffView lines={diff.data.lines} label={words.diffTitle(diff.data.from, diff.data.to)} />;
}
