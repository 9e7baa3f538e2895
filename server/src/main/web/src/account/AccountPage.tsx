import { Stack } from '@mantine/core';
import { KeyValue } from '../base/KeyValue';
import { PageTitle } from '../base/PageTitle';
import { PlainText } from '../base/PlainText';
import { When } from '../base/When';
import { may, useSession } from '../session/session';
import { strings } from '../strings';
import { ApiKeys } from './ApiKeys';
import { Notices } from './Notices';
import { Part } from './Part';
import { PasswordChange } from './PasswordChange';
import { SecondFactor } from './SecondFactor';

const words = strings.account;

/** What concerns one's own account alone. */
export default function AccountPage() {
  const session = useSession();
  return (
    <>
      <PageTitle title={words.title} />
      <Stack maw={820}>
        <Part title={words.you}>
          <KeyValue
            rows={[
              [words.name, <PlainText key="name" text={session.display || session.user} />],
              [words.user, <PlainText key="user" text={session.user} />],
              [words.role, strings.app.roles[session.role]],
              [words.since, <When key="since" at={session.since} />],
              [words.ends, <When key="ends" at={session.ends} />],
            ]}
          />
        </Part>
        <PasswordChange />
        <SecondFactor />
        {may(session, 'phone') && <Notices />}
        <ApiKeys />
      </Stack>
    </>
  );
}
