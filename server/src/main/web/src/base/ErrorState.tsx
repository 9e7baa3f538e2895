import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { strings } from '../strings';
import { ApiProblem } from './problem';

const { errorTitle, errorTitles, errorTexts, retry } = strings.base;

interface ErrorStateProps {
  error: unknown;
  /** Asks again. */
  again?: (() => void) | undefined;
}

function kind(error: unknown): keyof typeof errorTitles | 'other' {
  if (!(error instanceof ApiProblem)) {
    return 'other';
  }
  switch (error.status) {
    case 0:
      return 'gone';
    case 403:
      return 'forbidden';
    case 404:
      return 'notFound';
    case 412:
      return 'changed';
    case 429:
    case 503:
      return 'unavailable';
    default:
      return 'other';
  }
}

/** In place of what could not be shown or done: what the server said, and what to do. */
export function ErrorState({ error, again }: ErrorStateProps) {
  const which = kind(error);
  const detail = error instanceof Error ? error.message : String(error);
  return (
    <Alert
      role="alert"
      color={which === 'other' ? 'red' : 'yellow'}
      variant="light"
      icon={<IconAlertTriangle />}
      title={which === 'other' ? errorTitle : errorTitles[which]}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{detail}</Text>
        <Text size="sm" c="dimmed">
          {errorTexts[which]}
        </Text>
        {again && (
          <Button size="compact-sm" variant="light" color="gray" onClick={again}>
            {retry}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
