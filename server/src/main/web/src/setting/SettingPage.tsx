import { Alert, Badge, Code, Group, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useGet, type Schema } from '../base/api';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { Loading } from '../base/Loading';
import { PageTitle } from '../base/PageTitle';
import { strings } from '../strings';
import classes from './SettingPage.module.css';

const words = strings.setting;

type Setting = Schema<'SettingView'>;
type Which = 'all' | 'changed' | 'pending';

/** The section that a key stands in; empty for the topmost. */
export function sectionOf(key: string): string {
  return key.includes('.') ? key.slice(0, key.lastIndexOf('.')) : '';
}

/** Those that a reader looks for. */
export function chosen(settings: readonly Setting[], find: string, which: Which): Setting[] {
  const wanted = find.trim().toLowerCase();
  return settings.filter(
    setting =>
      (which === 'all' || (which === 'changed' ? setting.changed : setting.pending !== '')) &&
      (wanted === '' || `${setting.key} ${setting.what} ${setting.value}`.toLowerCase().includes(wanted)),
  );
}

function Row({ setting, file }: { setting: Setting; file: string }) {
  return (
    <div className={classes.row} data-changed={setting.changed || undefined}>
      <div>
        <Group gap={6}>
          <Text component="dt" ff="monospace" size="sm" fw={600}>
            {setting.key}
          </Text>
          {setting.changed && (
            <Badge size="xs" variant="filled" color="cyan.9">
              {words.changed}
            </Badge>
          )}
          {setting.pending && (
            <Badge size="xs" variant="filled" color="orange.9">
              {words.pendingMark}
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {setting.what} {setting.range && `(${setting.range})`}
        </Text>
      </div>
      <dd className={classes.value}>
        <Code>{setting.value}</Code>
        <Text size="xs" c="dimmed">
          {setting.line > 0 ? words.setAt(file, setting.line) : words.standardHolds}
          {setting.changed && ` · ${words.standard(setting.standard)}`}
        </Text>
        {setting.pending && (
          <Text size="xs">
            {words.pendingValue} <Code>{setting.pending}</Code>
          </Text>
        )}
      </dd>
    </div>
  );
}

/** Every setting, its value, and where it was set. */
export default function SettingPage() {
  const { data, error, isPending, refetch } = useGet<Schema<'SettingsView'>>('/settings');
  const [find, setFind] = useState('');
  const [which, setWhich] = useState<Which>('all');
  const shown = useMemo(() => chosen(data?.settings ?? [], find, which), [data, find, which]);
  const sections = [...new Set(shown.map(setting => sectionOf(setting.key)))];
  const pending = data?.settings.filter(setting => setting.pending !== '').length ?? 0;
  const file = data?.file.replace(/^.*\//, '') ?? '';
  return (
    <>
      <PageTitle title={words.title} text={words.text} />
      {isPending ? (
        <Loading />
      ) : error ? (
        <ErrorState error={error} again={() => void refetch()} />
      ) : (
        <Stack>
          <Text size="sm">{data.file ? words.file(data.file) : words.noFile}</Text>
          {data.problem && <Alert color="red">{words.problem(data.problem)}</Alert>}
          {pending > 0 && <Alert color="orange">{words.pending(pending)}</Alert>}
          <Group align="flex-end">
            <TextInput
              flex="1 1 240px"
              maw={480}
              type="search"
              label={words.find}
              placeholder={words.findHint}
              leftSection={<IconSearch size={16} />}
              value={find}
              onChange={event => setFind(event.currentTarget.value)}
            />
            <SegmentedControl
              aria-label={words.which}
              value={which}
              onChange={value => setWhich(value as Which)}
              data={[
                { value: 'all', label: words.all },
                { value: 'changed', label: words.onlyChanged },
                { value: 'pending', label: words.onlyPending },
              ]}
            />
          </Group>
          <Text size="sm" c="dimmed" role="status">
            {words.count(shown.length, data.settings.length)}
          </Text>
          {shown.length === 0 && <EmptyState text={words.none} />}
          {sections.map(section => (
            <section key={section}>
              {section && (
                <Title order={2} size="h5" mb={4}>
                  {section}
                </Title>
              )}
              <dl className={classes.list}>
                {shown
                  .filter(setting => sectionOf(setting.key) === section)
                  .map(setting => (
                    <Row key={setting.key} setting={setting} file={file} />
                  ))}
              </dl>
            </section>
          ))}
        </Stack>
      )}
    </>
  );
}
