import { Stack, Text, ThemeIcon } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { strings } from '../strings';

interface EmptyStateProps {
  title?: string;
  /** What to do so that something is here. */
  text?: ReactNode;
  icon?: ComponentType<{ size?: number; stroke?: number }>;
  action?: ReactNode;
}

/** In place of a list without entries: what would stand here, and what to do for it. */
export function EmptyState({
  title = strings.base.noneTitle,
  text,
  icon: Icon = IconInbox,
  action,
}: EmptyStateProps) {
  return (
    <Stack align="center" gap="xs" px="md" py={48} maw={520} mx="auto">
      <ThemeIcon variant="light" color="gray" size={56} radius="xl" aria-hidden mb={4}>
        <Icon size={28} stroke={1.5} />
      </ThemeIcon>
      <Text fw={600} ta="center">
        {title}
      </Text>
      {text && (
        <Text c="dimmed" size="sm" ta="center">
          {text}
        </Text>
      )}
      {action && <div style={{ marginTop: 8 }}>{action}</div>}
    </Stack>
  );
}
