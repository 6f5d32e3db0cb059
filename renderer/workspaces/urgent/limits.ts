/** The limits of a kind in words. */
import type { TFunction } from '../../hall/types.ts';
import { clauses } from '../../i18n/say.ts';

export interface Limits {
  readonly oralMinutes: number | null;
  readonly firstMinutes: number;
  readonly followUpMinutes: number | null;
}

export const limitsText = ({ oralMinutes, firstMinutes, followUpMinutes }: Limits, t: TFunction): string =>
  clauses(
    t,
    oralMinutes === null ? '' : t('urgent.limit.oral', { minutes: oralMinutes }),
    t('urgent.limit.first', { minutes: firstMinutes }),
    followUpMinutes === null ? t('urgent.limit.news') : t('urgent.limit.followUp', { minutes: followUpMinutes }),
  );
