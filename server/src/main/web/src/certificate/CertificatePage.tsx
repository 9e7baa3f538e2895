import { Alert, Badge, Button, Code, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload, IconRefresh } from '@tabler/icons-react';
import { address, useGet, usePost, type Schema } from '../base/api';
import { useConfirm } from '../base/Confirm';
import { CopyButton } from '../base/CopyButton';
import { ErrorState } from '../base/ErrorState';
import { KeyValue } from '../base/KeyValue';
import { Loading } from '../base/Loading';
import { PageTitle } from '../base/PageTitle';
import { PlainText } from '../base/PlainText';
import { When } from '../base/When';
import { may, useSession } from '../session/session';
import { strings } from '../strings';

const words = strings.certificate;
const DAY = 86_400_000;
const SOON_DAYS = 30;

type Certificate = Schema<'CertificateView'>;
type Certificates = Schema<'CertificatesView'>;

function daysLeft(until: string): number {
  return Math.floor((Date.parse(until) - Date.now()) / DAY);
}

function Left({ until }: { until: string }) {
  const days = daysLeft(until);
  const color = days < 0 ? 'red.9' : days < SOON_DAYS ? 'orange.9' : 'teal.9';
  return (
    <Badge color={color} variant="filled">
      {days < 0 ? words.over : words.left(days)}
    </Badge>
  );
}

function One({ certificate, title }: { certificate: Certificate; title: string }) {
  return (
    <Paper withBorder p="md" component="section">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          {title}
        </Title>
        <Left until={certificate.until} />
      </Group>
      <KeyValue
        rows={[
          [words.subject, <PlainText key="s" text={certificate.subject} />],
          [words.issuer, <PlainText key="i" text={certificate.issuer} />],
          [
            words.names,
            certificate.names.length > 0 ? <PlainText key="n" text={certificate.names.join(', ')} /> : null,
          ],
          [words.from, <When key="f" at={certificate.from} form="exact" />],
          [words.until, <When key="u" at={certificate.until} form="exact" />],
          [
            words.fingerprint,
            <Group key="p" gap={4} wrap="nowrap">
              <Code style={{ overflowWrap: 'anywhere' }}>{certificate.fingerprint}</Code>
              <CopyButton value={certificate.fingerprint} what={words.fingerprint} />
            </Group>,
          ],
          [words.key, `${certificate.key}, ${certificate.signature}`],
          [words.serial, certificate.serial],
        ]}
      />
    </Paper>
  );
}

function Actions({ data }: { data: Certificates }) {
  const session = useSession();
  const confirm = useConfirm();
  const done = (text: string) => () => notifications.show({ message: text, color: 'teal' });
  const reload = usePost('/certificates/reload', {
    body: () => undefined,
    refreshes: ['/certificates'],
    done: done(words.reloaded),
  });
  const renew = usePost('/certificates/renew', {
    body: () => undefined,
    refreshes: ['/certificates'],
    done: done(words.renewed),
  });
  async function ask() {
    const answer = await confirm({ title: words.renewTitle, text: words.renewText, yes: words.renew });
    if (answer !== null) {
      renew.mutate();
    }
  }
  const error = reload.error ?? renew.error;
  return (
    <Stack gap="sm">
      <Group>
        {data.own && (
          <Button
            component="a"
            href={address('/certificates/authority')}
            variant="default"
            leftSection={<IconDownload size={16} />}
          >
            {words.authority}
          </Button>
        )}
        {may(session, 'administer') && (
          <>
            <Button
              variant="default"
              leftSection={<IconRefresh size={16} />}
              loading={reload.isPending}
              onClick={() => reload.mutate()}
            >
              {words.reload}
            </Button>
            {data.own && (
              <Button variant="default" loading={renew.isPending} onClick={() => void ask()}>
                {words.renew}
              </Button>
            )}
          </>
        )}
      </Group>
      {error && <ErrorState error={error} />}
    </Stack>
  );
}

/** The certificate that clients see, what signed it, and what can be done about it. */
export default function CertificatePage() {
  const { data, error, isPending, refetch } = useGet<Certificates>('/certificates');
  const names = data?.chain[0]?.names ?? [];
  const missing = data?.expected.filter(name => !names.includes(name)) ?? [];
  return (
    <>
      <PageTitle title={words.title} text={words.text} />
      {isPending ? (
        <Loading />
      ) : error ? (
        <ErrorState error={error} again={() => void refetch()} />
      ) : (
        <Stack>
          <Actions data={data} />
          {data.pending && <Alert color="orange">{words.pending}</Alert>}
          {missing.length > 0 && <Alert color="orange">{words.missing(missing.join(', '))}</Alert>}
          <KeyValue
            rows={[
              [words.source, data.own ? words.own : words.brought],
              [words.clientsUse, data.clientsUse],
              [words.certificateFile, <Code key="c">{data.certificateFile}</Code>],
              [words.keyFile, <Code key="k">{data.keyFile}</Code>],
              [words.authorityFile, data.authorityFile ? <Code key="a">{data.authorityFile}</Code> : null],
              [words.renews, data.renewed ? <When key="r" at={data.renewed} form="day" /> : words.renewsNot],
            ]}
          />
          {data.chain.map((certificate, i) => (
            <One
              key={certificate.fingerprint}
              certificate={certificate}
              title={i === 0 ? words.server : words.signer}
            />
          ))}
          <Text size="sm" c="dimmed">
            {words.hint}
          </Text>
        </Stack>
      )}
    </>
  );
}
