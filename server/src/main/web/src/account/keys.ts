import { usePages } from '../base/api';
import type { Permission } from '../session/session';

/** A key with which a program acts for its owner. */
export interface ApiKey {
  id: string;
  label: string;
  scopes: Permission[];
  created: string;
  expires: string;
  used: string;
}

/** A new key with the text that programs show; it is told this once. */
export interface MadeKey {
  key: ApiKey;
  text: string;
}

export function useKeys() {
  return usePages<ApiKey>('/keys');
}
