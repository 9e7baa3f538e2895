import { Button, Tabs } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { useGet, type Schema } from '../base/api';
import { ErrorState } from '../base/ErrorState';
import { Loading } from '../base/Loading';
import { PageTitle } from '../base/PageTitle';
import { strings } from '../strings';
import { FormText } from './FormText';
import { RuleTable } from './RuleTable';
import './print.css';

const words = strings.firewall;
const TABLE = 'table';

/** What a firewall must let through for this server, as a sheet to print and as rules to load. */
export default function FirewallPage() {
  const [tab, setTab] = useState<string>(TABLE);
  const { data, error, isPending, refetch } = useGet<Schema<'FirewallSheet'>>('/firewall');
  return (
    <div className="firewall-sheet">
      <PageTitle title={words.title} text={words.text}>
        <Button
          className="no-print"
          variant="default"
          leftSection={<IconPrinter size={16} />}
          onClick={() => {
            setTab(TABLE);
            // after the table is drawn
            setTimeout(() => window.print(), 50);
          }}
        >
          {words.print}
        </Button>
      </PageTitle>
      {isPending ? (
        <Loading />
      ) : error ? (
        <ErrorState error={error} again={() => void refetch()} />
      ) : (
        <Tabs value={tab} onChange={value => setTab(value ?? TABLE)} keepMounted={false}>
          <Tabs.List mb="md" className="no-print">
            {data.forms.map(({ form }) => (
              <Tabs.Tab key={form} value={form}>
                {words.forms[form as keyof typeof words.forms] ?? form}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={TABLE}>
            <RuleTable sheet={data} />
          </Tabs.Panel>
          {data.forms
            .filter(({ form }) => form !== TABLE)
            .map(({ form }) => (
              <Tabs.Panel key={form} value={form}>
                <FormText form={form} />
              </Tabs.Panel>
            ))}
        </Tabs>
      )}
    </div>
  );
}
