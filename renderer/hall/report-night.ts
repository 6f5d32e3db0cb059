import type { DailyWindow, UtcOffset } from '../../shared/lib/time.ts';
import { civilDate, day, minuteOfDay } from '../../shared/lib/time.ts';

/** The report night that runs at an instant: until the duty night ends it is still yesterday's. */
export function nightAt(at: number, dutyNight: DailyWindow, offset: UtcOffset): string {
  const early = minuteOfDay(at, offset) < dutyNight.to;
  return civilDate(early ? at - day : at, offset);
}
