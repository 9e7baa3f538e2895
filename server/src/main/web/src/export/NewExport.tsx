import { Button, Code, Group, Stack, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { usePost, type Schema } from '../base/api';
import { ErrorState } from '../base/ErrorState';
import { PlainText } from '../base/PlainText';
import { useReason } from '../base/Reason';
import { Chips } from '../search/Chips';
import { filtersOf, valueOf } from '../search/query';
import classes from '../search/RecordDrawer.module.css';
import { strings } from '../strings';

const words = strings.export;

/** The form that asks for a package of all that a search finds. */
export function NewExport({ query, onDone }: { query: string; onDone: () => void }) {
  const { reason: read } = useReason();
  const [reason, setReason] = useState(read);
  const navigate = useNavigate();
  const ask = usePost<{ query: string; reason: string }, Schema<'ExportView'>>('/exports', {
    refreshes: ['/exports', '/approvals'],
    done: order => {
      notifications.show({ message: order.state === 'waiting' ? words.waitsNow : words.runsNow });
      onDone();
      void navigate('/exports');
    },
  });
  const filters = filtersOf(new URLSearchParams(query));
  const text = valueOf(filters, 'words');

  function submit(event: FormEvent) {
    event.preventDefault();
    ask.mutate({ query, reason: reason.trim() });
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{words.newText}</Text>
        {filters.length === 0 ? (
          <Text size="sm" fw={600}>
            {words.everything}
          </Text>
        ) : (
          <>
            {text && (
              <Code block className={classes.wrapped}>
                <PlainText text={text} />
              </Code>
            )}
            <Chips filters={filters} />
          </>
        )}
        <Textarea
          label={words.why}
          required
          autosize
          minRows={2}
          maxRows={6}
          maxLength={500}
          data-autofocus
          error={ask.error?.field('reason')}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
        />
        {ask.error && !ask.error.field('reason') && <ErrorState error={ask.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {strings.base.cancel}
          </Button>
          <Button type="submit" loading={ask.isPending} disabled={reason.trim().length < 3}>
            {words.ask}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
