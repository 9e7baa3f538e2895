import { strings } from '../strings';

/** Whether the browser can tell of a call while another window is in front. */
export function permission(): NotificationPermission | 'unsupported' {
  return 'Notification' in window ? Notification.permission : 'unsupported';
}

export async function askPermission(): Promise<NotificationPermission | 'unsupported'> {
  return 'Notification' in window ? Notification.requestPermission() : 'unsupported';
}

/** Tells of a call where the page is not seen; the function that is given takes it back. */
export function notify(title: string): (() => void) | undefined {
  if (permission() !== 'granted' || !document.hidden) {
    return undefined;
  }
  try {
    const shown = new Notification(title, {
      body: strings.phone.incoming.notification,
      tag: 'sallyport-call',
      requireInteraction: true,
    });
    shown.onclick = () => {
      window.focus();
      shown.close();
    };
    return () => shown.close();
  } catch {
    // phones' browsers have notifications for installed pages only
    return undefined;
  }
}
