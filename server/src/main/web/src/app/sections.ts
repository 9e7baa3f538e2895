import { may, type Session } from '../session/session';
import type { Group, Page } from './page';
import { pages } from './pages';

export interface Section {
  group: Group;
  pages: Page[];
}

/** What somebody came for stands first. */
function orderOf(session: Session): Group[] {
  switch (session.role) {
    case 'admin':
      return ['administration', 'compliance', 'phone'];
    case 'employee':
      return ['phone', 'compliance', 'administration'];
    default:
      return ['compliance', 'administration', 'phone'];
  }
}

/** The pages that the navigation leads a session's owner to. */
export function sections(session: Session, all: readonly Page[] = pages): Section[] {
  return orderOf(session)
    .map(group => ({
      group,
      pages: all
        .filter(page => page.nav?.group === group && may(session, page.permission))
        .sort((a, b) => (a.nav?.order ?? 0) - (b.nav?.order ?? 0)),
    }))
    .filter(section => section.pages.length > 0);
}

/** The page that somebody sees first; undefined where there is none. */
export function homeOf(session: Session, all: readonly Page[] = pages): string | undefined {
  return sections(session, all)[0]?.pages[0]?.path;
}
