import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { createContext, useCallback, useContext, useMemo, useRef, useState, type ReactNode } from 'react';
import { strings } from '../strings';

/** What is asked before something is done that cannot be undone. */
export interface Question {
  title: string;
  text: ReactNode;
  /** What the button does: "End the call". */
  yes?: string;
  danger?: boolean;
  /** Asks for a reason with this label; the answer carries it. */
  reason?: string;
}

/** The reason given, empty where none was asked for; null where it is not to be done. */
export type Answer = string | null;

const ConfirmContext = createContext<(question: Question) => Promise<Answer>>(() =>
  Promise.resolve(null),
);

/** `await confirm({...})` asks, and gives null where the answer is no. */
export function useConfirm(): (question: Question) => Promise<Answer> {
  return useContext(ConfirmContext);
}

/** Holds the one dialog in which everything is confirmed. */
export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [question, setQuestion] = useState<Question | null>(null);
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const settle = useRef<(answer: Answer) => void>(() => undefined);

  const ask = useCallback((asked: Question) => {
    settle.current(null);
    setQuestion(asked);
    setReason('');
    setOpen(true);
    return new Promise<Answer>(resolve => {
      settle.current = resolve;
    });
  }, []);

  const close = useCallback((answer: Answer) => {
    setOpen(false);
    settle.current(answer);
  }, []);

  const needsReason = question?.reason !== undefined;
  const dialog = useMemo(
    () => (
      // above the drawer that may ask
      <Modal opened={open} onClose={() => close(null)} title={question?.title} centered zIndex={300}>
        <form
          onSubmit={event => {
            event.preventDefault();
            close(reason.trim());
          }}
        >
          <Stack>
            <Text size="sm" component="div">
              {question?.text}
            </Text>
            {needsReason && (
              <Textarea
                label={question.reason}
                required
                autosize
                minRows={2}
                maxRows={6}
                maxLength={500}
                data-autofocus
                value={reason}
                onChange={event => setReason(event.currentTarget.value)}
              />
            )}
            <Group justify="flex-end">
              <Button variant="default" onClick={() => close(null)}>
                {strings.base.cancel}
              </Button>
              <Button
                type="submit"
                {...(question?.danger ? { color: 'red.9' } : {})}
                disabled={needsReason && reason.trim() === ''}
              >
                {question?.yes ?? strings.base.confirm}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    ),
    [open, close, question, reason, needsReason],
  );

  return (
    <ConfirmContext.Provider value={ask}>
      {children}
      {dialog}
    </ConfirmContext.Provider>
  );
}
