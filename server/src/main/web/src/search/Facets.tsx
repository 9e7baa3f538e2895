import { Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { PlainText } from '../base/PlainText';
import { strings } from '../strings';
import classes from './Facets.module.css';
import { monthSpan, valueOf, valuesOf, withFilter, withoutFilter, type Filter, type Word } from './query';
import type { Facet } from './records';

const words = strings.search;
const WORD: Record<string, Word> = { person: 'person', kind: 'kind', result: 'outcome' };

interface FacetsProps {
  facets: Facet[];
  filters: Filter[];
  onAsk: (filters: Filter[]) => void;
}

/** How what was found is made up; each value narrows the search to it, and widens it again. */
export function Facets({ facets, filters, onAsk }: FacetsProps) {
  const shown = facets.filter(facet => facet.values.length > 0);
  if (shown.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {words.noFacets}
      </Text>
    );
  }
  return (
    <Stack gap="md">
      {shown.map(facet => (
        <Stack key={facet.name} gap={2} role="group" aria-label={words.facetNames[facet.name] ?? facet.name}>
          <Text size="xs" fw={700} c="dimmed" tt="uppercase">
            {words.facetNames[facet.name] ?? facet.name}
          </Text>
          {facet.values.map(({ value, count }) => (
            <Value
              key={value}
              value={value}
              count={count}
              chosen={chosen(facet.name, value, filters)}
              onClick={() => onAsk(toggled(facet.name, value, filters))}
            />
          ))}
        </Stack>
      ))}
    </Stack>
  );
}

function chosen(facet: string, value: string, filters: Filter[]): boolean {
  const word = WORD[facet];
  return word ? valuesOf(filters, word).includes(value) : valueOf(filters, 'from') === monthSpan(value)[0];
}

function toggled(facet: string, value: string, filters: Filter[]): Filter[] {
  const word = WORD[facet];
  const off = chosen(facet, value, filters);
  if (word) {
    return off ? withoutFilter(filters, { word, value }) : withFilter(filters, word, value);
  }
  const [from, until] = off ? ['', ''] : monthSpan(value);
  return withFilter(withFilter(filters, 'from', from), 'until', until);
}

interface ValueProps {
  value: string;
  count: number;
  chosen: boolean;
  onClick: () => void;
}

function Value({ value, count, chosen: pressed, onClick }: ValueProps) {
  return (
    <UnstyledButton className={classes.value} aria-pressed={pressed} onClick={onClick}>
      <Group gap="xs" justify="space-between" wrap="nowrap">
        <Text size="sm" truncate title={value}>
          <PlainText text={value} />
        </Text>
        <Text size="xs" c="dimmed">
          {count.toLocaleString()}
        </Text>
      </Group>
    </UnstyledButton>
  );
}
