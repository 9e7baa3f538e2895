import { Box, Group, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { strings } from '../strings';

interface PageTitleProps {
  title: string;
  /** One sentence on what the page is for. */
  text?: ReactNode;
  /** Buttons for the whole page. */
  children?: ReactNode;
}

/** The heading of a page, which names the browser's tab too. */
export function PageTitle({ title, text, children }: PageTitleProps) {
  useDocumentTitle(`${title} · ${strings.app.product}`);
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
