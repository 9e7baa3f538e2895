import { Alert, Anchor, Code, List, Stack, Tabs, Text, Title } from '@mantine/core';
import { IconDownload, IconShieldCheck } from '@tabler/icons-react';
import { ErrorState } from '../base/ErrorState';
import { KeyValue } from '../base/KeyValue';
import { Loading } from '../base/Loading';
import { PageTitle } from '../base/PageTitle';
import { strings } from '../strings';
import { LinphoneSetUp } from './LinphoneSetUp';
import { Snippet } from './Snippet';
import { useSoftphone, type Softphone } from './softphone';

const words = strings.softphone;

/** What to enter in a softphone, in the words of each. */
export default function SoftphonePage() {
  const { data, error, isPending, refetch } = useSoftphone();
  return (
    <>
      <PageTitle title={words.title} text={words.text} />
      {isPending ? (
        <Loading />
      ) : error ? (
        <ErrorState error={error} again={() => void refetch()} />
      ) : data.port === 0 ? (
        <Alert color="yellow" variant="light">
          {words.noPort}
        </Alert>
      ) : (
        <SetUp phone={data} />
      )}
    </>
  );
}

function SetUp({ phone }: { phone: Softphone }) {
  return (
    <Stack gap="xl" maw={860}>
      {phone.ownAuthority && <Authority fingerprint={phone.fingerprint} />}
      <section>
        <Title order={2} size="h3" mb="sm">
          {phone.ownAuthority ? words.account : words.accountAlone}
        </Title>
        <Tabs defaultValue="linphone" keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="linphone">Linphone</Tabs.Tab>
            <Tabs.Tab value="baresip">baresip</Tabs.Tab>
            <Tabs.Tab value="others">{words.others}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="linphone">
            <LinphoneSetUp phone={phone} />
          </Tabs.Panel>
          <Tabs.Panel value="baresip">
            <Stack>
              <Text size="sm">{words.baresipText}</Text>
              <Snippet label={words.baresipAccounts} text={phone.baresipAccount} />
              {phone.baresipConfig && (
                <Snippet label={words.baresipConfig} text={phone.baresipConfig} />
              )}
              <Text size="sm" c="dimmed">
                {words.baresipModule}
              </Text>
            </Stack>
          </Tabs.Panel>
          <Tabs.Panel value="others">
            <Stack>
              <Text size="sm">{words.othersText}</Text>
              <KeyValue
                rows={[
                  [words.user, phone.user],
                  [words.password, words.passwordText],
                  [words.domain, phone.domain],
                  [words.proxy, `${phone.host}:${phone.port}`],
                  [words.transport, 'TLS'],
                  [words.encryption, words.encryptionText],
                  [words.stun, words.stunText],
                ]}
              />
            </Stack>
          </Tabs.Panel>
        </Tabs>
      </section>
      <section>
        <Title order={2} size="h3" mb="sm">
          {words.then}
        </Title>
        <List size="sm" spacing={4}>
          {words.thenSteps.map(step => (
            <List.Item key={step}>{step}</List.Item>
          ))}
        </List>
      </section>
    </Stack>
  );
}

/** The certificate that phones must trust before anything else works. */
function Authority({ fingerprint }: { fingerprint: string }) {
  return (
    <section>
      <Title order={2} size="h3" mb="sm">
        {words.trust}
      </Title>
      <Stack gap="xs">
        <Text size="sm">{words.trustText}</Text>
        <Anchor href="/ca.crt" download="sallyport-ca.crt" size="sm">
          <IconDownload size={14} aria-hidden /> {words.certificate}
        </Anchor>
        <Text size="sm">
          <IconShieldCheck size={14} aria-hidden /> {words.fingerprint}
        </Text>
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {fingerprint}
        </Code>
      </Stack>
    </section>
  );
}
