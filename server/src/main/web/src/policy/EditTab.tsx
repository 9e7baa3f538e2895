import { Alert, Badge, Button, Grid, Group, Modal, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { request, usePost, usePut, type ApiProblem } from '../base/api';
import { useConfirm } from '../base/Confirm';
import { ErrorState } from '../base/ErrorState';
import { may, useSession } from '../session/session';
import { strings } from '../strings';
import { DiffView } from './DiffView';
import type { Drafting } from './draft';
import { FindingList } from './FindingList';
import type { Diff, Findings, Policy } from './policy';
import { RuleEditor, type EditorHandle } from './RuleEditor';

const words = strings.policy;
const PAUSE = 500;

/** What is wrong with a text, looked for once its writer pauses. */
function useFindings(text: string, enabled: boolean) {
  const [settled] = useDebouncedValue(text, PAUSE);
  const found = useQuery<Findings, ApiProblem>({
    queryKey: ['policy draft', settled],
    queryFn: ({ signal }) => request<Findings>('POST', '/policy/check', { body: { text: settled }, signal }),
    enabled,
    gcTime: 0,
    placeholderData: before => before,
  });
  return { ...found, current: settled === text && !found.isFetching };
}

interface EditTabProps {
  policy: Policy;
  drafting: Drafting;
}

/** The rules as text, with what is wrong beside their lines; publishing asks why. */
export function EditTab({ policy, drafting }: EditTabProps) {
  const administers = may(useSession(), 'administer');
  const { text, draft } = drafting;
  const editor = useRef<EditorHandle>(null);
  // the rules that are built in have no text, and nothing is wrong with that
  const written = text.trim() !== '';
  const findings = useFindings(text, administers && written);
  const found = written ? findings.data : undefined;
  const errors = found?.errors ?? [];
  const warnings = found?.warnings ?? [];
  const goTo = (line: number) => editor.current?.goTo(line);

  return (
    <Stack>
      <Grid gutter="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <RuleEditor
            ref={editor}
            value={text}
            onChange={drafting.write}
            errors={errors}
            warnings={warnings}
            readOnly={!administers}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="md" aria-live="polite">
            {administers && written && <Verdict findings={found} current={findings.current} />}
            {findings.error && <ErrorState error={findings.error} again={() => void findings.refetch()} />}
            <FindingList findings={errors} error onOpen={goTo} />
            <FindingList findings={warnings} error={false} onOpen={goTo} />
          </Stack>
        </Grid.Col>
      </Grid>
      {administers && (
        <Publish
          policy={policy}
          drafting={drafting}
          acceptable={findings.current && found?.acceptable === true}
        />
      )}
      {!draft && (
        <Text size="sm" c="dimmed">
          {words.unchanged}
        </Text>
      )}
    </Stack>
  );
}

function Verdict({ findings, current }: { findings: Findings | undefined; current: boolean }) {
  if (!findings || !current) {
    return (
      <Badge variant="light" color="gray">
        {words.checking}
      </Badge>
    );
  }
  return findings.acceptable ? (
    <Badge variant="light" color="teal" data-testid="fine">
      {words.fine(findings.rules)}
    </Badge>
  ) : (
    <Badge variant="light" color="red">
      {words.problems(findings.errors.length)}
    </Badge>
  );
}

interface PublishProps extends EditTabProps {
  acceptable: boolean;
}

function Publish({ policy, drafting, acceptable }: PublishProps) {
  const confirm = useConfirm();
  const { draft, text } = drafting;
  const [comparing, setComparing] = useState(false);
  const compare = usePost<{ text: string }, Diff>('/policy/diff');
  const publish = usePut<{ text: string; reason: string }, { version: number }>('/policy', {
    etag: () => draft?.etag,
    refreshes: ['/policy'],
    done: ({ version }) => {
      drafting.discard();
      notifications.show({ message: words.published(version), color: 'teal' });
    },
  });
  const outdated = publish.error?.status === 412 || (draft && draft.version !== policy.version);

  async function ask() {
    const reason = await confirm({
      title: words.publishTitle,
      text: words.publishText,
      yes: words.publish,
      reason: words.publishReason,
    });
    if (reason !== null) {
      publish.mutate({ text, reason });
    }
  }

  async function discard() {
    const answer = await confirm({
      title: words.discard,
      text: words.discardText,
      yes: words.discard,
      danger: true,
    });
    if (answer !== null) {
      drafting.discard();
      publish.reset();
    }
  }

  function show() {
    setComparing(true);
    compare.mutate({ text });
  }

  if (!draft) {
    return null;
  }
  return (
    <Stack>
      {outdated && (
        <Alert color="yellow" variant="light" icon={<IconAlertTriangle />} role="alert">
          <Stack gap="xs" align="flex-start">
            <Text size="sm">{words.outdated}</Text>
            <Button
              size="compact-sm"
              variant="light"
              color="gray"
              onClick={() => {
                drafting.rebase();
                publish.reset();
                show();
              }}
            >
              {words.outdatedLoad}
            </Button>
          </Stack>
        </Alert>
      )}
      {publish.error && publish.error.status !== 412 && <ErrorState error={publish.error} />}
      <Group justify="space-between">
        <Text size="sm">{words.changed}</Text>
        <Group gap="xs">
          <Button variant="subtle" color="gray" onClick={() => void discard()}>
            {words.discard}
          </Button>
          <Button variant="default" onClick={show}>
            {words.showChanges}
          </Button>
          <Button
            onClick={() => void ask()}
            loading={publish.isPending}
            disabled={!acceptable || Boolean(outdated)}
          >
            {words.publish}
          </Button>
        </Group>
      </Group>
      <Modal
        opened={comparing}
        onClose={() => setComparing(false)}
        title={words.draftDiffTitle}
        size="xl"
      >
        {compare.error && <ErrorState error={compare.error} again={show} />}
        {compare.data && <DiffView lines={compare.data.lines} label={words.draftDiffTitle} />}
      </Modal>
    </Stack>
  );
}
