/**
 * Calls alarms out: spoken in Chinese where there is a voice, else with tones. Whatever goes wrong with sound is told by
 * `state` and stops nothing.
 */
import type { AlarmKind } from './alarms.ts';
import type { SoundSettings } from './sound-settings.ts';

/** The machine's loudspeaker. Every part may throw. */
export interface SoundPort {
  /** Whether it can speak Chinese. */
  hasVoice(): boolean;
  /** Speaks; `failed` is called where it breaks off. */
  speak(text: string, volume: number, failed: () => void): void;
  /** Plays the tones of a kind; false where the machine lets none be heard yet. */
  play(kind: AlarmKind, volume: number): boolean;
  hush(): void;
}

/** `tones`: no voice, or it failed. `blocked`: nothing is heard before somebody touches the page. `none`: nothing works. */
export type SoundState = 'speech' | 'tones' | 'blocked' | 'none';

export class Caller {
  readonly #port: SoundPort;
  readonly #told: (state: SoundState) => void;
  #speechBroken = false;
  #state: SoundState | undefined;

  constructor(port: SoundPort, told: (state: SoundState) => void) {
    this.#port = port;
    this.#told = told;
  }

  call(kind: AlarmKind, text: string, { volume, quiet, speech }: SoundSettings): void {
    if (quiet) return;
    if (speech && this.#canSpeak()) {
      try {
        this.#port.speak(text, volume, () => {
          this.#speechBroken = true;
          this.#tones(kind, volume);
        });
        this.#tell('speech');
        return;
      } catch {
        this.#speechBroken = true;
      }
    }
    this.#tones(kind, volume);
  }

  /** What would be heard, without making a sound. */
  look({ speech }: Pick<SoundSettings, 'speech'>): void {
    if (this.#state !== 'blocked' && this.#state !== 'none')
      this.#tell(speech && this.#canSpeak() ? 'speech' : 'tones');
  }

  hush(): void {
    try {
      this.#port.hush();
    } catch {
      // Silent already.
    }
  }

  #canSpeak(): boolean {
    if (this.#speechBroken) return false;
    try {
      return this.#port.hasVoice();
    } catch {
      return false;
    }
  }

  #tones(kind: AlarmKind, volume: number): void {
    try {
      this.#tell(this.#port.play(kind, volume) ? 'tones' : 'blocked');
    } catch {
      this.#tell('none');
    }
  }

  #tell(state: SoundState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#told(state);
  }
}
