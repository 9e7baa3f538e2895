import { Progress as Bar } from '@mantine/core';
import { useNavigation } from 'react-router';
import { strings } from '../strings';

/** A thin line while the next page's code is on its way. */
export function Progress() {
  const { state } = useNavigation();
  return state === 'idle' ? null : (
    <Bar
      value={100}
      animated
      size={3}
      radius={0}
      aria-label={strings.app.loadingPage}
      style={{ position: 'absolute', insetInline: 0, bottom: 0 }}
    />
  );
}
