import { Badge, Button, Code, Group, Modal, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { url, useDelete } from '../base/api';
import { useConfirm } from '../base/Confirm';
import { CopyButton } from '../base/CopyButton';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { Loading } from '../base/Loading';
import { PlainText } from '../base/PlainText';
import { When } from '../base/When';
import { strings } from '../strings';
import { useKeys, type ApiKey, type MadeKey } from './keys';
import { NewKey } from './NewKey';
import { Part } from './Part';

const words = strings.account.keys;

/** Keys of one's own programs: made, shown once, revoked. */
export function ApiKeys() {
  const keys = useKeys();
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<MadeKey | null>(null);
  return (
    <Part title={words.title} text={words.text}>
      <Stack>
        {keys.isPending ? (
          <Loading />
        ) : keys.error && keys.items.length === 0 ? (
          <ErrorState error={keys.error} again={keys.again} />
        ) : keys.items.length === 0 ? (
          <EmptyState icon={IconKey} title={words.none} text={words.noneText} />
        ) : (
          <KeyTable keys={keys.items} />
        )}
        {keys.hasMore && (
          <Button variant="default" loading={keys.loadingMore} onClick={keys.more}>
            {strings.base.loadMore}
          </Button>
        )}
        <Button w="fit-content" leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
          {words.make}
        </Button>
      </Stack>
      <Modal opened={making} onClose={() => setMaking(false)} title={words.make} centered>
        <NewKey
          onMade={key => {
            setMaking(false);
            setMade(key);
          }}
        />
      </Modal>
      <Modal
        opened={made !== null}
        onClose={() => setMade(null)}
        closeOnClickOutside={false}
        title={words.made}
        centered
      >
        {made && (
          <Stack>
            <Text size="sm">{words.madeText}</Text>
            <Group wrap="nowrap" align="flex-start" gap="xs">
              <Code block flex={1} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }} data-testid="key">
                {made.text}
              </Code>
              <CopyButton value={made.text} what={words.key} />
            </Group>
            <Button onClick={() => setMade(null)}>{words.kept}</Button>
          </Stack>
        )}
      </Modal>
    </Part>
  );
}

function KeyTable({ keys }: { keys: readonly ApiKey[] }) {
  const confirm = useConfirm();
  const revoke = useDelete<string>(id => url`/keys/${id}`, { refreshes: ['/keys'] });

  async function ask(key: ApiKey) {
    const yes = await confirm({
      title: words.revoke,
      text: words.revokeText(key.label),
      yes: words.revoke,
      danger: true,
    });
    if (yes !== null) {
      revoke.mutate(key.id);
    }
  }

  return (
    <>
      {revoke.error && <ErrorState error={revoke.error} />}
      <Table.ScrollContainer minWidth={520} role="region" aria-label={words.title}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.label}</Table.Th>
              <Table.Th>{words.scopes}</Table.Th>
              <Table.Th>{words.expires}</Table.Th>
              <Table.Th>{words.used}</Table.Th>
              <Table.Th>
                <VisuallyHidden>{words.revoke}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {keys.map(key => (
              <Table.Tr key={key.id}>
                <Table.Td>
                  <PlainText text={key.label} />
                </Table.Td>
                <Table.Td>
                  <Group gap={4}>
                    {key.scopes.map(scope => (
                      <Badge key={scope} variant="default" tt="none">
                        {strings.account.scopes[scope]}
                      </Badge>
                    ))}
                  </Group>
                </Table.Td>
                <Table.Td>
                  <When at={key.expires} form="day" />
                </Table.Td>
                <Table.Td>
                  <When at={key.used} />
                </Table.Td>
                <Table.Td>
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={words.revokeOf(key.label)}
                    onClick={() => void ask(key)}
                  >
                    {words.revoke}
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}
