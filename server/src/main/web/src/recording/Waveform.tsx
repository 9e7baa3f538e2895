import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, type RefObject } from 'react';
import WaveSurfer from 'wavesurfer.js';
import { styleNonce } from '../app/nonce';
import type { Schema } from '../base/api';
import { strings } from '../strings';
import { drawn } from './waveform';

const HEIGHT = 64;
const COLOURS = {
  light: { sides: ['#0b7285', '#b35900'], played: ['#08525f', '#7c3d00'], cursor: '#212529' },
  dark: { sides: ['#3bc9db', '#ffa94d'], played: ['#99e9f2', '#ffd8a8'], cursor: '#f8f9fa' },
};

interface WaveformProps {
  audio: RefObject<HTMLAudioElement | null>;
  peaks: Schema<'PeaksView'>;
}

/** Both sides of a call, one above the other; a click goes there. */
export function Waveform({ audio, peaks }: WaveformProps) {
  const scheme = useComputedColorScheme('light');
  const host = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!host.current || !audio.current) {
      return undefined;
    }
    const { sides, played, cursor } = COLOURS[scheme];
    const made = WaveSurfer.create({
      container: host.current,
      media: audio.current,
      peaks: [drawn(peaks.caller), drawn(peaks.callee)],
      duration: Math.max(0.1, peaks.duration),
      height: HEIGHT,
      cursorColor: cursor,
      cursorWidth: 2,
      barWidth: 2,
      barGap: 1,
      barRadius: 1,
      cspNonce: styleNonce(),
      splitChannels: sides.map((waveColor, i) => ({ waveColor, progressColor: played[i] ?? waveColor })),
    });
    return () => made.destroy();
  }, [audio, peaks, scheme]);

  return <div ref={host} role="img" aria-label={strings.recording.waveform} data-testid="waveform" />;
}
