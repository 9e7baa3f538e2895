import { Stack, Table, Text, Title } from '@mantine/core';
import { useGet, type Schema } from '../base/api';
import { durationWords } from '../base/dates';
import { ErrorState } from '../base/ErrorState';
import { Loading } from '../base/Loading';
import { PageTitle } from '../base/PageTitle';
import { may, useSession } from '../session/session';
import { strings } from '../strings';
import { Purges } from './Purges';

const words = strings.retention;

/** How long things are kept, and what is destroyed. */
export default function RetentionPage() {
  const session = useSession();
  const retention = useGet<Schema<'RetentionView'>>('/retention');
  return (
    <>
      <PageTitle title={words.title} text={words.text} />
      <Stack gap="xl">
        {retention.isPending ? (
          <Loading />
        ) : retention.error ? (
          <ErrorState error={retention.error} again={() => void retention.refetch()} />
        ) : (
          <Classes classes={retention.data.classes} />
        )}
        {may(session, 'read-content') && <Purges needsTwo={retention.data?.purgeNeedsTwo ?? true} />}
      </Stack>
    </>
  );
}

function Classes({ classes }: { classes: Schema<'RetentionClassView'>[] }) {
  return (
    <section aria-labelledby="classes">
      <Title order={2} size="h4" mb="sm" id="classes">
        {words.classes}
      </Title>
      <Table.ScrollContainer minWidth={480}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.what}</Table.Th>
              <Table.Th>{words.kept}</Table.Th>
              <Table.Th>{words.from}</Table.Th>
              <Table.Th>{words.takes}</Table.Th>
              <Table.Th>{words.floor}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {classes.map(each => (
              <Table.Tr key={each.name}>
                <Table.Td>{words.names[each.name] ?? each.name}</Table.Td>
                <Table.Td>{each.kept === 0 ? words.forEver : durationWords(each.kept)}</Table.Td>
                <Table.Td>{each.from === 'begin' ? words.begin : words.end}</Table.Td>
                <Table.Td>{each.takes === 'bodies' ? words.bodies : words.everything}</Table.Td>
                <Table.Td>{each.floor === 0 ? words.noFloor : durationWords(each.floor)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" c="dimmed" mt="xs">
        {words.floorHint}
      </Text>
    </section>
  );
}
