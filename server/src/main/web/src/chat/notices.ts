/** How somebody wants to be told of a new line while another page or window is in front. */
export type Notice = 'text' | 'name' | 'off';

const KEY = 'sallyport.chat.notices';
const LONGEST = 160;

export function noticeOf(): Notice {
  const kept = localStorage.getItem(KEY);
  return kept === 'off' || kept === 'name' ? kept : 'text';
}

export function keepNotice(notice: Notice): void {
  localStorage.setItem(KEY, notice);
}

export function permission(): NotificationPermission | 'unsupported' {
  return 'Notification' in window ? Notification.permission : 'unsupported';
}

export async function askPermission(): Promise<NotificationPermission | 'unsupported'> {
  return 'Notification' in window ? Notification.requestPermission() : 'unsupported';
}

/** A peer's text as the system may show it: one short line without what is not seen. */
export function noticeText(text: string): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .trim();
  const letters = [...line];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST).join('')}…` : line;
}

/** Tells through the system, where the browser was allowed to. */
export function tellBySystem(title: string, body: string, tag: string, open: () => void): boolean {
  if (permission() !== 'granted') {
    return false;
  }
  try {
    const shown = new Notification(title, { body, tag });
    shown.onclick = () => {
      window.focus();
      open();
      shown.close();
    };
    return true;
  } catch {
    // phones' browsers have notifications for installed pages only
    return false;
  }
}
