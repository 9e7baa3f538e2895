import { IconDoor } from '@tabler/icons-react';
import { EmptyState } from '../base/EmptyState';
import { strings } from '../strings';

/** What somebody sees whose role has no page. */
export function NothingPage() {
  return <EmptyState icon={IconDoor} title={strings.app.nothingTitle} text={strings.app.nothingText} />;
}
