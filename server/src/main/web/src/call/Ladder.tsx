import { Alert, Box, Code, Group, Paper, ScrollArea, SimpleGrid, Stack, Text } from '@mantine/core';
import { useRef, useState, type KeyboardEvent } from 'react';
import { url, useGet, type Schema } from '../base/api';
import { CopyButton } from '../base/CopyButton';
import { EmptyState } from '../base/EmptyState';
import { ErrorState } from '../base/ErrorState';
import { Loading } from '../base/Loading';
import { PlainText } from '../base/PlainText';
import { When } from '../base/When';
import { strings } from '../strings';
import classes from './Ladder.module.css';
import { peers, since, SERVER, steps, type Step } from './ladder';

const words = strings.call.ladder;
const COLUMN = 170;
const MARGIN = 76;
const HEAD = 58;
const ROW = 30;

interface LadderProps {
  call: string;
  reason: string;
  caller: string;
  callee: string;
}

/** The SIP messages of a call as arrows between the phones and the server. */
export function Ladder({ call, reason, caller, callee }: LadderProps) {
  const { data, error, isPending, refetch } = useGet<Schema<'CallViewsLadderView'>>(url`/calls/${call}/ladder`, {
    query: { reason },
  });
  if (isPending) {
    return <Loading />;
  }
  if (!data) {
    return <ErrorState error={error} again={() => void refetch()} />;
  }
  if (data.messages.length === 0) {
    return <EmptyState title={words.noneTitle} text={data.state === 'purged' ? words.purged : words.none} />;
  }
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {words.text}
      </Text>
      {data.missing > 0 && <Alert color="yellow">{words.missing(data.missing)}</Alert>}
      <Diagram ladder={data} caller={caller} callee={callee} />
    </Stack>
  );
}

interface DiagramProps {
  ladder: Schema<'CallViewsLadderView'>;
  caller: string;
  callee: string;
}

function Diagram({ ladder, caller, callee }: DiagramProps) {
  const all = steps(ladder.messages);
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const columns = Math.max(3, ladder.dialogs.length + 1);
  const width = MARGIN * 2 + (columns - 1) * COLUMN;
  const height = HEAD + all.length * ROW + 24;
  const first = ladder.messages[0]?.at ?? '';
  const addresses = peers(ladder.messages, ladder.dialogs.length);

  function pressed(event: KeyboardEvent) {
    const moves: Record<string, number> = {
      ArrowDown: chosen + 1,
      ArrowUp: chosen - 1,
      Home: 0,
      End: all.length - 1,
    };
    const next = moves[event.key];
    if (next !== undefined) {
      event.preventDefault();
      const index = Math.max(0, Math.min(all.length - 1, next));
      setChosen(index);
      list.current?.querySelector(`[data-step="${index}"]`)?.scrollIntoView({ block: 'nearest' });
    }
  }

  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
      {/* one stop for the keyboard: arrows choose a message inside, as in a list */}
      <Box
        ref={list}
        className={classes.frame}
        role="listbox"
        aria-label={words.diagram}
        aria-activedescendant={`step-${chosen}`}
        tabIndex={0}
        onKeyDown={pressed}
      >
        <svg width={width} height={height} className={classes.drawing} role="presentation">
          {Array.from({ length: columns }, (_, i) => (
            <Column
              key={i}
              x={MARGIN + i * COLUMN}
              height={height}
              title={i === 0 ? caller : i === SERVER ? words.server : callee}
              address={i === SERVER ? '' : (addresses[i === 0 ? 0 : i - 1] ?? '')}
              server={i === SERVER}
            />
          ))}
          {all.map(step => (
            <Arrow
              key={step.index}
              step={step}
              first={first}
              chosen={step.index === chosen}
              width={width}
              onChoose={() => setChosen(step.index)}
            />
          ))}
        </svg>
      </Box>
      <Message step={all[chosen]} count={all.length} />
    </SimpleGrid>
  );
}

interface ColumnProps {
  x: number;
  height: number;
  title: string;
  address: string;
  server: boolean;
}

function Column({ x, height, title, address, server }: ColumnProps) {
  return (
    <g>
      <text x={x} y={18} textAnchor="middle" className={classes.title}>
        {title.length > 19 ? `${title.slice(0, 18)}…` : title}
      </text>
      <text x={x} y={36} textAnchor="middle" className={classes.address}>
        {address}
      </text>
      <line x1={x} y1={46} x2={x} y2={height} className={server ? classes.server : classes.life} />
    </g>
  );
}

interface ArrowProps {
  step: Step;
  first: string;
  chosen: boolean;
  width: number;
  onChoose: () => void;
}

function Arrow({ step, first, chosen, width, onChoose }: ArrowProps) {
  const y = HEAD + step.index * ROW + ROW / 2;
  const [x1, x2] = [MARGIN + step.from * COLUMN, MARGIN + step.to * COLUMN];
  const tip = x2 > x1 ? -7 : 7;
  const label = words.step(step.words, since(first, step.message.at), step.message.direction === 'in');
  return (
    <g
      id={`step-${step.index}`}
      data-step={step.index}
      role="option"
      aria-selected={chosen}
      tabIndex={-1}
      className={`${classes.step} ${classes[step.kind] ?? ''} ${chosen ? classes.chosen : ''}`}
      onClick={onChoose}
    >
      <title>{label}</title>
      <rect x={0} y={y - ROW / 2} width={width} height={ROW} className={classes.row} />
      <text x={4} y={y + 4} className={classes.time}>
        {since(first, step.message.at)}
      </text>
      <line x1={x1} y1={y + 4} x2={x2 + tip} y2={y + 4} className={classes.line} />
      <path d={`M${x2} ${y + 4} l${tip} -4 v8 z`} className={classes.tip} />
      <text x={(x1 + x2) / 2} y={y - 2} textAnchor="middle" className={classes.words}>
        {step.words.length > 25 ? `${step.words.slice(0, 24)}…` : step.words}
      </text>
    </g>
  );
}

function Message({ step, count }: { step: Step | undefined; count: number }) {
  if (!step) {
    return null;
  }
  const { message } = step;
  return (
    <Paper withBorder p="md" aria-live="polite" className={classes.message}>
      <Group justify="space-between" mb="xs" wrap="nowrap" align="flex-start">
        <Text size="sm" miw={0}>
          <b>{words.number(step.index + 1, count)}</b>{' '}
          {message.direction === 'in' ? words.from : words.to}{' '}
          <PlainText text={message.peer} />, <When at={message.at} form="exact" />
        </Text>
        <CopyButton value={message.text} what={words.message} />
      </Group>
      <ScrollArea.Autosize mah={560} type="auto" viewportProps={{ tabIndex: 0 }}>
        <Code block className={classes.text}>
          <PlainText text={message.text} lines />
        </Code>
      </ScrollArea.Autosize>
    </Paper>
  );
}

