import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { Link } from 'react-router';
import { EmptyState } from '../base/EmptyState';
import { PageTitle } from '../base/PageTitle';
import { strings } from '../strings';

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <>
      <PageTitle title={strings.app.notFoundTitle} />
      <EmptyState
        icon={IconMapQuestion}
        title={strings.app.notFoundTitle}
        text={strings.app.notFoundText}
        action={
          <Button component={Link} to="/" variant="light">
            {strings.app.goHome}
          </Button>
        }
      />
    </>
  );
}
