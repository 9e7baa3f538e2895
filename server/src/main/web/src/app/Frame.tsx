import { AppShell, Burger, Group, ScrollArea, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useEffect } from 'react';
import { Outlet, useLocation } from 'react-router';
import { strings } from '../strings';
import { Companions } from './Companions';
import { FirstSteps } from './FirstSteps';
import { Mark } from './Mark';
import { Navigation } from './Navigation';
import { Progress } from './Progress';
import { SchemeSwitch } from './SchemeSwitch';
import { SessionEnd } from './SessionEnd';
import { UserMenu } from './UserMenu';

/** What stands around every page. */
export function Frame() {
  const [opened, { toggle, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  useEffect(close, [pathname, close]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', md: 'lg' }}
    >
      <a className="app-skip" href="#content">
        {strings.app.skip}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={strings.app.openNavigation}
              aria-expanded={opened}
              aria-controls="navigation"
            />
            <Mark />
            <Text fw={700} visibleFrom="xs">
              {strings.app.product}
            </Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Companions place="header" />
            <SchemeSwitch />
            <UserMenu />
          </Group>
        </Group>
        <Progress />
      </AppShell.Header>
      <AppShell.Navbar id="navigation" aria-label={strings.app.navigation}>
        <AppShell.Section grow component={ScrollArea} p="xs">
          <Navigation />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} style={{ outline: 'none' }}>
        <SessionEnd />
        <FirstSteps />
        <Outlet />
      </AppShell.Main>
      <Companions place="over" />
    </AppShell>
  );
}
