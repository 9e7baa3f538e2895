import { Badge, Table, Text, Title } from '@mantine/core';
import type { Schema } from '../base/api';
import { written } from '../base/dates';
import { Loading } from '../base/Loading';
import { strings } from '../strings';

const words = strings.archive.days;

/** Whether each answered call of the last days was recorded as policy wants it. */
export function Days({ recent }: { recent: Schema<'RecentDaysRecent'> }) {
  return (
    <section aria-labelledby="days">
      <Title order={2} size="h4" mb="xs" id="days">
        {words.title}
      </Title>
      {!recent.at ? (
        <Loading label={words.counting} />
      ) : (
        <>
          <Table.ScrollContainer minWidth={520}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  {words.columns.map((column, i) => (
                    <Table.Th key={column} ta={i === 0 ? 'left' : 'right'}>
                      {column}
                    </Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {[...recent.days].reverse().map(day => (
                  <Day key={day.day} day={day} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          <Text size="xs" c="dimmed" mt="xs">
            {words.note}
            {recent.cut && ` ${words.cut}`}
          </Text>
        </>
      )}
    </section>
  );
}

function Day({ day }: { day: Schema<'RecentDaysDayView'> }) {
  const missing = day.missing + day.incomplete;
  return (
    <Table.Tr>
      <Table.Td title={`${day.day} ${strings.base.utc}`}>
        {written(new Date(`${day.day}T12:00:00`), 'day')}
      </Table.Td>
      <Table.Td ta="right">{day.answered}</Table.Td>
      <Table.Td ta="right">{day.complete}</Table.Td>
      <Table.Td ta="right">
        {missing > 0 ? (
          <Badge color="red" variant="light">
            {missing}
          </Badge>
        ) : (
          0
        )}
      </Table.Td>
      <Table.Td ta="right">{day.running}</Table.Td>
      <Table.Td ta="right">{day.exempt}</Table.Td>
      <Table.Td ta="right">{day.notWanted}</Table.Td>
    </Table.Tr>
  );
}
