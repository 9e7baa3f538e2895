import { setNonce } from 'get-nonce';

/**
 * What a style element must carry to be taken under the server's content security policy; the
 * server writes it into the page.
 */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? '';
}

// the lock of scrolling behind a dialog makes a style element of its own
setNonce(styleNonce());
