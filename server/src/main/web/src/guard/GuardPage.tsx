import { Alert, Badge, Button, List, Stack, Title } from '@mantine/core';
import { IconShieldPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useGet, usePost, type Schema } from '../base/api';
import { useConfirm } from '../base/Confirm';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { PageTitle } from '../base/PageTitle';
import { PlainText } from '../base/PlainText';
import { VirtualTable, type Column } from '../base/VirtualTable';
import { When } from '../base/When';
import { may, useSession } from '../session/session';
import { strings } from '../strings';
import { BlockForm } from './BlockForm';

const words = strings.guard;

type Block = Schema<'GuardBlock'>;

/** Who is shut out, and what raised an alarm. */
export default function GuardPage() {
  const session = useSession();
  const confirm = useConfirm();
  const [adding, setAdding] = useState(false);
  const guard = useGet<Schema<'GuardView'>>('/guard', { every: 5_000 });
  const lift = usePost<{ network: string; reason: string }>('/guard/lifts', { refreshes: ['/guard'] });
  const admin = may(session, 'administer');

  async function ask(block: Block) {
    const reason = await confirm({
      title: words.liftTitle(block.network),
      text: words.liftText,
      yes: words.lift,
      reason: words.reason,
    });
    if (reason !== null) {
      lift.mutate({ network: block.network, reason });
    }
  }

  const columns: Column<Block>[] = [
    { key: 'network', header: words.network, width: 'minmax(130px, 1fr)', cell: each => each.network },
    { key: 'until', header: words.until, cell: each => <When at={each.until} /> },
    {
      key: 'reach',
      header: words.reach,
      from: 'md',
      cell: each => (
        <Badge variant="outline" color="gray" autoContrast>
          {words.reaches[each.reach as 'all'] ?? each.reach}
        </Badge>
      ),
    },
    { key: 'times', header: words.times, end: true, width: '70px', from: 'lg', cell: each => each.times },
    { key: 'by', header: words.by, from: 'lg', cell: each => <PlainText text={each.by} /> },
    {
      key: 'reason',
      header: words.reason,
      width: 'minmax(0, 2fr)',
      from: 'sm',
      cell: each => <PlainText text={each.reason} />,
    },
    {
      key: 'lift',
      header: words.action,
      width: '90px',
      cell: each =>
        admin && (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={words.liftOf(each.network)}
            onClick={() => void ask(each)}
          >
            {words.lift}
          </Button>
        ),
    },
  ];
  return (
    <>
      <PageTitle title={words.title} text={words.text}>
        {admin && (
          <Button
            variant="default"
            leftSection={<IconShieldPlus size={16} />}
            onClick={() => setAdding(true)}
          >
            {words.block}
          </Button>
        )}
      </PageTitle>
      <Stack>
        {lift.error && <ErrorState error={lift.error} />}
        {guard.data && guard.data.alarms.length > 0 && (
          <Alert color="red" title={words.alarms}>
            <List size="sm">
              {guard.data.alarms.map(alarm => (
                <List.Item key={alarm}>
                  <PlainText text={alarm} />
                </List.Item>
              ))}
            </List>
          </Alert>
        )}
        <section>
          <Title order={2} size="h4" mb="xs">
            {words.blocks}
          </Title>
          <VirtualTable
            label={words.blocks}
            rows={guard.data?.blocks ?? []}
            rowKey={each => each.network}
            columns={columns}
            pending={guard.isPending}
            error={guard.error}
            again={() => void guard.refetch()}
            empty={<EmptyState title={words.noneTitle} text={words.noneText} />}
          />
        </section>
      </Stack>
      <BlockForm opened={adding} close={() => setAdding(false)} />
    </>
  );
}
