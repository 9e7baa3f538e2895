import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { usePost } from '../base/api';
import { ErrorState } from '../base/ErrorState';
import { strings } from '../strings';

const words = strings.guard;
const EMPTY = { network: '', lasting: '1h', reason: '' };

/** Shuts a network out. */
export function BlockForm({ opened, close }: { opened: boolean; close: () => void }) {
  const [block, setBlock] = useState(EMPTY);
  const add = usePost<typeof EMPTY>('/guard/blocks', {
    refreshes: ['/guard'],
    done: () => {
      setBlock(EMPTY);
      close();
    },
  });
  const { error } = add;
  return (
    <Modal opened={opened} onClose={close} title={words.blockTitle} centered>
      <form
        onSubmit={event => {
          event.preventDefault();
          add.mutate(block);
        }}
      >
        <Stack>
          {error && error.errors.length === 0 && <ErrorState error={error} />}
          <TextInput
            label={words.network}
            description={words.networkHint}
            required
            data-autofocus
            value={block.network}
            error={error?.field('network')}
            onChange={event => setBlock({ ...block, network: event.currentTarget.value })}
          />
          <TextInput
            label={words.lasting}
            description={words.lastingHint}
            required
            value={block.lasting}
            error={error?.field('lasting')}
            onChange={event => setBlock({ ...block, lasting: event.currentTarget.value })}
          />
          <Textarea
            label={words.reason}
            required
            maxLength={500}
            value={block.reason}
            error={error?.field('reason')}
            onChange={event => setBlock({ ...block, reason: event.currentTarget.value })}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {strings.base.cancel}
            </Button>
            <Button type="submit" color="red.9" loading={add.isPending}>
              {words.block}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
