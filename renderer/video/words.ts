/** What is said over a picture, from the text keys. */
import type { TFunction } from 'i18next';
import type { PictureState } from './types.ts';

export interface PictureWords {
  readonly line: string;
  /** What changes with each second; null: nothing does. */
  readonly counts: string | null;
  /** `alarm` never: a camera that fails needs nobody this minute. */
  readonly tone: 'quiet' | 'warn';
  /** Whether asking again now makes sense. */
  readonly mayRetry: boolean;
}

const seconds = (ms: number): number => Math.max(0, Math.round(ms / 1_000));

/** null while the picture moves, and while none is wanted. `now` is of the clock of the state. */
export function pictureWords(state: PictureState, now: number, t: TFunction): PictureWords | null {
  switch (state.is) {
    case 'idle':
    case 'playing':
      return null;
    case 'starting':
      return { line: t('video.starting'), counts: null, tone: 'quiet', mayRetry: false };
    case 'stalled':
      return {
        ...{ line: t('video.stalled'), tone: 'warn', mayRetry: false },
        counts: t('video.stalledFor', { n: seconds(now - state.frameAt) }),
      };
    case 'lost': {
      const counts = t('video.retryIn', { n: seconds(state.retryAt - now) });
      return { line: t(`video.lost.${state.reason}`), counts, tone: 'warn', mayRetry: true };
    }
    case 'refused': {
      const counts = state.retryAt === null ? null : t('video.retryIn', { n: seconds(state.retryAt - now) });
      return { line: t(`video.refused.${state.code}`), counts, tone: 'warn', mayRetry: counts !== null };
    }
    case 'undecodable':
      return {
        line: t('video.undecodable', { codec: t(`video.codec.${state.codec}`) }),
        counts: null,
        tone: 'warn',
        mayRetry: false,
      };
  }
}
