import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  IconDotsVertical,
  IconEye,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneOff,
  IconPlayerPause,
  IconPlayerPlay,
  IconVideoOff,
} from '@tabler/icons-react';
import { url, usePost, type ApiProblem } from '../base/api';
import { useConfirm } from '../base/Confirm';
import { readable } from '../phone/words';
import { strings } from '../strings';
import type { LiveCall, Side } from './live';

const words = strings.live;
const SIDES: readonly Side[] = ['a', 'b'];

interface Act {
  what: 'end' | 'mute' | 'hold' | 'forbid-video';
  body: Record<string, unknown>;
}

/** What an administrator may do to a call; each act asks why, and the answer goes on record. */
export function CallMenu({ call, onDetails }: { call: LiveCall; onDetails: () => void }) {
  const confirm = useConfirm();
  const act = usePost<Act>(({ what }) => `${url`/live/${call.call}`}/${what}`, {
    body: ({ body }) => body,
    refreshes: ['/live'],
    done: () => notifications.show({ message: words.done, color: 'teal' }),
  });
  const [from, to] = [readable(call.from), readable(call.to)];

  async function ask(title: string, text: string, what: Act['what'], body: Act['body'] = {}) {
    const reason = await confirm({
      title,
      text: `${words.parties(from, to)} ${text}`,
      yes: title,
      danger: what === 'end',
      reason: words.reason,
    });
    if (reason !== null) {
      act.mutate({ what, body: { ...body, reason } }, { onError: tell });
    }
  }

  function tell(problem: ApiProblem) {
    notifications.show({ message: problem.status === 404 ? words.gone : problem.detail, color: 'red' });
  }

  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          loading={act.isPending}
          aria-label={words.actionsOf(from, to)}
        >
          <IconDotsVertical size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconEye size={16} />} onClick={onDetails}>
          {words.details}
        </Menu.Item>
        <Menu.Divider />
        {SIDES.map(side => {
          const on = !call.muted.includes(side);
          return (
            <Menu.Item
              key={`mute ${side}`}
              leftSection={on ? <IconMicrophoneOff size={16} /> : <IconMicrophone size={16} />}
              onClick={() =>
                void ask(
                  on ? words.mute[side] : words.unmute[side],
                  on ? words.muteText : words.unmuteText,
                  'mute',
                  { side, on },
                )
              }
            >
              {on ? words.mute[side] : words.unmute[side]}
            </Menu.Item>
          );
        })}
        {SIDES.map(side => {
          const on = !call.held.includes(side);
          return (
            <Menu.Item
              key={`hold ${side}`}
              leftSection={on ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />}
              onClick={() =>
                void ask(
                  on ? words.hold[side] : words.resume[side],
                  on ? words.holdText : words.resumeText,
                  'hold',
                  { side, on },
                )
              }
            >
              {on ? words.hold[side] : words.resume[side]}
            </Menu.Item>
          );
        })}
        {!call.videoForbidden && (
          <Menu.Item
            leftSection={<IconVideoOff size={16} />}
            onClick={() => void ask(words.forbidVideo, words.forbidVideoText, 'forbid-video')}
          >
            {words.forbidVideo}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item
          color="red"
          leftSection={<IconPhoneOff size={16} />}
          onClick={() => void ask(words.end, words.endText, 'end')}
        >
          {words.end}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
