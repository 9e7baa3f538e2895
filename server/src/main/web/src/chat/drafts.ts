import { useState } from 'react';

const KEY = 'sallyport.chat.draft';

function keyOf(owner: string, peer: string): string {
  return `${KEY}.${owner}.${peer}`;
}

/** What somebody has begun to write to another; kept for as long as the browser's tab is. */
export function draftOf(owner: string, peer: string): string {
  return sessionStorage.getItem(keyOf(owner, peer)) ?? '';
}

export function keepDraft(owner: string, peer: string, text: string): void {
  try {
    if (text === '') {
      sessionStorage.removeItem(keyOf(owner, peer));
    } else {
      sessionStorage.setItem(keyOf(owner, peer), text);
    }
  } catch {
    // a browser that keeps nothing still lets people write
  }
}

/** The draft as a state. One component must show one peer's alone. */
export function useDraft(owner: string, peer: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => draftOf(owner, peer));
  return [
    text,
    next => {
      keepDraft(owner, peer, next);
      setText(next);
    },
  ];
}
