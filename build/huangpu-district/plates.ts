/** Huangpu's plates: a schematic district from restated facts, always the same. What is law or practice is the demo district's. */
import type { Plates } from '../../shared/domain/district/events.ts';
import { calendars } from '../demo-district/calendars.ts';
import { contacts } from '../demo-district/contacts.ts';
import { drawGrids } from '../demo-district/grids.ts';
import { legalBases } from '../demo-district/legal-bases.ts';
import { matters } from '../demo-district/matters.ts';
import { policy } from '../demo-district/policy.ts';
import { makeSensitivePlaces } from '../demo-district/sensitive-places.ts';
import { frame, outlineOf } from './frame.ts';
import { makePlaces } from './places.ts';
import { sitePlaces } from './registers/sites.ts';
import { makeRoads } from './roads.ts';
import { groups, streets } from './streets.ts';

export const huangpuName = '黄浦区（示意）';

/** Huangpu's neighbours: its own number is not among those that it rings. */
const neighbours = contacts.map((contact) =>
  contact.id === 'huangpu'
    ? { ...contact, id: 'xuhui', name: '徐汇区指挥中心（邻区）', authority: '徐汇区城管' }
    : contact.id === 'minhang'
      ? { ...contact, id: 'jingan', name: '静安区指挥中心（邻区）', authority: '静安区城管' }
      : contact,
);

export function makeHuangpuPlates(): Plates {
  const outline = outlineOf(streets.reduce((sum, { km2 }) => sum + km2, 0));
  const grids = drawGrids({ frame, outline, streets, zones: groups });
  const roads = makeRoads();
  return {
    name: huangpuName,
    schematic: true,
    utcOffset: 480,
    city: '上海市',
    grids,
    roads,
    places: makePlaces(roads, grids),
    sensitivePlaces: makeSensitivePlaces(roads, grids, sitePlaces(roads)),
    ...{ calendars, legalBases, matters, contacts: neighbours, policy },
  };
}
