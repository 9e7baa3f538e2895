import { useEffect, useState } from 'react';
import { store, type Store } from '../base/store';

/** What somebody chose in this browser; an empty id is the browser's own choice. */
export interface Choice {
  microphone: string;
  speaker: string;
  camera: string;
  /** Echo cancelling, noise suppression and level control. */
  suppress: boolean;
  /** Rings aloud. */
  ring: boolean;
}

const KEY = 'sallyport.devices';
const USUAL: Choice = { microphone: '', speaker: '', camera: '', suppress: true, ring: true };

function remembered(): Choice {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Choice>;
    const text = (value: unknown) => (typeof value === 'string' ? value : '');
    return {
      microphone: text(kept.microphone),
      speaker: text(kept.speaker),
      camera: text(kept.camera),
      suppress: kept.suppress !== false,
      ring: kept.ring !== false,
    };
  } catch {
    return USUAL;
  }
}

/** The devices to use, kept in this browser. */
export const devices: Store<Choice> = store(remembered());

export function choose(change: Partial<Choice>): void {
  devices.set({ ...devices.get(), ...change });
  try {
    localStorage.setItem(KEY, JSON.stringify(devices.get()));
  } catch {
    // a browser that keeps nothing: it holds until the page is closed
  }
}

/** Whether a sound can be sent to a device of one's choice. */
export function speakersCanBeChosen(): boolean {
  return 'setSinkId' in HTMLMediaElement.prototype;
}

/** Plays where the person chose, where the browser can. */
export async function playThere(element: HTMLMediaElement): Promise<void> {
  const speaker = devices.get().speaker;
  if (speakersCanBeChosen()) {
    // a device that is not there any more: the usual one
    await element.setSinkId(speaker).catch(() => element.setSinkId(''));
  }
}

/** What is plugged in; names are empty until the person lets the page use a device. */
export function useDevices(): { list: MediaDeviceInfo[]; again: () => void } {
  const [list, setList] = useState<MediaDeviceInfo[]>([]);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let shown = true;
    const media = navigator.mediaDevices as MediaDevices | undefined;
    const look = () => {
      void media?.enumerateDevices().then(
        found => shown && setList(found),
        () => shown && setList([]),
      );
    };
    look();
    media?.addEventListener('devicechange', look);
    return () => {
      shown = false;
      media?.removeEventListener('devicechange', look);
    };
  }, [round]);
  return { list, again: () => setRound(n => n + 1) };
}
