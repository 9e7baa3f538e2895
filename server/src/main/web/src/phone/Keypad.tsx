import { Button, SimpleGrid, Text } from '@mantine/core';
import { useEffect } from 'react';
import { strings } from '../strings';
import { phone } from './line';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];

/** Keys whose tones the other side hears, as menus and the question for consent want them. */
export function Keypad({ digits }: { digits: string }) {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea, select');
      if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && KEYS.includes(event.key)) {
        phone.running?.digit(event.key);
      }
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, []);
  return (
    <div role="group" aria-label={strings.phone.keypad}>
      <Text ta="center" ff="monospace" mih={24} aria-live="off">
        {digits}
      </Text>
      <SimpleGrid cols={3} spacing={6} maw={220} mx="auto">
        {KEYS.map(key => (
          <Button
            key={key}
            variant="default"
            size="md"
            aria-label={strings.phone.key(key)}
            onClick={() => phone.running?.digit(key)}
          >
            {key}
          </Button>
        ))}
      </SimpleGrid>
    </div>
  );
}
