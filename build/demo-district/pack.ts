/** The demo district as a pack: the very file that a bureau's own data would come in as. */
import type { Pack } from '../../shared/wire/pack.ts';
import { makeDemoPlates } from './plates.ts';
import { makeDemoRegisters } from './registers.ts';
import { demoNight } from './registers/night.ts';

/**
 * @param night Civil date on which the report night begins, such as `2026-11-21`.
 * @param now Unix ms at which it is taken in: nothing in it is younger. Default: 20:30 of that evening.
 */
export function makeDemoPack(night: string, now?: number): Pack {
  const { provenance, ...registers } = makeDemoRegisters(night, now);
  const evening = demoNight(night).at(20, 30);
  const { source, asOf } = provenance(now === undefined ? evening : Math.min(now, evening));
  // Rows are plain data: as in the file, without the shapes of our types.
  return {
    format: 1,
    plates: makeDemoPlates(),
    registers: structuredClone(registers) as unknown as Pack['registers'],
    provenance: { source, asOf },
  };
}

/** With the duty mode turned by the calendar: as a bureau runs it, and as most tests do not, which turn it themselves. */
export function turningByItself(pack: Pack): Pack {
  const { plates } = pack;
  return { ...pack, plates: { ...plates, calendars: { ...plates.calendars, turnsDuty: { holiday: 'restDates' } } } };
}
