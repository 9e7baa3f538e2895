import { Box, Button, Drawer, Group, Paper, Stack, Text } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconListDetails } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { PageTitle } from '../base/PageTitle';
import { ReasonGate } from '../base/Reason';
import { strings } from '../strings';
import { Facets } from './Facets';
import { Chips } from './Chips';
import { QueryField } from './QueryField';
import { filtersOf, queryOf, searchOf, type Filter } from './query';
import { RecordDrawer } from './RecordDrawer';
import { useRecords, type RecordView } from './records';
import { Results, rowKey } from './Results';
import { SavedSearches } from './SavedSearches';
import { SearchActions } from './SearchActions';

const words = strings.search;

/** Search over everything that the officer may see; the address holds what was asked for. */
export default function SearchPage() {
  return (
    <>
      <PageTitle title={words.title} text={words.text} />
      <ReasonGate>{reason => <Search reason={reason} />}</ReasonGate>
    </>
  );
}

function Search({ reason }: { reason: string }) {
  const [search, setSearch] = useSearchParams();
  const filters = useMemo(() => filtersOf(search), [search]);
  const query = useMemo(() => queryOf(filters), [filters]);
  const found = useRecords(query, reason);
  const [open, setOpen] = useState<RecordView | null>(null);
  const [narrowing, narrow] = useDisclosure(false);
  const wide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });

  function ask(next: Filter[]) {
    setOpen(null);
    setSearch(searchOf(next));
  }

  const facets = <Facets facets={found.facets} filters={filters} onAsk={ask} />;
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-start" wrap="wrap">
        <QueryField filters={filters} error={found.error} onAsk={ask} />
        <SavedSearches query={searchOf(filters).toString()} onAsk={text => setSearch(text)} />
        {!wide && (
          <Button variant="default" leftSection={<IconListDetails size={16} />} onClick={narrow.open}>
            {words.facets}
          </Button>
        )}
      </Group>
      <Group justify="space-between" gap="sm" wrap="wrap">
        <Chips filters={filters} onAsk={ask} />
        <SearchActions filters={filters} />
      </Group>
      <Group align="flex-start" gap="md" wrap="nowrap">
        {wide && (
          <Paper component="aside" withBorder p="sm" radius="md" w={210} flex="none" aria-label={words.facets}>
            {facets}
          </Paper>
        )}
        <Box flex={1} miw={0}>
          <Text size="sm" c="dimmed" mb={6} role="status" aria-live="polite">
            {found.isPending ? words.searching : words.found(found.total, found.counted)}
            {found.behind > 0 ? ` ${words.behind(found.behind)}` : ''}
          </Text>
          <Results found={found} chosen={open ? rowKey(open) : undefined} onOpen={setOpen} />
        </Box>
      </Group>
      <Drawer opened={narrowing && !wide} onClose={narrow.close} title={words.facets} size="xs">
        {facets}
      </Drawer>
      <RecordDrawer record={open} reason={reason} onClose={() => setOpen(null)} />
    </Stack>
  );
}
