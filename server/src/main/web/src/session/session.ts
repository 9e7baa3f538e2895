import { createContext, useContext } from 'react';

/** What a request needs to be allowed to do, as the server's roles have it. */
export type Permission =
  | 'phone'
  | 'read-content'
  | 'decide'
  | 'read-trail'
  | 'read-state'
  | 'administer';

export type Role = 'employee' | 'reviewer' | 'officer' | 'auditor' | 'admin';

/** Who has signed in. */
export interface Session {
  user: string;
  display: string;
  role: Role;
  permissions: Permission[];
  csrf: string;
  since: string;
  ends: string;
  idleSeconds: number;
  secondFactor: boolean;
  secondFactorNeeded: boolean;
}

export const SessionContext = createContext<Session | null>(null);

/** Who has signed in; everything inside the frame has somebody. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) {
    throw new Error('nobody has signed in here');
  }
  return session;
}

/** Whether a session includes a permission, or any one of several. */
export function may(
  session: Session,
  permission: Permission | readonly Permission[] | null,
): boolean {
  if (permission === null) {
    return true;
  }
  const any = typeof permission === 'string' ? [permission] : permission;
  return any.some(each => session.permissions.includes(each));
}
