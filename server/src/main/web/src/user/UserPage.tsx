import { Anchor, Grid, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { IconArrowLeft, IconPhoneOff } from '@tabler/icons-react';
import { Fragment } from 'react';
import { Link, useParams } from 'react-router';
import { url, useGet, type Schema } from '../base/api';
import { CopyButton } from '../base/CopyButton';
import { durationWords } from '../base/dates';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { KeyValue } from '../base/KeyValue';
import { Loading } from '../base/Loading';
import { PageTitle } from '../base/PageTitle';
import { PlainText } from '../base/PlainText';
import { When } from '../base/When';
import { strings } from '../strings';
import { ChangeUser } from './ChangeUser';
import type { Device, UserDetail } from './user';
import { UserActions } from './UserActions';
import { UserState } from './UserState';

const words = strings.user;

/** One account: what it is, what it may do, where it is on line, and what to do to it. */
export default function UserPage() {
  const { name = '' } = useParams();
  const path = url`/users/${name}`;
  const user = useGet<UserDetail>(path, { every: 10_000 });

  if (!user.data) {
    return user.error ? (
      <ErrorState error={user.error} again={() => void user.refetch()} />
    ) : (
      <Loading />
    );
  }
  const shown = user.data;
  return (
    <>
      <Anchor component={Link} to="/users" size="sm">
        <Group gap={4} wrap="nowrap" component="span">
          <IconArrowLeft size={14} aria-hidden />
          {words.back}
        </Group>
      </Anchor>
      <PageTitle title={shown.display || shown.name}>
        <UserState enabled={shown.enabled} />
      </PageTitle>
      <Grid gutter="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack>
            <Paper withBorder p="md" radius="md">
              <Facts user={shown} />
            </Paper>
            <Devices devices={shown.devices} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack>
            <Paper withBorder p="md" radius="md">
              <Title order={2} size="h4" mb="sm">
                {words.change}
              </Title>
              <ChangeUser
                key={`${shown.display} ${shown.department} ${shown.role}`}
                user={shown}
              />
            </Paper>
            <Paper withBorder p="md" radius="md">
              <Title order={2} size="h4" mb="sm">
                {words.actions}
              </Title>
              <UserActions user={shown} />
            </Paper>
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}

function Facts({ user }: { user: UserDetail }) {
  const usage = useGet<Schema<'GuardUsage'>>(url`/guard/usage/${user.name}`);
  return (
    <KeyValue
      rows={[
        [words.name, <PlainText key="name" text={user.name} />],
        [
          words.address,
          <Group key="address" gap={4} wrap="nowrap">
            <PlainText text={user.address} />
            <CopyButton value={user.address} what={words.address} />
          </Group>,
        ],
        [words.role, words.roles[user.role]],
        [
          words.groups,
          user.groups.length === 0
            ? words.noGroups
            : user.groups.map((group, i) => (
                <Fragment key={group}>
                  {i > 0 && ', '}
                  <Anchor component={Link} to={url`/groups/${group}`}>
                    {group}
                  </Anchor>
                </Fragment>
              )),
        ],
        [words.secondFactor, user.secondFactor ? words.secondFactorOn : words.secondFactorOff],
        [
          words.usage,
          usage.data &&
            words.usageText(durationWords(usage.data.seconds), usage.data.cost.toFixed(2)),
        ],
      ]}
    />
  );
}

function Devices({ devices }: { devices: readonly Device[] }) {
  return (
    <Paper withBorder p="md" radius="md">
      <Title order={2} size="h4">
        {words.devices}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {words.devicesText}
      </Text>
      {devices.length === 0 ? (
        <EmptyState icon={IconPhoneOff} title={words.noDevices} text={words.noDevicesText} />
      ) : (
        <Table.ScrollContainer minWidth={420}>
          <Table aria-label={words.devices}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.device}</Table.Th>
                <Table.Th>{words.network}</Table.Th>
                <Table.Th>{words.transport}</Table.Th>
                <Table.Th>{words.expires}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {devices.map((device, i) => (
                <Table.Tr key={i}>
                  <Table.Td>
                    <PlainText text={device.agent} none="–" />
                  </Table.Td>
                  <Table.Td>{device.network}</Table.Td>
                  <Table.Td tt="uppercase">{device.transport}</Table.Td>
                  <Table.Td>
                    <When at={device.expires} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Paper>
  );
}
