import { Alert, Anchor, Button, Center, Group, List, Paper, Stack, Text } from '@mantine/core';
import { IconDownload, IconQrcode } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { address, usePost } from '../base/api';
import { CopyButton } from '../base/CopyButton';
import { ErrorState } from '../base/ErrorState';
import { QrCode } from '../base/QrCode';
import { When } from '../base/When';
import { strings } from '../strings';
import { isHere, linkOf, type SetUpLink, type Softphone } from './softphone';
import { Snippet } from './Snippet';

const words = strings.softphone;
// a browser takes what is longer for nothing
const LONGEST_TIMER = 2 ** 31 - 1;

/** Linphone sets itself up: from a code that it scans, or from a file. */
export function LinphoneSetUp({ phone }: { phone: Softphone }) {
  const [link, setLink] = useState<SetUpLink | null>(null);
  const make = usePost<undefined, SetUpLink>('/me/softphone/link', { done: setLink });
  const over = useOver(link);
  const shown = link && !over ? linkOf(link, window.location.origin) : '';
  return (
    <Stack>
      <List type="ordered" size="sm" spacing={4}>
        {words.linphoneSteps.map(step => (
          <List.Item key={step}>{step}</List.Item>
        ))}
      </List>
      {isHere(window.location.hostname) && (
        <Alert color="yellow" variant="light">
          {words.localOnly}
        </Alert>
      )}
      {make.error && <ErrorState error={make.error} />}
      {link && shown ? (
        <Group align="flex-start" gap="lg">
          <Paper withBorder p={4} bg="white" radius="md">
            <QrCode text={shown} label={words.qr} size={220} />
          </Paper>
          <Stack gap={4} flex="1 1 220px" miw={0}>
            <Text size="sm">
              {words.linkEnds} <When at={link.ends} />
            </Text>
            <Group gap={4} wrap="nowrap" align="flex-start">
              <Text size="xs" ff="monospace" style={{ overflowWrap: 'anywhere' }} data-testid="link">
                {shown}
              </Text>
              <CopyButton value={shown} what={words.link} />
            </Group>
            <Button
              variant="default"
              size="xs"
              w="fit-content"
              loading={make.isPending}
              onClick={() => make.mutate(undefined)}
            >
              {words.again}
            </Button>
          </Stack>
        </Group>
      ) : (
        <Center>
          <Stack gap="xs" align="center">
            {link && (
              <Text size="sm" c="dimmed" role="status">
                {words.linkOver}
              </Text>
            )}
            <Button
              leftSection={<IconQrcode size={18} />}
              loading={make.isPending}
              onClick={() => make.mutate(undefined)}
            >
              {words.showCode}
            </Button>
          </Stack>
        </Center>
      )}
      <Text size="sm">
        {words.orFile}{' '}
        <Anchor href={address('/me/softphone/linphone.xml')} download="sallyport-linphone.xml">
          <IconDownload size={14} aria-hidden /> {words.file}
        </Anchor>
      </Text>
      <Snippet label={words.linphoneRc} text={phone.linphone} />
    </Stack>
  );
}

/** Whether a link has ended. */
function useOver(link: SetUpLink | null): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    setOver(false);
    if (!link) {
      return undefined;
    }
    const left = Math.max(0, Date.parse(link.ends) - Date.now());
    const timer = setTimeout(() => setOver(true), Math.min(left, LONGEST_TIMER));
    return () => clearTimeout(timer);
  }, [link]);
  return over;
}
