/** The clock of a demo night. */
import { civilDate, day, hour, minute, parseIso } from '../../../shared/lib/time.ts';
import { must } from '../../../shared/lib/must.ts';
import { calendars } from '../calendars.ts';

export interface DemoNight {
  /** Instant of a time of day, counted from midnight at the beginning of the night's date; 26 is 02:00 of the next day. */
  readonly at: (hours: number, minutes?: number) => number;
  /** Civil date so many days after the night's own. */
  readonly date: (days: number) => string;
  /** The duty night. */
  readonly shift: { readonly from: number; readonly to: number };
}

/** Minutes east of UTC of the demo plates. */
const offset = 480;

export function demoNight(night: string): DemoNight {
  const midnight = must(parseIso(`${night}T00:00:00+08:00`), `civil date ${night}`);
  const { from, to } = calendars.dutyNight;
  return {
    at: (hours, minutes = 0) => midnight + hours * hour + minutes * minute,
    date: (days) => civilDate(midnight + days * day, offset),
    shift: { from: midnight + from * minute, to: midnight + day + to * minute },
  };
}
