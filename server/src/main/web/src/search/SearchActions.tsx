import { Button, Group, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChartBar, IconLock, IconPackageExport } from '@tabler/icons-react';
import { Link } from 'react-router';
import { NewExport } from '../export/NewExport';
import { NewHold } from '../hold/NewHold';
import { may, useSession } from '../session/session';
import { strings } from '../strings';
import { dayOf, searchOf, valueOf, valuesOf, type Filter } from './query';

const words = strings.search;

/** What can be done with all that was found. */
export function SearchActions({ filters }: { filters: Filter[] }) {
  const session = useSession();
  const [exporting, exported] = useDisclosure(false);
  const [holding, held] = useDisclosure(false);
  const query = searchOf(filters).toString();
  return (
    <Group gap="xs">
      <Button
        component={Link}
        size="compact-sm"
        variant="subtle"
        to={`/timeline?${query}`}
        leftSection={<IconChartBar size={16} />}
      >
        {words.asTimeline}
      </Button>
      {may(session, 'decide') && (
        <>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconLock size={16} />}
            onClick={held.open}
          >
            {words.hold}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPackageExport size={16} />}
            onClick={exported.open}
          >
            {words.export}
          </Button>
          <Modal opened={exporting} onClose={exported.close} title={strings.export.newTitle} centered>
            <NewExport query={query} onDone={exported.close} />
          </Modal>
          <Modal opened={holding} onClose={held.close} title={strings.hold.newTitle} size="lg">
            <NewHold
              people={valuesOf(filters, 'person')}
              group={valueOf(filters, 'group')}
              from={dayOf(valueOf(filters, 'from'))}
              until={dayOf(valueOf(filters, 'until'), 1)}
              onDone={held.close}
            />
          </Modal>
        </>
      )}
    </Group>
  );
}
