import { Anchor, Badge, Button, Card, Group, Stack, Table, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconFileCertificate, IconFlame, IconListSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { address, url, useGet, usePages, usePost, type Schema } from '../base/api';
import { useConfirm } from '../base/Confirm';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { Loading } from '../base/Loading';
import { PlainText } from '../base/PlainText';
import { When } from '../base/When';
import { may, useSession } from '../session/session';
import { strings } from '../strings';

const words = strings.retention;

type Purge = Schema<'PurgeView'>;

/** What is due, and the purges that were; for officers who are assigned everybody. */
export function Purges({ needsTwo }: { needsTwo: boolean }) {
  const purges = usePages<Purge>('/purges', { every: 5_000 });
  if (purges.error?.status === 403) {
    return (
      <Text size="sm" c="dimmed">
        {words.notYours}
      </Text>
    );
  }
  return (
    <>
      <Due needsTwo={needsTwo} />
      <section aria-labelledby="purges">
        <Title order={2} size="h4" mb="sm" id="purges">
          {words.purges}
        </Title>
        {purges.isPending ? (
          <Loading />
        ) : purges.error ? (
          <ErrorState error={purges.error} again={purges.again} />
        ) : purges.items.length === 0 ? (
          <EmptyState icon={IconFlame} title={words.noPurges} text={words.noPurgesText} />
        ) : (
          <Stack gap="xs">
            {purges.items.map((purge, i) => (
              <One key={purge.purge || `${purge.began} ${i}`} purge={purge} />
            ))}
          </Stack>
        )}
      </section>
    </>
  );
}

function Due({ needsTwo }: { needsTwo: boolean }) {
  const session = useSession();
  const confirm = useConfirm();
  const [looking, setLooking] = useState(false);
  const plan = useGet<Schema<'PurgePlan'>>('/purges/plan', { enabled: looking });
  const purge = usePost<{ reason: string }, Schema<'PurgeAsked'>>('/purges', {
    refreshes: ['/purges', '/approvals'],
    done: asked => notifications.show({ message: asked.approval ? words.asked : words.begun }),
  });
  const due = plan.data !== undefined && plan.data.classes.length > 0;

  async function ask() {
    const reason = await confirm({
      title: words.purgeTitle,
      text: needsTwo ? words.purgeTwo : words.purgeOne,
      yes: needsTwo ? words.ask : words.run,
      danger: true,
      reason: words.why,
    });
    if (reason !== null) {
      purge.mutate({ reason });
    }
  }

  return (
    <section aria-labelledby="due">
      <Title order={2} size="h4" mb="sm" id="due">
        {words.due}
      </Title>
      {!looking ? (
        <Stack align="flex-start" gap="xs">
          <Text size="sm" c="dimmed">
            {words.dueText}
          </Text>
          <Button
            variant="default"
            leftSection={<IconListSearch size={16} />}
            onClick={() => setLooking(true)}
          >
            {words.look}
          </Button>
        </Stack>
      ) : plan.isPending ? (
        <Loading label={words.reading} />
      ) : plan.error ? (
        <ErrorState error={plan.error} again={() => void plan.refetch()} />
      ) : !due ? (
        <EmptyState title={words.nothingDue} text={words.nothingDueText(plan.data.held)} />
      ) : (
        <Stack gap="sm">
          <Plan plan={plan.data} />
          {purge.error && <ErrorState error={purge.error} />}
          {may(session, 'decide') && (
            <Group>
              <Button
                color="red.9"
                leftSection={<IconFlame size={16} />}
                loading={purge.isPending}
                onClick={() => void ask()}
              >
                {needsTwo ? words.ask : words.run}
              </Button>
            </Group>
          )}
        </Stack>
      )}
    </section>
  );
}

function Plan({ plan }: { plan: Schema<'PurgePlan'> }) {
  return (
    <>
      <Text size="sm">{words.plan(plan.records, plan.objects, plan.held)}</Text>
      {plan.more && <Text size="sm">{words.more}</Text>}
      <Table.ScrollContainer minWidth={420}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.what}</Table.Th>
              <Table.Th ta="end">{words.dueCount}</Table.Th>
              <Table.Th>{words.oldest}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {plan.classes.map(each => (
              <Table.Tr key={each.name}>
                <Table.Td>{words.names[each.name] ?? each.name}</Table.Td>
                <Table.Td ta="end">{each.due.toLocaleString()}</Table.Td>
                <Table.Td>
                  <When at={plan.examples.find(example => example.name === each.name)?.began} form="exact" />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}

const COLOURS: Record<string, string> = { running: 'blue', done: 'teal', failed: 'red' };

function One({ purge }: { purge: Purge }) {
  return (
    <Card withBorder radius="md" component="article" padding="sm">
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Badge variant="light" color={COLOURS[purge.state] ?? 'gray'}>
            {words.states[purge.state] ?? purge.state}
          </Badge>
          <Text size="sm">
            {purge.why ? (
              <PlainText text={purge.why} />
            ) : purge.began && purge.state === 'done' ? (
              words.destroyed(purge.records, purge.objects, purge.spared)
            ) : (
              purge.purge
            )}
          </Text>
        </Group>
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            <When at={purge.began} form="exact" none={words.before} />
          </Text>
          {purge.state === 'done' && (
            <Anchor size="sm" href={address(url`/purges/${purge.purge}/certificate`)} download>
              <Group gap={4} wrap="nowrap">
                <IconFileCertificate size={16} aria-hidden />
                {words.certificate}
              </Group>
            </Anchor>
          )}
        </Group>
      </Group>
    </Card>
  );
}
