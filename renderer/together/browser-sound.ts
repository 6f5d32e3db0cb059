/** The loudspeaker of a browser: speech synthesis, and tones made by oscillators. */
import type { AlarmKind } from './alarms.ts';
import type { SoundPort } from './caller.ts';

/** Hz and seconds; 0 Hz is a pause. */
type Tone = readonly [hz: number, seconds: number];

const tones: { readonly [kind in AlarmKind]: readonly Tone[] } = {
  sos: [880, 660, 880, 660, 880, 660].map((hz): Tone => [hz, 0.18]),
  message: [
    [523, 0.12],
    [784, 0.2],
  ],
  alarm: [
    [880, 0.15],
    [660, 0.15],
    [880, 0.15],
  ],
  new: [
    [660, 0.14],
    [0, 0.08],
    [660, 0.14],
  ],
  late: [
    [440, 0.22],
    [330, 0.3],
  ],
};

/** Seconds in which a tone swells and fades: without it each begins and ends with a crack. */
const edge = 0.015;

function chineseVoice(): SpeechSynthesisVoice | undefined {
  return window.speechSynthesis.getVoices().find(({ lang }) => /^(zh|cmn)\b/i.test(lang));
}

export function browserSound(): SoundPort {
  let audio: AudioContext | undefined;
  return {
    hasVoice: () => 'speechSynthesis' in window && chineseVoice() !== undefined,
    speak(text, volume, failed) {
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.voice = chineseVoice() ?? null;
      utterance.lang = 'zh-CN';
      utterance.volume = volume;
      utterance.onerror = ({ error }) => {
        // Broken off by the next one is no failure.
        if (error !== 'canceled' && error !== 'interrupted') failed();
      };
      window.speechSynthesis.cancel();
      window.speechSynthesis.speak(utterance);
    },
    play(kind, volume) {
      audio ??= new AudioContext();
      if (audio.state === 'suspended') {
        // Allowed from the first touch of the page on.
        void audio.resume().catch(() => undefined);
        if (audio.state === 'suspended') return false;
      }
      let at = audio.currentTime + 0.02;
      for (const [hz, seconds] of tones[kind]) {
        if (hz > 0) beep(audio, { hz, at, seconds, volume });
        at += seconds;
      }
      return true;
    },
    hush: () => window.speechSynthesis.cancel(),
  };
}

function beep(
  audio: AudioContext,
  {
    hz,
    at,
    seconds,
    volume,
  }: { readonly hz: number; readonly at: number; readonly seconds: number; readonly volume: number },
): void {
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.frequency.value = hz;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(volume * 0.4, at + edge);
  gain.gain.setValueAtTime(volume * 0.4, at + seconds - edge);
  gain.gain.linearRampToValueAtTime(0, at + seconds);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + seconds);
}
