import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { CopyButton } from '../base/CopyButton';
import { strings } from '../strings';

const words = strings.user;

interface PasswordOnceProps {
  title: string;
  /** Empty where whoever asked has chosen it. */
  password: string;
  onDone: () => void;
}

/** A password that was just made: it can be read and copied until this is closed. */
export function PasswordOnce({ title, password, onDone }: PasswordOnceProps) {
  return (
    <Stack>
      <Alert icon={<IconKey />} color="teal" variant="light" title={title} role="status">
        <Text size="sm">{password ? words.once : words.chosen}</Text>
      </Alert>
      {password && (
        <Group justify="center" gap="xs" wrap="nowrap">
          <Code fz="md" p="xs" data-testid="password">
            {password}
          </Code>
          <CopyButton value={password} what={words.password} />
        </Group>
      )}
      <Group justify="flex-end">
        <Button onClick={onDone} data-autofocus>
          {words.done}
        </Button>
      </Group>
    </Stack>
  );
}
