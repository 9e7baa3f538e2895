import { Anchor, Group, Pill } from '@mantine/core';
import { PlainText } from '../base/PlainText';
import { timeOf, written } from '../base/dates';
import { strings } from '../strings';
import { withoutFilter, type Filter } from './query';

const words = strings.search;

/** A value as people read it. */
function shown({ word, value }: Filter): string {
  if (word === 'from' || word === 'until') {
    const at = timeOf(value);
    return at ? written(at, 'exact') : value;
  }
  return value === 'true' ? strings.base.yes : value === 'false' ? strings.base.no : value;
}

interface ChipsProps {
  filters: Filter[];
  /** Absent where they are only shown. */
  onAsk?: (filters: Filter[]) => void;
}

/** All that is asked for besides the words, each removable by itself. */
export function Chips({ filters, onAsk }: ChipsProps) {
  const chips = filters.filter(({ word }) => word !== 'words');
  if (chips.length === 0) {
    return <span />;
  }
  return (
    <Group gap={6}>
      <Group gap={6} role="list" aria-label={words.filters}>
        {chips.map(chip => (
          <Pill
            key={`${chip.word}=${chip.value}`}
            role="listitem"
            withRemoveButton={onAsk !== undefined}
            size="md"
            onRemove={() => onAsk?.(withoutFilter(filters, chip))}
            removeButtonProps={{
              'aria-label': words.remove(`${words.label[chip.word]} ${shown(chip)}`),
              'aria-hidden': false,
              tabIndex: 0,
            }}
          >
            {words.label[chip.word]}: <PlainText text={shown(chip)} />
          </Pill>
        ))}
      </Group>
      {onAsk && (
        <Anchor
          component="button"
          type="button"
          size="sm"
          onClick={() => onAsk(filters.filter(({ word }) => word === 'words'))}
        >
          {words.removeAll}
        </Anchor>
      )}
    </Group>
  );
}
