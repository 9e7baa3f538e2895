import { Button, Code, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { address, useGet, type Schema } from '../base/api';
import { CopyButton } from '../base/CopyButton';
import { ErrorState } from '../base/ErrorState';
import { Loading } from '../base/Loading';
import { strings } from '../strings';

const words = strings.firewall;
const FILTERS = ['nftables', 'iptables', 'ip6tables'];

/** The rules in the words of one firewall, to copy or to load. */
export function FormText({ form }: { form: string }) {
  const [manage, setManage] = useState('');
  const [strict, setStrict] = useState(false);
  const [networks] = useDebouncedValue(manage.replace(/\s/g, ''), 400);
  const query = { manage: networks, ...(strict ? { strict } : {}) };
  const path = `/firewall/${form}`;
  const { data, error, isPending, refetch } = useGet<Schema<'FirewallText'>>(path, {
    query,
    keep: true,
  });
  const filter = FILTERS.includes(form);
  const wrong = error?.field('manage');
  return (
    <Stack>
      <Text size="sm">{words.how[form as keyof typeof words.how]}</Text>
      {(filter || form === 'windows') && (
        <Group align="flex-end" gap="lg">
          {filter && (
            <TextInput
              flex="1 1 260px"
              maw={460}
              label={words.manage}
              description={words.manageText}
              placeholder={words.managePlaceholder}
              value={manage}
              error={wrong}
              onChange={event => setManage(event.currentTarget.value)}
            />
          )}
          <Switch
            label={words.strict}
            checked={strict}
            onChange={event => setStrict(event.currentTarget.checked)}
            mb={8}
          />
        </Group>
      )}
      {isPending ? (
        <Loading />
      ) : error && !wrong ? (
        <ErrorState error={error} again={() => void refetch()} />
      ) : (
        data && (
          <>
            <Group gap="xs">
              <Button
                component="a"
                href={address(`${path}/file`, query)}
                download={data.fileName}
                variant="default"
                size="xs"
                leftSection={<IconDownload size={14} />}
              >
                {words.download(data.fileName)}
              </Button>
              <CopyButton value={data.text} what={words.rules} />
            </Group>
            <Code block tabIndex={0} aria-label={words.rules} style={{ whiteSpace: 'pre', overflowX: 'auto' }}>
              {data.text}
            </Code>
          </>
        )
      )}
    </Stack>
  );
}
