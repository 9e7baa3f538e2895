import { Box, NavLink, Text } from '@mantine/core';
import { NavLink as RouterLink, useLocation } from 'react-router';
import { useSession } from '../session/session';
import { strings } from '../strings';
import { sections } from './sections';

/** The pages by part, as links. */
export function Navigation() {
  const session = useSession();
  const { pathname } = useLocation();
  return (
    <>
      {sections(session).map(({ group, pages }) => (
        <Box key={group} mb="md" role="group" aria-label={strings.app.groups[group]}>
          <Text size="xs" fw={600} c="dimmed" px="sm" py={6} aria-hidden>
            {strings.app.groups[group]}
          </Text>
          {pages.map(({ path, title, nav }) => {
            const Icon = nav?.icon;
            const Badge = nav?.badge;
            return (
              <NavLink
                key={path}
                component={RouterLink}
                to={path}
                label={title}
                leftSection={Icon && <Icon size={18} stroke={1.7} />}
                rightSection={Badge && <Badge />}
                active={pathname === path || pathname.startsWith(`${path}/`)}
                style={{ borderRadius: 8 }}
              />
            );
          })}
        </Box>
      ))}
    </>
  );
}
