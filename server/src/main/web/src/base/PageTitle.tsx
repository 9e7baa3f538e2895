import { Box, Group, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { strings } from '../strings';
import { useStore } from './store';
import { unseen } from './unseen';

interface PageTitleProps {
  title: string;
  /** One sentence on what the page is for. */
  text?: ReactNode;
  /** Buttons for the whole page. */
  children?: ReactNode;
}

/** The heading of a page, which names the browser's tab too. */
export function PageTitle({ title, text, children }: PageTitleProps) {
  const waiting = useStore(unseen);
  useDocumentTitle(`${waiting > 0 ? `(${waiting}) ` : ''}${title} · ${strings.app.product}`);
  return (
    <Group component="header" justify="space-between" align="flex-start" gap="sm" mb="lg">
      <Box miw={0} flex="1 1 240px">
        <Title order={1} size="h2">
          {title}
        </Title>
        {text && (
          <Text c="dimmed" size="sm" mt={4} maw={720}>
            {text}
          </Text>
        )}
      </Box>
      {children && <Group gap="xs">{children}</Group>}
    </Group>
  );
}
