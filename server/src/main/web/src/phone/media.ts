import { strings } from '../strings';
import { devices } from './devices';

/** Why the browser gives no microphone or camera, in words that say what to do. */
export function mediaProblem(error: unknown): string {
  const words = strings.phone.media;
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return words.notAllowed;
    case 'NotFoundError':
      return words.notFound;
    case 'NotReadableError':
    case 'AbortError':
      return words.inUse;
    default:
      return words.other;
  }
}

/** What the chosen devices are asked for. */
export function wishes(video: boolean): MediaStreamConstraints {
  const { microphone, camera, suppress } = devices.get();
  return {
    audio: {
      ...(microphone ? { deviceId: { exact: microphone } } : {}),
      echoCancellation: suppress,
      noiseSuppression: suppress,
      autoGainControl: suppress,
    },
    video: video ? pictureWishes(camera) : false,
  };
}

function pictureWishes(camera: string): MediaTrackConstraints {
  return {
    ...(camera ? { deviceId: { exact: camera } } : {}),
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 25 },
  };
}

function ask(wish: MediaStreamConstraints): Promise<MediaStream> {
  // an address without a certificate is no place where browsers have it
  const media = navigator.mediaDevices as MediaDevices | undefined;
  return media ? media.getUserMedia(wish) : Promise.reject(new DOMException('', 'SecurityError'));
}

/**
 * Microphone and, where wanted, camera. A device that was chosen and is not there any more is
 * replaced by what the browser has.
 */
export async function capture(video: boolean): Promise<MediaStream> {
  try {
    return await ask(wishes(video));
  } catch (error) {
    if (error instanceof DOMException && error.name === 'OverconstrainedError') {
      return ask({ audio: true, video });
    }
    throw error;
  }
}

/** As {@link capture}; without a picture where there is no camera to be had. */
export async function captureOrSound(video: boolean): Promise<{ media: MediaStream; lacks: string }> {
  try {
    return { media: await capture(video), lacks: '' };
  } catch (error) {
    if (!video) {
      throw error;
    }
    const media = await capture(false);
    return { media, lacks: strings.phone.media.noCamera };
  }
}

/** A picture of the camera alone. */
export async function captureCamera(): Promise<MediaStreamTrack> {
  const stream = await ask({ audio: false, video: pictureWishes(devices.get().camera) });
  const [track] = stream.getVideoTracks();
  if (!track) {
    throw new DOMException('', 'NotFoundError');
  }
  return track;
}

/** A picture of a screen or window that the person chooses; null where they choose none. */
export async function captureScreen(): Promise<MediaStreamTrack | null> {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: true, audio: false });
    return stream.getVideoTracks()[0] ?? null;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotAllowedError') {
      return null;
    }
    throw error;
  }
}

export function stop(stream: MediaStream | null | undefined): void {
  stream?.getTracks().forEach(track => track.stop());
}
