import { ActionIcon, CopyButton as Copy, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { strings } from '../strings';

interface CopyButtonProps {
  value: string;
  /** What is copied, for whoever hears the button. */
  what: string;
}

/** Puts a value into the clipboard. */
export function CopyButton({ value, what }: CopyButtonProps) {
  return (
    <Copy value={value} timeout={2000}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? strings.base.copied : strings.base.copy} withArrow>
          <ActionIcon
            variant="subtle"
            color={copied ? 'teal' : 'gray'}
            onClick={copy}
            aria-label={copied ? strings.base.copied : strings.base.copyOf(what)}
          >
            {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          </ActionIcon>
        </Tooltip>
      )}
    </Copy>
  );
}
