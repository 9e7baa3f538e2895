import { Alert, Button, Grid, Stack, Tabs } from '@mantine/core';
import { IconAdjustments, IconHistory, IconUsers } from '@tabler/icons-react';
import { EmptyState } from '../base/EmptyState';
import { PageTitle } from '../base/PageTitle';
import { PlainText } from '../base/PlainText';
import { PeopleList } from '../people/PeopleList';
import { strings } from '../strings';
import { CallPanel } from './CallPanel';
import { DeviceSettings } from './DeviceSettings';
import { DialField } from './DialField';
import { HistoryList } from './HistoryList';
import { phone, usePhone } from './line';
import { readable } from './words';

const words = strings.phone;
const LIST_HEIGHT = 'max(240px, calc(100dvh - 320px))';

/** The browser phone: dial, talk, and whom to call. */
export default function PhonePage() {
  const { call, address, missed } = usePhone();
  return (
    <>
      <PageTitle title={words.title} text={address ? words.yours(readable(address)) : words.text} />
      <Grid gutter="lg">
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack>
            <LineNotice />
            <DialField />
            {missed && (
              <Alert color="yellow" role="status">
                <PlainText text={words.missedMeanwhile(missed)} />
              </Alert>
            )}
            {call && call.phase !== 'incoming' ? (
              <CallPanel call={call} />
            ) : (
              !call && <EmptyState title={words.idleTitle} text={words.idleText} />
            )}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Tabs defaultValue="people" keepMounted={false}>
            <Tabs.List mb="md">
              <Tabs.Tab value="people" leftSection={<IconUsers size={16} />}>
                {strings.people.title}
              </Tabs.Tab>
              <Tabs.Tab value="history" leftSection={<IconHistory size={16} />}>
                {words.history.title}
              </Tabs.Tab>
              <Tabs.Tab value="devices" leftSection={<IconAdjustments size={16} />}>
                {words.devices.title}
              </Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="people">
              <PeopleList height={LIST_HEIGHT} />
            </Tabs.Panel>
            <Tabs.Panel value="history">
              <HistoryList height={LIST_HEIGHT} />
            </Tabs.Panel>
            <Tabs.Panel value="devices">
              <DeviceSettings />
            </Tabs.Panel>
          </Tabs>
        </Grid.Col>
      </Grid>
    </>
  );
}

/** Says so where calls do not come through, and what happens about it. */
function LineNotice() {
  const { line, problem } = usePhone();
  if (line === 'on') {
    return null;
  }
  return (
    <Alert
      role="status"
      color={line === 'connecting' ? 'gray' : 'yellow'}
      title={words.line.states[line]}
      data-line={line}
    >
      {problem && <PlainText text={problem} />}
      {line !== 'connecting' && (
        <Button mt="xs" size="compact-sm" variant="light" color="gray" onClick={() => phone.again()}>
          {strings.base.retry}
        </Button>
      )}
    </Alert>
  );
}
