import { Badge, Button, Card, Code, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck, IconChecklist, IconX } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { url, usePages, usePost, type Schema } from '../base/api';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { useRefreshOn } from '../base/events';
import { Loading } from '../base/Loading';
import { PageTitle } from '../base/PageTitle';
import { PlainText } from '../base/PlainText';
import { When } from '../base/When';
import { may, useSession } from '../session/session';
import classes from '../search/RecordDrawer.module.css';
import { strings } from '../strings';

const words = strings.approval;

type Approval = Schema<'ApprovalView'>;

/** What waits for a second person. */
export default function ApprovalsPage() {
  const session = useSession();
  const approvals = usePages<Approval>('/approvals', { every: 30_000 });
  useRefreshOn('approvals', '/approvals');
  const mine = approvals.items.filter(approval => approval.own);
  const others = approvals.items.filter(approval => !approval.own);
  return (
    <>
      <PageTitle title={words.title} text={words.text} />
      {approvals.isPending ? (
        <Loading />
      ) : approvals.error ? (
        <ErrorState error={approvals.error} again={approvals.again} />
      ) : (
        <Stack gap="xl">
          <Part
            title={words.others}
            approvals={others}
            mayDecide={may(session, 'decide')}
            empty={<EmptyState icon={IconChecklist} title={words.nothing} text={words.nothingText} />}
          />
          {mine.length > 0 && (
            <Part title={words.mine} approvals={mine} mayDecide={may(session, 'decide')} empty={null} />
          )}
        </Stack>
      )}
    </>
  );
}

interface PartProps {
  title: string;
  approvals: Approval[];
  mayDecide: boolean;
  empty: ReactNode;
}

function Part({ title, approvals, mayDecide, empty }: PartProps) {
  return (
    <section aria-label={title}>
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      {approvals.length === 0 ? (
        empty
      ) : (
        <Stack>
          {approvals.map(approval => (
            <One key={approval.id} approval={approval} mayDecide={mayDecide} />
          ))}
        </Stack>
      )}
    </section>
  );
}

function One({ approval, mayDecide }: { approval: Approval; mayDecide: boolean }) {
  const [reason, setReason] = useState('');
  const done = (message: string) => () => notifications.show({ message });
  const refreshes = ['/approvals', '/holds', '/exports', '/purges'];
  const approve = usePost<{ reason: string }>(() => url`/approvals/${approval.id}/approve`, {
    refreshes,
    done: done(words.approved),
  });
  const refuse = usePost<{ reason: string }>(() => url`/approvals/${approval.id}/refuse`, {
    refreshes,
    done: done(approval.own ? words.withdrawn : words.refused),
  });
  const error = approve.error ?? refuse.error;
  const ready = reason.trim().length >= 3;
  return (
    <Card withBorder radius="md" component="article" aria-label={words.action[approval.action] ?? approval.action}>
      <Stack gap="xs">
        <Group justify="space-between" gap="xs">
          <Group gap="xs">
            <Badge variant="light">{words.action[approval.action] ?? approval.action}</Badge>
            <Text size="sm" fw={600}>
              <PlainText text={approval.askedBy} />
            </Text>
          </Group>
          <Text size="sm" c="dimmed">
            <When at={approval.askedAt} /> · {words.expires} <When at={approval.expires} />
          </Text>
        </Group>
        <Text size="sm" component="div">
          <PlainText text={approval.reason} lines />
        </Text>
        <Code block className={classes.wrapped}>
          <PlainText text={approval.about || approval.subject} />
        </Code>
        {mayDecide && (
          <>
            <Textarea
              label={words.why}
              description={approval.own ? words.ownHint : words.whyHint}
              autosize
              minRows={1}
              maxRows={4}
              maxLength={500}
              error={error?.field('reason')}
              value={reason}
              onChange={event => setReason(event.currentTarget.value)}
            />
            {error && !error.field('reason') && <ErrorState error={error} />}
            <Group justify="flex-end">
              <Button
                variant="default"
                leftSection={<IconX size={16} />}
                disabled={!ready}
                loading={refuse.isPending}
                onClick={() => refuse.mutate({ reason: reason.trim() })}
              >
                {approval.own ? words.withdraw : words.refuse}
              </Button>
              {!approval.own && (
                <Button
                  leftSection={<IconCheck size={16} />}
                  disabled={!ready}
                  loading={approve.isPending}
                  onClick={() => approve.mutate({ reason: reason.trim() })}
                >
                  {words.approve}
                </Button>
              )}
            </Group>
          </>
        )}
      </Stack>
    </Card>
  );
}
