import { ActionIcon, Group, Text, Textarea } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { strings } from '../strings';
import classes from './chat.module.css';

// no server takes more; what is longer than this one's limit it refuses with its own words
const LONGEST = 65_536;

interface ComposerProps {
  to: string;
  text: string;
  onChange: (text: string) => void;
  onSend: (text: string) => void;
}

/** Where a line is written: Enter sends it, Shift with Enter begins another line in it. */
export function Composer({ to, text, onChange, onSend }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const bytes = text.length > LONGEST / 4 ? new TextEncoder().encode(text).length : 0;
  const tooLong = bytes > LONGEST;
  const empty = text.trim() === '';

  useEffect(() => {
    if (window.matchMedia('(pointer: fine)').matches) {
      field.current?.focus({ preventScroll: true });
    }
  }, [to]);

  function send() {
    if (!empty && !tooLong) {
      onSend(text.trim());
      field.current?.focus();
    }
  }

  return (
    <form
      className={classes.composer}
      onSubmit={event => {
        event.preventDefault();
        send();
      }}
    >
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <Textarea
          ref={field}
          flex={1}
          autosize
          minRows={1}
          maxRows={6}
          aria-label={strings.chat.write(to)}
          placeholder={strings.chat.write(to)}
          value={text}
          error={tooLong ? strings.chat.tooLong : undefined}
          onChange={event => onChange(event.currentTarget.value)}
          onKeyDown={event => {
            if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
              event.preventDefault();
              send();
            }
          }}
        />
        <ActionIcon type="submit" size={36} aria-label={strings.chat.send} disabled={empty || tooLong}>
          <IconSend size={18} />
        </ActionIcon>
      </Group>
      <Text size="xs" c="dimmed" mt={4} visibleFrom="sm">
        {strings.chat.hint}
      </Text>
    </form>
  );
}
