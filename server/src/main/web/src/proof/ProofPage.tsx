import { Alert, Anchor, Button, Code, Group, List, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconDownload, IconShieldCheck } from '@tabler/icons-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { address, url, useGet, type Schema } from '../base/api';
import { CopyButton } from '../base/CopyButton';
import { ErrorState } from '../base/ErrorState';
import { KeyValue } from '../base/KeyValue';
import { Loading } from '../base/Loading';
import { PageTitle } from '../base/PageTitle';
import { PlainText } from '../base/PlainText';
import { When } from '../base/When';
import { strings } from '../strings';
import { TreePath } from './TreePath';

const words = strings.proof;

type Proof = Schema<'ProofRead'>;

/** Of a record that is under a checkpoint. */
type Proven = Proof & { proof: NonNullable<Proof['proof']> };

/** That a record stands in the journal as it was written, in words, and how a stranger checks it. */
export default function ProofPage() {
  const { position = '' } = useParams();
  return (
    <>
      <PageTitle title={position ? words.of(position) : words.title} text={words.text} />
      <Choose key={position} position={position} />
      {position && <Read key={`of ${position}`} position={position} />}
    </>
  );
}

function Choose({ position }: { position: string }) {
  const [value, setValue] = useState(position);
  const navigate = useNavigate();
  const wrong = value !== '' && !/^[1-9]\d{0,17}$/.test(value.trim());

  function submit(event: FormEvent) {
    event.preventDefault();
    if (value.trim() && !wrong) {
      void navigate(`/proofs/${value.trim()}`);
    }
  }

  return (
    <form onSubmit={submit}>
      <Group align="flex-end" mb="lg">
        <TextInput
          label={words.position}
          description={words.positionHint}
          inputMode="numeric"
          value={value}
          error={wrong ? words.positionWrong : null}
          onChange={event => setValue(event.currentTarget.value)}
        />
        <Button type="submit" variant="light" disabled={!value.trim() || wrong}>
          {words.show}
        </Button>
      </Group>
    </form>
  );
}

function Read({ position }: { position: string }) {
  const { data, error, isPending, refetch } = useGet<Proof>(url`/proofs/${position}`);
  if (isPending) {
    return <Loading />;
  }
  if (!data) {
    return <ErrorState error={error} again={() => void refetch()} />;
  }
  const { proof } = data;
  if (!data.sealed || !proof) {
    return (
      <Alert color="yellow" title={words.notSealedTitle}>
        <Stack gap="xs" align="flex-start">
          <Text size="sm">{words.notSealed(data.sealedUpTo)}</Text>
          <Button size="xs" variant="light" onClick={() => void refetch()}>
            {words.again}
          </Button>
        </Stack>
      </Alert>
    );
  }
  const proven = { ...data, proof };
  return (
    <Stack gap="xl">
      <Said proof={proven} />
      <Steps proof={proven} />
      <Outside proof={data} />
    </Stack>
  );
}

function Said({ proof }: { proof: Proven }) {
  const { checkpoint } = proof.proof;
  return (
    <Alert color="teal" icon={<IconShieldCheck />} title={words.provenTitle(proof.position)}>
      <Text size="sm">
        {words.proven(checkpoint.number, checkpoint.size)} <When at={checkpoint.time} form="exact" />.{' '}
        {words.means}
      </Text>
    </Alert>
  );
}

function Steps({ proof }: { proof: Proven }) {
  const { checkpoint, index, leafHash, path, leaf } = proof.proof;
  return (
    <Stack gap="md">
      <Step number={1} title={words.leafTitle}>
        <Text size="sm">{words.leaf}</Text>
        <KeyValue
          rows={[
            [words.record, <PlainText key="record" text={proof.describes} />],
            [words.leafBytes, <Hash key="leaf" value={leaf} what={words.leafBytes} />],
            [words.leafHash, <Hash key="hash" value={leafHash} what={words.leafHash} />],
          ]}
        />
      </Step>
      <Step number={2} title={words.pathTitle}>
        <Text size="sm">{words.path(index, path.length, checkpoint.size)}</Text>
        <TreePath index={index} size={checkpoint.size} path={path} root={checkpoint.root} leaf={leafHash} />
      </Step>
      <Step number={3} title={words.checkpointTitle}>
        <Text size="sm">{words.checkpoint}</Text>
        <KeyValue
          rows={[
            [words.origin, <PlainText key="origin" text={checkpoint.origin} />],
            [words.number, checkpoint.number],
            [words.size, checkpoint.size.toLocaleString()],
            [words.time, <When key="time" at={checkpoint.time} form="exact" />],
            [words.root, <Hash key="root" value={checkpoint.root} what={words.root} />],
          ]}
        />
        <Code block tabIndex={0} mt="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {proof.proof.note}
        </Code>
      </Step>
    </Stack>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="xs">
        {number}. {title}
      </Title>
      {children}
    </Paper>
  );
}

function Hash({ value, what }: { value: string; what: string }) {
  return (
    <Group gap={4} wrap="nowrap" align="flex-start">
      <Text ff="monospace" size="xs" style={{ overflowWrap: 'anywhere' }}>
        {value}
      </Text>
      <CopyButton value={value} what={what} />
    </Group>
  );
}

function Outside({ proof }: { proof: Proof }) {
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {words.outsideTitle}
      </Title>
      <Text size="sm" mb="sm">
        {words.outside}
      </Text>
      <Group mb="sm">
        <Download to={url`/proofs/${proof.position}/file`} label={words.downloadProof} />
        <Download to="/archive/key" label={words.downloadKey} />
        <Download to="/archive/verifier" label={words.downloadProgram} />
      </Group>
      <List type="ordered" size="sm" spacing="xs">
        {words.steps.map(step => (
          <List.Item key={step}>{step}</List.Item>
        ))}
      </List>
      <Code block tabIndex={0} mt="sm">
        {words.command(proof.position)}
      </Code>
      <Text size="sm" mt="sm">
        {words.key}
      </Text>
      <Code block tabIndex={0} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {proof.key}
      </Code>
      <Text size="sm" mt="md">
        <Anchor component={Link} to="/archive">
          {words.toArchive}
        </Anchor>
      </Text>
    </section>
  );
}

function Download({ to, label }: { to: string; label: string }) {
  return (
    <Button
      component="a"
      href={address(to)}
      download
      variant="light"
      size="xs"
      leftSection={<IconDownload size={16} />}
    >
      {label}
    </Button>
  );
}
