import { Avatar, Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconLogout, IconUser } from '@tabler/icons-react';
import { useNavigate } from 'react-router';
import { PlainText } from '../base/PlainText';
import { useSession } from '../session/session';
import { signOut } from '../session/SessionGate';
import { strings } from '../strings';
import { pages } from './pages';

function initials(display: string): string {
  const parts = display.match(/[\p{L}\p{N}]+/gu) ?? ['?'];
  return (parts.length > 1 ? [parts[0], parts[parts.length - 1]] : [parts[0]])
    .map(part => part?.charAt(0) ?? '')
    .join('')
    .toUpperCase();
}

/** Who has signed in, and what concerns that person alone. */
export function UserMenu() {
  const session = useSession();
  const navigate = useNavigate();
  const name = session.display || session.user;
  return (
    <Menu position="bottom-end" width={220} withinPortal>
      <Menu.Target>
        <UnstyledButton data-testid="user-menu">
          {/* not a label, which would have to begin with the initials that are seen (WCAG 2.5.3) */}
          <VisuallyHidden>{strings.app.accountMenu(name)}</VisuallyHidden>
          <Avatar color="cyan" variant="filled" radius="xl" size={34} aria-hidden>
            {initials(name)}
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text component="span" size="sm" fw={600} c="var(--mantine-color-text)" display="block">
            <PlainText text={name} />
          </Text>
          <Text component="span" size="xs" display="block">
            <PlainText text={session.user} /> · {strings.app.roles[session.role]}
          </Text>
        </Menu.Label>
        {pages.some(page => page.path === '/account') && (
          <Menu.Item leftSection={<IconUser size={16} />} onClick={() => void navigate('/account')}>
            {strings.app.account}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          {strings.app.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
