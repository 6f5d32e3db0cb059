/** What an order says otherwise than before, in words; of what a caller said only that it differs. */
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { codeText } from '../i18n/say.ts';
import type { TFunction } from './types.ts';

type Change = IncidentState['corrections'][number]['changes'][number];

/** @param timeOf Puts an instant, Unix ms, into words. */
export function changeText({ field, before, after }: Change, t: TFunction, timeOf: (at: number) => string): string {
  const name = t(`correction.field.${field}`);
  if (field === 'text' || field === 'name' || field === 'phone' || field === 'address')
    return t('correction.said', { field: name });
  const value = (said: Change['before']): string => {
    if (typeof said === 'number') return timeOf(said);
    if (said === null) return t('correction.unplaced');
    if (field === 'matter') return codeText(t, 'matter', said);
    return field === 'wantsReply' ? codeText(t, 'facts.reply', said) : said;
  };
  return t('correction.was', { field: name, before: value(before), after: value(after) });
}
