import { Button, Code, Stack } from '@mantine/core';
import { IconBug, IconRefresh } from '@tabler/icons-react';
import { useRouteError } from 'react-router';
import { EmptyState } from '../base/EmptyState';
import { strings } from '../strings';

/** The server no longer has a module that the open page was built with, or does not answer. */
function isOutdated(error: unknown): boolean {
  return error instanceof TypeError && /module|import|fetch/i.test(error.message);
}

/** In place of a page that could not be loaded or broke; the frame around it still works. */
export function PageFailure() {
  const error = useRouteError();
  const outdated = isOutdated(error);
  return (
    <EmptyState
      icon={outdated ? IconRefresh : IconBug}
      title={outdated ? strings.app.outdatedTitle : strings.app.failedTitle}
      text={outdated ? strings.app.outdatedText : strings.app.failedText}
      action={
        <Stack align="center">
          <Button onClick={() => window.location.reload()}>{strings.app.reload}</Button>
          {!outdated && <Code block>{error instanceof Error ? error.message : String(error)}</Code>}
        </Stack>
      }
    />
  );
}
