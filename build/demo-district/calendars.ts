/** The four clocks of the demo district: legal night, renovation quiet, duty night, rest days. */
import type { Plates } from '../../shared/domain/district/events.ts';

const at = (hour: number, minute = 0): number => hour * 60 + minute;
const night = { from: at(22), to: at(6) };

export const calendars: Plates['calendars'] = {
  // The same hours before and after the Code took the noise law's place; two rows, as each rests on its own text.
  legalNight: [
    { from: '2022-06-05', to: '2026-08-14', window: night },
    { from: '2026-08-15', window: night },
  ],
  renovationQuiet: {
    workdays: [{ from: at(18), to: at(8) }],
    restDays: [{ from: 0, to: at(24) }],
  },
  dutyNight: { from: at(17, 30), to: at(8, 30) },
  // Assumed for the demo, not taken from the announced arrangement: a bureau's pack brings its own.
  restDates: [
    '2026-01-01',
    '2026-01-02',
    '2026-02-16',
    '2026-02-17',
    '2026-02-18',
    '2026-02-19',
    '2026-02-20',
    '2026-02-23',
    '2026-04-06',
    '2026-05-01',
    '2026-05-04',
    '2026-05-05',
    '2026-06-19',
    '2026-09-25',
    '2026-10-01',
    '2026-10-02',
    '2026-10-05',
    '2026-10-06',
    '2026-10-07',
    '2027-01-01',
  ],
  workDates: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  workHours: [
    { from: at(9), to: at(11, 30) },
    { from: at(13, 30), to: at(18) },
  ],
};
