import { Box, Code, Group, Text } from '@mantine/core';
import { CopyButton } from '../base/CopyButton';

interface SnippetProps {
  /** Which file it belongs in. */
  label: string;
  text: string;
}

/** Lines for a file, to be copied. */
export function Snippet({ label, text }: SnippetProps) {
  return (
    <Box>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm" fw={500}>
          {label}
        </Text>
        <CopyButton value={text} what={label} />
      </Group>
      {/* what is wider than the screen is scrolled to, by keyboard too */}
      <Code block tabIndex={0} role="region" aria-label={label} style={{ overflowX: 'auto' }}>
        {text}
      </Code>
    </Box>
  );
}
