import { Tabs } from '@mantine/core';
import { IconHistory, IconPencil, IconPlayerPlay, IconQuestionMark } from '@tabler/icons-react';
import { useSearchParams } from 'react-router';
import { useGet } from '../base/api';
import { ErrorState } from '../base/ErrorState';
import { Loading } from '../base/Loading';
import { PageTitle } from '../base/PageTitle';
import { may, useSession } from '../session/session';
import { strings } from '../strings';
import { useDraft } from './draft';
import { EditTab } from './EditTab';
import { ExplainTab } from './ExplainTab';
import type { Policy } from './policy';
import { ReplayTab } from './ReplayTab';
import { VersionsTab } from './VersionsTab';

const words = strings.policy;

/** The rules: to write, to ask, to try, and as they were. */
export default function PolicyPage() {
  const policy = useGet<Policy>('/policy', { every: 30_000 });
  const drafting = useDraft(policy.data);
  const administers = may(useSession(), 'administer');
  const [search, setSearch] = useSearchParams();

  if (!policy.data) {
    return policy.error ? (
      <ErrorState error={policy.error} again={() => void policy.refetch()} />
    ) : (
      <Loading />
    );
  }
  const { version, rules } = policy.data;
  return (
    <>
      <PageTitle title={words.title} text={`${words.text} ${words.inForce(version, rules)}`} />
      <Tabs
        value={search.get('tab') ?? 'edit'}
        onChange={tab => tab && setSearch({ tab }, { replace: true })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="edit" leftSection={<IconPencil size={16} />}>
            {words.tabs.edit}
          </Tabs.Tab>
          <Tabs.Tab value="explain" leftSection={<IconQuestionMark size={16} />}>
            {words.tabs.explain}
          </Tabs.Tab>
          {administers && (
            <Tabs.Tab value="replay" leftSection={<IconPlayerPlay size={16} />}>
              {words.tabs.replay}
            </Tabs.Tab>
          )}
          <Tabs.Tab value="versions" leftSection={<IconHistory size={16} />}>
            {words.tabs.versions}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="edit">
          <EditTab policy={policy.data} drafting={drafting} />
        </Tabs.Panel>
        <Tabs.Panel value="explain">
          <ExplainTab drafting={drafting} />
        </Tabs.Panel>
        <Tabs.Panel value="replay">
          <ReplayTab drafting={drafting} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <VersionsTab policy={policy.data} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
