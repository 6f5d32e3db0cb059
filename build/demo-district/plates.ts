/**
 * The demo district's plates: a schematic Xuhui from restated facts, drawn new on each call and always the same. Marked
 * schematic; no map of anybody's is in it.
 */
import type { Plates } from '../../shared/domain/district/events.ts';
import { calendars } from './calendars.ts';
import { contacts } from './contacts.ts';
import { makeEnforcers } from './enforcers.ts';
import { makeGrids } from './grids.ts';
import { legalBases } from './legal-bases.ts';
import { matters } from './matters.ts';
import { makePlaces } from './places.ts';
import { policy } from './policy.ts';
import { sitePlaces } from './registers/sites.ts';
import { makeRoads } from './roads.ts';
import { makeSensitivePlaces } from './sensitive-places.ts';

export function makeDemoPlates(): Plates {
  const grids = makeGrids();
  const roads = makeRoads();
  const places = makePlaces(roads, grids);
  return {
    name: '示例区（徐汇示意）',
    schematic: true,
    utcOffset: 480,
    city: '上海市',
    grids,
    roads,
    places,
    sensitivePlaces: makeSensitivePlaces(roads, grids, sitePlaces({ grids, places, roads })),
    calendars,
    legalBases,
    matters,
    contacts,
    policy,
    enforcers: makeEnforcers(),
  };
}
