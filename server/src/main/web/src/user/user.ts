import { strings } from '../strings';

export type Role = keyof typeof strings.user.roles;

export const ROLES = Object.keys(strings.user.roles) as Role[];

/** An account. */
export interface User {
  name: string;
  display: string;
  role: Role;
  department: string;
  enabled: boolean;
}

export interface Device {
  agent: string;
  network: string;
  transport: string;
  expires: string;
}

/** An account with all that is known of it. */
export interface UserDetail extends User {
  address: string;
  groups: string[];
  secondFactor: boolean;
  devices: Device[];
}

/** An account with the password that was made for it, which is told this once. */
export interface UserWithPassword {
  user: User;
  password: string;
}

export interface Department {
  name: string;
  users: number;
}

/** Choices of a role, with what each is for. */
export function roleChoices() {
  return ROLES.map(role => ({ value: role, label: strings.user.roles[role] }));
}

/** What fits into one field of a line of an import or export (RFC 4180). */
export function csvField(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
