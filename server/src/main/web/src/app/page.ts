import type { ComponentType } from 'react';
import type { Permission } from '../session/session';

/** The parts that the navigation is divided in. */
export type Group = 'phone' | 'compliance' | 'administration';

/** What the frame needs to know about a page; its code is loaded when somebody opens it. */
export interface Page {
  /** As the router takes it: `/users/:name`. */
  path: string;
  /** As the navigation has it. */
  title: string;
  /** What its reader must be allowed; a list where any one is enough, null where all may. */
  permission: Permission | readonly Permission[] | null;
  /** Absent for a page that others lead to. */
  nav?: {
    group: Group;
    order: number;
    icon: ComponentType<{ size?: number; stroke?: number }>;
    /** What waits there, beside the name. */
    badge?: ComponentType;
  };
  load: () => Promise<{ default: ComponentType }>;
}

/**
 * What runs beside whatever page is shown, as the ringing of the phone does. Loaded once the first
 * page stands, so that it does not delay it.
 */
export interface Companion {
  permission: Permission;
  /** Where it shows what it has to show. */
  place: 'header' | 'over';
  load: () => Promise<{ default: ComponentType }>;
}
