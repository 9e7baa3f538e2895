import { useGet, type PageOf, type Schema } from '../base/api';
import { strings } from '../strings';

export type Role = keyof typeof strings.user.roles;

const ROLES = Object.keys(strings.user.roles) as Role[];

/** An account. */
export type User = Schema<'UserViewsUserView'>;

export type Device = Schema<'UserViewsDeviceView'>;

/** An account with all that is known of it. */
export type UserDetail = Schema<'UserViewsUserDetail'>;

/** An account with the password that was made for it, which is told this once. */
export type UserWithPassword = Schema<'UserViewsUserWithPassword'>;

/** All departments, with how many are in each. */
export function useDepartments() {
  return useGet<PageOf<Schema<'DepartmentView'>>>('/departments', { query: { limit: 500 } });
}

/** Choices of a role, with what each is for. */
export function roleChoices() {
  return ROLES.map(role => ({ value: role, label: strings.user.roles[role] }));
}

/** What fits into one field of a line of an import or export (RFC 4180). */
export function csvField(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
