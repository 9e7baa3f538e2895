import { Alert } from '@mantine/core';
import { IconRecordMail } from '@tabler/icons-react';
import { strings } from '../strings';
import type { Recording } from './words';

const words = strings.phone.recording;

/** What the server says about recording of this call. */
export function RecordingNotice({ recording }: { recording: Recording | undefined }) {
  if (recording === undefined || recording === 'off') {
    return null;
  }
  return (
    <Alert
      role="status"
      color="red"
      variant="light"
      p="xs"
      icon={<IconRecordMail />}
      title={recording === 'on' ? words.on : words.asked}
      data-recording={recording}
    >
      {recording === 'on' ? words.onText : words.askedText}
    </Alert>
  );
}
