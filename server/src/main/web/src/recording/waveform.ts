/** Peaks of 0 to 255 as the player draws them: -1 to 1, above and below the line by turns. */
export function drawn(peaks: readonly number[]): Float32Array {
  const values = new Float32Array(peaks.length * 2);
  peaks.forEach((peak, i) => {
    const value = Math.max(0, Math.min(255, peak)) / 255;
    values[2 * i] = value;
    values[2 * i + 1] = -value;
  });
  return values;
}

/** The speeds that one may listen at. */
export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;

/** The next speed up or down; the same at the ends. */
export function faster(speed: number, by: 1 | -1): number {
  const at = SPEEDS.findIndex(each => each === speed);
  return SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, (at < 0 ? 2 : at) + by))] ?? 1;
}

/** What a key does to the player; undefined for keys that mean nothing here. */
export type Act = 'play' | 'back' | 'on' | 'slower' | 'faster' | 'mark';

export function actOf(key: string): Act | undefined {
  const acts: Record<string, Act> = {
    ' ': 'play',
    k: 'play',
    j: 'back',
    ArrowLeft: 'back',
    l: 'on',
    ArrowRight: 'on',
    '<': 'slower',
    '>': 'faster',
    m: 'mark',
  };
  return acts[key];
}
