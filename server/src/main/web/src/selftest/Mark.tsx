import { Loader, ThemeIcon } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCircleDashed, IconMinus, IconX } from '@tabler/icons-react';
import { strings } from '../strings';

const words = strings.selftest;

export type State = keyof typeof words.states;

const MARKS = {
  ok: { icon: IconCheck, color: 'teal.9' },
  warning: { icon: IconAlertTriangle, color: 'orange.9' },
  failed: { icon: IconX, color: 'red.9' },
  skipped: { icon: IconMinus, color: 'gray.7' },
  waiting: { icon: IconCircleDashed, color: 'gray.6' },
} as const;

/** Where a check stands, as a sign and as a word for whoever hears it. */
export function Mark({ state }: { state: string }) {
  const label = words.states[state as State] ?? state;
  if (state === 'running') {
    return <Loader size={22} aria-label={label} role="img" />;
  }
  const { icon: Icon, color } = MARKS[state as keyof typeof MARKS] ?? MARKS.waiting;
  return (
    <ThemeIcon size={24} radius="xl" color={color} variant="filled" role="img" aria-label={label}>
      <Icon size={15} stroke={2.5} />
    </ThemeIcon>
  );
}
