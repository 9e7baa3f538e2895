import { Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconChecks, IconClock, IconEyeOff, IconHourglass } from '@tabler/icons-react';
import { memo } from 'react';
import { When } from '../base/When';
import { strings } from '../strings';
import type { ChatLine, LineState } from './chat';
import classes from './chat.module.css';
import type { Leaving } from './outbox';
import { Said } from './Said';

const ICONS = {
  sent: IconCheck,
  delivered: IconChecks,
  held: IconHourglass,
  rejected: IconAlertTriangle,
  refused: IconAlertTriangle,
} as const;

function State({ state }: { state: Exclude<LineState, 'received'> }) {
  const Icon = ICONS[state];
  const bad = state === 'refused' || state === 'rejected';
  return (
    <span className={bad ? classes.bad : classes.state} title={strings.chat.stateText[state]}>
      <Icon size={14} aria-hidden /> {strings.chat.states[state]}
    </span>
  );
}

/** A line that is on record. */
export const Bubble = memo(function Bubble({ line }: { line: ChatLine }) {
  return (
    <div className={line.own ? classes.own : classes.theirs} data-testid="line">
      <div className={classes.bubble}>
        {line.gone ? (
          <Text size="sm" fs="italic" c="dimmed">
            {strings.chat.gone}
          </Text>
        ) : line.text === '' ? (
          <Text size="sm" fs="italic" c="dimmed">
            {strings.chat.unreadable}
          </Text>
        ) : (
          <Said text={line.text} />
        )}
        <div className={classes.foot}>
          {line.masked && (
            <span title={strings.chat.maskedText}>
              <IconEyeOff size={14} aria-hidden /> {strings.chat.masked}
            </span>
          )}
          <When at={line.at} />
          {line.own && line.state !== 'received' && <State state={line.state} />}
        </div>
      </div>
    </div>
  );
});

interface LeavingBubbleProps {
  line: Leaving;
  onRetry: () => void;
  onEdit: () => void;
  onDiscard: () => void;
}

/** A line that is on its way, or did not get there, and what its writer can do. */
export function LeavingBubble({ line, onRetry, onEdit, onDiscard }: LeavingBubbleProps) {
  const failed = line.state === 'refused' || line.state === 'unanswered';
  return (
    <div className={classes.own} data-testid="line">
      <div className={`${classes.bubble} ${failed ? classes.failed : classes.leaving}`}>
        <Said text={line.text} />
        <div className={classes.foot}>
          <When at={line.at} />
          {line.state === 'taken' && line.became !== 'received' ? (
            <State state={line.became} />
          ) : (
            <span role="status" className={failed ? classes.bad : classes.state}>
              {failed ? <IconAlertTriangle size={14} aria-hidden /> : <IconClock size={14} aria-hidden />}{' '}
              {strings.chat.leaving[line.state]}
            </span>
          )}
        </div>
        {failed && (
          <>
            <Text size="sm" role="alert">
              {line.why}
            </Text>
            <Group gap={6} mt={4}>
              <Button size="compact-xs" variant="default" onClick={onRetry}>
                {strings.base.retry}
              </Button>
              <Button size="compact-xs" variant="default" onClick={onEdit}>
                {strings.chat.edit}
              </Button>
              <Button size="compact-xs" variant="default" onClick={onDiscard}>
                {strings.chat.discard}
              </Button>
            </Group>
          </>
        )}
      </div>
    </div>
  );
}
