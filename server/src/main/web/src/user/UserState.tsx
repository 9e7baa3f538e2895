import { Badge } from '@mantine/core';
import { strings } from '../strings';

/** Whether an account may be used. */
export function UserState({ enabled }: { enabled: boolean }) {
  return (
    <Badge variant="light" color={enabled ? 'teal' : 'gray'}>
      {enabled ? strings.user.enabled : strings.user.disabled}
    </Badge>
  );
}
