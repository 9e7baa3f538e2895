import { Alert, Button, FileButton, Group, List, Modal, ScrollArea, Stack, Text, Textarea } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { usePost, type ApiProblem, type Schema } from '../base/api';
import { CopyButton } from '../base/CopyButton';
import { ErrorState } from '../base/ErrorState';
import { PlainText } from '../base/PlainText';
import { strings } from '../strings';
import { csvField } from './user';

const words = strings.user;

interface Wanted {
  csv: string;
  check: boolean;
}

type Imported = Schema<'ImportedUsers'>;

interface ImportUsersProps {
  opened: boolean;
  onClose: () => void;
}

/** The dialog in which many accounts are made: all of them, or none and every reason. */
export function ImportUsers({ opened, onClose }: ImportUsersProps) {
  const [csv, setCsv] = useState('');
  const load = usePost<Wanted, Imported>('/users/import', { refreshes: ['/users', '/departments'] });

  function close() {
    if (load.data?.added) {
      setCsv('');
    }
    load.reset();
    onClose();
  }

  return (
    <Modal opened={opened} onClose={close} title={words.importTitle} size="lg" centered>
      {load.data?.added ? (
        <Done imported={load.data} onDone={close} />
      ) : (
        <Stack>
          <Text size="sm">{words.importText}</Text>
          <Textarea
            label={words.importLines}
            placeholder={words.importExample}
            data-autofocus
            spellCheck={false}
            rows={8}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            value={csv}
            onChange={event => {
              setCsv(event.currentTarget.value);
              load.reset();
            }}
          />
          {load.error && <Problems problem={load.error} />}
          {load.data && (
            <Alert color="teal" variant="light" icon={<IconCircleCheck />} role="status">
              {words.importFine(load.data.users)}
            </Alert>
          )}
          <Group justify="space-between">
            <FileButton
              accept=".csv,text/csv,text/plain"
              onChange={file => {
                if (file) {
                  void file.text().then(text => {
                    setCsv(text);
                    load.reset();
                  });
                }
              }}
            >
              {props => (
                <Button variant="default" {...props}>
                  {words.importFile}
                </Button>
              )}
            </FileButton>
            <Group gap="xs">
              <Button
                variant="default"
                disabled={csv.trim() === ''}
                loading={load.isPending && load.variables.check}
                onClick={() => load.mutate({ csv, check: true })}
              >
                {words.importCheck}
              </Button>
              <Button
                disabled={csv.trim() === ''}
                loading={load.isPending && !load.variables.check}
                onClick={() => load.mutate({ csv, check: false })}
              >
                {words.importSubmit}
              </Button>
            </Group>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function Problems({ problem }: { problem: ApiProblem }) {
  if (problem.errors.length === 0) {
    return <ErrorState error={problem} />;
  }
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      icon={<IconAlertTriangle />}
      title={words.importWrong(problem.errors.length)}
    >
      <ScrollArea.Autosize mah={200} viewportProps={{ tabIndex: 0 }}>
        <List size="sm">
          {problem.errors.map((error, i) => (
            <List.Item key={i}>
              {error.line > 0 && `${words.importLine(error.line)}: `}
              <PlainText text={error.message} />
            </List.Item>
          ))}
        </List>
      </ScrollArea.Autosize>
    </Alert>
  );
}

function Done({ imported, onDone }: { imported: Imported; onDone: () => void }) {
  const text = imported.passwords.map(({ name, password }) => `${csvField(name)},${password}`).join('\n');

  function save() {
    const address = URL.createObjectURL(new Blob([`${text}\n`], { type: 'text/csv' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = words.importFileName;
    link.click();
    URL.revokeObjectURL(address);
  }

  return (
    <Stack>
      <Alert color="teal" variant="light" icon={<IconCircleCheck />} role="status">
        {words.importDone(imported.users)}
      </Alert>
      {imported.passwords.length > 0 && (
        <>
          <Text size="sm">{words.importPasswordsText}</Text>
          <Textarea
            label={words.importPasswords}
            readOnly
            rows={8}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            value={text}
          />
          <Group justify="flex-end" gap="xs">
            <CopyButton value={text} what={words.importPasswords} />
            <Button variant="default" onClick={save}>
              {words.importDownload}
            </Button>
          </Group>
        </>
      )}
      <Group justify="flex-end">
        <Button onClick={onDone}>{words.done}</Button>
      </Group>
    </Stack>
  );
}
