import { Box, Paper, Text, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';

interface PartProps {
  title: string;
  text?: ReactNode;
  children: ReactNode;
}

/** One matter of the account, with its own heading. */
export function Part({ title, text, children }: PartProps) {
  const id = useId();
  return (
    <Paper component="section" aria-labelledby={id} withBorder radius="md" p="md">
      <Title order={2} size="h4" id={id}>
        {title}
      </Title>
      {text && (
        <Text size="sm" c="dimmed" mt={2}>
          {text}
        </Text>
      )}
      <Box mt="md">{children}</Box>
    </Paper>
  );
}
