import { Anchor, Center, Collapse, Paper, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle, useDisclosure } from '@mantine/hooks';
import { Mark } from '../app/Mark';
import { strings } from '../strings';
import type { Session } from './session';
import { SignInForm } from './SignInForm';

/** What somebody sees who has not signed in. */
export default function SignInPage({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  useDocumentTitle(`${strings.session.title} · ${strings.app.product}`);
  const [helps, help] = useDisclosure(false);
  return (
    <Center component="main" mih="100dvh" p="md" bg="var(--app-quiet)">
      <Stack w="100%" maw={400} gap="lg">
        <Center>
          <Mark size={48} />
        </Center>
        <Paper withBorder shadow="sm" radius="lg" p={{ base: 'lg', xs: 'xl' }}>
          <Title order={1} size="h3" mb="lg" ta="center">
            {strings.session.welcome}
          </Title>
          <SignInForm onSignedIn={onSignedIn} />
        </Paper>
        <Stack gap={4} align="center">
          <Anchor component="button" type="button" size="sm" aria-expanded={helps} onClick={help.toggle}>
            {strings.session.firstTime}
          </Anchor>
          <Collapse in={helps}>
            <Text size="sm" c="dimmed" ta="center">
              {strings.session.firstTimeText}
            </Text>
          </Collapse>
        </Stack>
      </Stack>
    </Center>
  );
}
