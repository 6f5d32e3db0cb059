/** Why a replay, or a file of a track, is not to be had: in words, with what to do. */
import type { TFunction } from '../hall/types.ts';
import { bracketed, codeText, hasText } from '../i18n/say.ts';

/** A code that these screens do not know is shown with it, so that nothing is hidden. */
export function replayRefusalText(code: string, t: TFunction): string {
  return hasText('replayRefusal', code)
    ? codeText(t, 'replayRefusal', code)
    : bracketed(t, t('replayRefusal.Failed'), code);
}
