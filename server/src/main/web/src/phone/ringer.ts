import { devices } from './devices';

type Pattern = { tones: number[]; on: number; period: number; loud: number };

// made of oscillators, so that no file needs to be loaded when it must ring
const RING: Pattern = { tones: [784, 988], on: 1.2, period: 3, loud: 0.18 };
const RINGBACK: Pattern = { tones: [425], on: 1, period: 5, loud: 0.08 };
const WAITING: Pattern = { tones: [425], on: 0.2, period: 4, loud: 0.08 };

/** The tones that the phone makes itself. */
export class Ringer {
  private context: AudioContext | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;

  /** Somebody calls. */
  ring(): void {
    if (devices.get().ring) {
      this.repeat(RING);
    }
  }

  /** Somebody calls while one talks. */
  knock(): void {
    this.repeat(WAITING);
  }

  /** The other phone rings. */
  ringback(): void {
    this.repeat(RINGBACK);
  }

  /** The call has ended. */
  over(): void {
    this.silence();
    this.play({ tones: [425], on: 0.15, period: 0, loud: 0.08 });
  }

  /** A test of the speaker. */
  test(): void {
    this.play({ tones: [523, 659, 784], on: 1, period: 0, loud: 0.2 });
  }

  silence(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private repeat(pattern: Pattern): void {
    this.silence();
    this.play(pattern);
    this.timer = setInterval(() => this.play(pattern), pattern.period * 1000);
  }

  private play({ tones, on, loud }: Pattern): void {
    try {
      const context = (this.context ??= new AudioContext());
      // a page that nobody has clicked in yet may make no sound; the notification is silent too
      void context.resume().catch(() => undefined);
      void sink(context);
      const gain = context.createGain();
      const at = context.currentTime + 0.02;
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(loud / tones.length, at + 0.03);
      gain.gain.setValueAtTime(loud / tones.length, at + on - 0.05);
      gain.gain.linearRampToValueAtTime(0, at + on);
      gain.connect(context.destination);
      for (const tone of tones) {
        const oscillator = context.createOscillator();
        oscillator.frequency.value = tone;
        oscillator.connect(gain);
        oscillator.start(at);
        oscillator.stop(at + on);
      }
    } catch {
      // a browser without Web Audio is silent, and the page shows the call all the same
    }
  }
}

interface Sinkable {
  setSinkId?: (id: string) => Promise<void>;
}

async function sink(context: AudioContext): Promise<void> {
  await (context as Sinkable).setSinkId?.(devices.get().speaker).catch(() => undefined);
}
