import { Center, Loader, VisuallyHidden } from '@mantine/core';
import { strings } from '../strings';

/** Says that something is on its way. */
export function Loading({ full = false, label = strings.base.loading }: { full?: boolean; label?: string }) {
  return (
    <Center role="status" mih={full ? '100dvh' : 120} p="md">
      <Loader aria-hidden />
      <VisuallyHidden>{label}</VisuallyHidden>
    </Center>
  );
}
