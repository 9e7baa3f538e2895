import { Alert, CloseButton, Group, List, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconDirections } from '@tabler/icons-react';
import { useLocation } from 'react-router';
import { may, useSession, type Session } from '../session/session';
import { strings } from '../strings';
import { homeOf } from './sections';

const words = strings.app.firstSteps;

function steps(session: Session): string[] {
  const own = session.secondFactor ? [words.password] : [words.password, words.factor];
  const role = [
    may(session, 'administer') && words.users,
    may(session, 'administer') && words.ports,
    may(session, 'read-content') && words.search,
    session.role === 'auditor' && words.audit,
    session.role === 'employee' && words.call,
  ].filter(step => step !== false);
  return [...own, ...role];
}

/** What to do first, on the first page, until somebody has read it. */
export function FirstSteps() {
  const session = useSession();
  const { pathname } = useLocation();
  const [hidden, hide] = useLocalStorage({
    key: `sallyport.first-steps.${session.user}`,
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  if (hidden || pathname !== (homeOf(session) ?? '/')) {
    return null;
  }
  return (
    <Alert variant="light" mb="lg" icon={<IconDirections />} role="note" aria-label={words.title}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Text fw={600} size="sm" mb={4}>
            {words.title}
          </Text>
          <List type="ordered" size="sm" spacing={2}>
            {steps(session).map(step => (
              <List.Item key={step}>{step}</List.Item>
            ))}
          </List>
        </div>
        <CloseButton aria-label={words.dismiss} onClick={() => hide(true)} />
      </Group>
    </Alert>
  );
}
