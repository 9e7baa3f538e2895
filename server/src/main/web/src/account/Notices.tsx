import { Alert, Button, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { askPermission, keepNotice, noticeOf, permission, type Notice } from '../chat/notices';
import { strings } from '../strings';
import { Part } from './Part';

const words = strings.account.notices;
const CHOICES: readonly Notice[] = ['text', 'name', 'off'];

/** How this browser tells of messages and calls while another window is in front. */
export function Notices() {
  const [allowed, setAllowed] = useState(permission);
  const [notice, setNotice] = useState<Notice>(noticeOf);
  return (
    <Part title={words.title} text={words.text}>
      <Stack>
        {allowed === 'granted' ? (
          <Text size="sm" role="status">
            {words.granted}
          </Text>
        ) : allowed === 'default' ? (
          <Button w="fit-content" onClick={() => void askPermission().then(setAllowed)}>
            {words.ask}
          </Button>
        ) : (
          <Alert color="yellow" variant="light">
            {allowed === 'denied' ? words.denied : words.unsupported}
          </Alert>
        )}
        <Radio.Group
          label={words.messages}
          value={notice}
          onChange={value => {
            const next = CHOICES.find(choice => choice === value) ?? 'text';
            keepNotice(next);
            setNotice(next);
          }}
        >
          <Stack gap={6} mt={6}>
            {CHOICES.map(choice => (
              <Radio key={choice} value={choice} label={words.choices[choice]} />
            ))}
          </Stack>
        </Radio.Group>
      </Stack>
    </Part>
  );
}
