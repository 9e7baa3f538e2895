import { useSessionStorage } from '@mantine/hooks';
import { etagOf } from '../base/api';
import type { Policy } from './policy';

/** Rules that somebody is writing, and which rules they were written from. */
export interface Draft {
  text: string;
  /** The version in force when it was begun. */
  version: number;
  etag: string;
}

export interface Drafting {
  /** Undefined as long as nothing differs from the rules in force. */
  draft: Draft | undefined;
  /** The draft's text, or that in force. */
  text: string;
  write: (text: string) => void;
  /** Takes the rules in force as what the draft was written from. */
  rebase: () => void;
  discard: () => void;
}

/** The draft of this tab, which outlives a reload and the end of the session. */
export function useDraft(policy: Policy | undefined): Drafting {
  const [draft, setDraft, discard] = useSessionStorage<Draft | undefined>({
    key: 'sallyport.policy.draft',
    defaultValue: undefined,
    getInitialValueInEffect: false,
  });

  function write(text: string) {
    if (policy && !draft) {
      setDraft({ text, version: policy.version, etag: etagOf(policy) ?? '' });
    } else if (draft) {
      setDraft({ ...draft, text });
    }
  }

  return {
    draft: draft && draft.text !== policy?.text ? draft : undefined,
    text: draft?.text ?? policy?.text ?? '',
    write,
    rebase: () => {
      if (policy && draft) {
        setDraft({ ...draft, version: policy.version, etag: etagOf(policy) ?? '' });
      }
    },
    discard,
  };
}
