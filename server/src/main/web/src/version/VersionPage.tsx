import { Alert, Code, Stack, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useGet, type Schema } from '../base/api';
import { ErrorState } from '../base/ErrorState';
import { KeyValue } from '../base/KeyValue';
import { Loading } from '../base/Loading';
import { PageTitle } from '../base/PageTitle';
import { VirtualTable, type Column } from '../base/VirtualTable';
import { When } from '../base/When';
import { strings } from '../strings';

const words = strings.version;

type Dependency = Schema<'Dependency'>;

const COLUMNS: Column<Dependency>[] = [
  { key: 'name', header: words.name, width: 'minmax(0, 3fr)', cell: each => each.name, sort: each => each.name },
  { key: 'version', header: words.version, cell: each => each.version },
  {
    key: 'licence',
    header: words.licence,
    from: 'sm',
    width: 'minmax(0, 2fr)',
    cell: each => each.licence,
    sort: each => each.licence,
  },
];

/** What runs, and what it is made of. */
export default function VersionPage() {
  const [find, setFind] = useState('');
  const { data, error, isPending, refetch } = useGet<Schema<'ProductView'>>('/version');
  const wanted = find.trim().toLowerCase();
  const found =
    data?.dependencies.filter(each => `${each.name} ${each.licence}`.toLowerCase().includes(wanted)) ?? [];
  return (
    <>
      <PageTitle title={words.title} text={words.text} />
      {isPending ? (
        <Loading />
      ) : error ? (
        <ErrorState error={error} again={() => void refetch()} />
      ) : (
        <Stack>
          {data.migrations < data.newestMigration && (
            <Alert color="orange">{words.behind(data.migrations, data.newestMigration)}</Alert>
          )}
          <KeyValue
            rows={[
              [words.product, `Sallyport ${data.version}`],
              [words.commit, data.commit ? <Code key="c">{data.commit}</Code> : words.unknown],
              [words.started, <When key="s" at={data.started} form="exact" />],
              [words.domain, data.domain],
              [words.node, data.node],
              [words.java, data.java],
              [words.system, data.system],
              [words.database, data.database],
              [words.migrations, words.migrationsOf(data.migrations, data.newestMigration)],
            ]}
          />
          <Title order={2} size="h4">
            {words.parts(data.dependencies.length)}
          </Title>
          <TextInput
            maw={420}
            type="search"
            label={words.find}
            leftSection={<IconSearch size={16} />}
            value={find}
            onChange={event => setFind(event.currentTarget.value)}
          />
          <VirtualTable
            label={words.partsLabel}
            rows={found}
            rowKey={each => each.name}
            columns={COLUMNS}
            rowHeight={38}
          />
        </Stack>
      )}
    </>
  );
}
