import { useEffect, useRef } from 'react';
import classes from './phone.module.css';

interface PictureProps {
  stream: MediaStream;
  label: string;
  mirrored?: boolean;
}

/** Moving pictures without sound, which plays elsewhere. */
export function Picture({ stream, label, mirrored = false }: PictureProps) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = element.current;
    if (video) {
      video.srcObject = stream;
      void video.play().catch(() => undefined);
    }
  }, [stream]);
  return (
    <video
      ref={element}
      aria-label={label}
      className={mirrored ? `${classes.video} ${classes.mirrored}` : classes.video}
      autoPlay
      muted
      playsInline
    />
  );
}
