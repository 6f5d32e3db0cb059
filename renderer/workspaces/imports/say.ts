/** Words of imports for codes that come from the hub. */
import type { TFunction } from '../../hall/types.ts';
import { bracketed, codeText, hasText } from '../../i18n/say.ts';

export const fieldName = (t: TFunction, field: string): string => codeText(t, 'imports.field', field);

/** What is wrong with a row, or why the register refuses. */
export const codeWords = (t: TFunction, code: string): string =>
  codeText(t, hasText('imports.fault', code) ? 'imports.fault' : 'refusal', code);

/** `（id）` behind a reason; nothing where it is about no entry. */
export const whereText = (t: TFunction, id: string): string => (id === '' ? '' : bracketed(t, '', id));
