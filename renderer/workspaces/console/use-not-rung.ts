/** Whether a caller may be rung, by the hours of the policy: the hub refuses outside them, so it is said beforehand. */
import { useTranslation } from 'react-i18next';
import { clockTime, inDailyWindow, minute } from '../../../shared/lib/time.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';

/** Why not, and from when on; undefined where a caller may be rung. `at`: Unix ms. */
export function useNotRung(at: number): string | undefined {
  const { t } = useTranslation();
  const offset = useOffset();
  const hours = useHall().plates?.policy.callingHours;
  if (hours === undefined || inDailyWindow(at, offset, hours)) return undefined;
  return t('actions.notRung', { time: clockTime(hours.from * minute, 0) });
}
