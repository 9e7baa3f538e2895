import { Anchor, Button, Group, Modal, Paper, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useSessionStorage } from '@mantine/hooks';
import { IconBook2 } from '@tabler/icons-react';
import { createContext, useContext, useState, type FormEvent, type ReactNode } from 'react';
import { strings } from '../strings';
import { EmptyState } from './EmptyState';
import { PlainText } from './PlainText';

const words = strings.base;
const LONGEST_MATTER = 80;
const LONGEST_WHY = 400;

/** Why somebody reads what others said: the matter that it belongs to, and what is looked for. */
interface Given {
  matter: string;
  why: string;
}

interface Reasons {
  /** As the API takes it; empty until it was given. */
  reason: string;
  given: Given;
  /** Opens the dialog that asks. */
  ask: () => void;
}

const none: Given = { matter: '', why: '' };

const ReasonContext = createContext<Reasons>({ reason: '', given: none, ask: () => undefined });

/** The reason under which this tab reads; it is asked for once per matter. */
export function useReason(): Reasons {
  return useContext(ReasonContext);
}

function joined({ matter, why }: Given): string {
  return why && matter ? `${matter}: ${why}` : why;
}

/** Holds the reason until the tab is closed or somebody signs out. */
export function ReasonProvider({ children }: { children: ReactNode }) {
  const [given, setGiven] = useSessionStorage<Given>({
    key: 'sallyport.reason',
    defaultValue: none,
    getInitialValueInEffect: false,
  });
  const [asking, setAsking] = useState(false);
  return (
    <ReasonContext.Provider value={{ reason: joined(given), given, ask: () => setAsking(true) }}>
      {children}
      <Modal opened={asking} onClose={() => setAsking(false)} title={words.reasonTitle} centered>
        <ReasonForm
          given={given}
          onGiven={next => {
            setGiven(next);
            setAsking(false);
          }}
        />
      </Modal>
    </ReasonContext.Provider>
  );
}

function ReasonForm({ given, onGiven }: { given: Given; onGiven: (given: Given) => void }) {
  const [matter, setMatter] = useState(given.matter);
  const [why, setWhy] = useState(given.why);
  const [missing, setMissing] = useState(false);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (why.trim() === '') {
      setMissing(true);
    } else {
      onGiven({ matter: matter.trim(), why: why.trim() });
    }
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">{words.reasonText}</Text>
        <TextInput
          label={words.reasonMatter}
          description={words.reasonMatterHint}
          maxLength={LONGEST_MATTER}
          data-autofocus
          value={matter}
          onChange={event => setMatter(event.currentTarget.value)}
        />
        <Textarea
          label={words.reasonWhy}
          description={words.reasonWhyHint}
          required
          autosize
          minRows={2}
          maxRows={6}
          maxLength={LONGEST_WHY}
          error={missing && why.trim() === '' ? words.reasonNeeded : null}
          value={why}
          onChange={event => setWhy(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit">{words.reasonSubmit}</Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Shows what needs a reason once there is one, and asks for it before; the reason stands above. */
export function ReasonGate({ children }: { children: (reason: string) => ReactNode }) {
  const { reason, ask } = useReason();
  if (reason === '') {
    return (
      <EmptyState
        icon={IconBook2}
        title={words.reasonGate}
        text={words.reasonText}
        action={<Button onClick={ask}>{words.reasonTitle}</Button>}
      />
    );
  }
  return (
    <>
      <ReasonBar />
      {children(reason)}
    </>
  );
}

/** The reason under which this page is read, and the way to another one. */
export function ReasonBar() {
  const { given, ask } = useReason();
  return (
    <Paper withBorder px="md" py={6} mb="md" radius="md">
      <Group gap="xs" justify="space-between">
        <Text size="sm" miw={0}>
          <Text span c="dimmed" size="sm">
            {words.reasonGiven}{' '}
          </Text>
          {given.matter && (
            <Text span fw={600} size="sm">
              <PlainText text={given.matter} />
              {': '}
            </Text>
          )}
          <PlainText text={given.why} />
        </Text>
        <Anchor component="button" type="button" size="sm" onClick={ask}>
          {words.reasonChange}
        </Anchor>
      </Group>
    </Paper>
  );
}
