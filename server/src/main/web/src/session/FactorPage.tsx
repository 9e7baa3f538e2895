import { Anchor, Center, Paper, Stack, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { strings } from '../strings';
import { FactorSetUp } from './FactorSetUp';
import type { Session } from './session';

interface FactorPageProps {
  onDone: (session: Session) => void;
  onSignOut: () => void;
}

/** Before anything else for somebody whose role needs a second factor and who has none. */
export default function FactorPage({ onDone, onSignOut }: FactorPageProps) {
  useDocumentTitle(`${strings.session.factorTitle} · ${strings.app.product}`);
  return (
    <Center component="main" mih="100dvh" p="md" bg="var(--app-quiet)">
      <Stack w="100%" maw={420}>
        <Paper withBorder shadow="sm" radius="lg" p={{ base: 'lg', xs: 'xl' }}>
          <Title order={1} size="h3" mb="md">
            {strings.session.factorTitle}
          </Title>
          <FactorSetUp text={strings.session.factorText} onDone={onDone} />
        </Paper>
        <Center>
          <Anchor component="button" type="button" size="sm" onClick={onSignOut}>
            {strings.app.signOut}
          </Anchor>
        </Center>
      </Stack>
    </Center>
  );
}
