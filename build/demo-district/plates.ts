/**
 * The demo district's plates: a schematic Xuhui from restated facts, drawn new on each call and always the same. Marked
 * schematic; no map of anybody's is in it.
 */
import type { Plates } from '../../shared/domain/district/events.ts';
import { calendars } from './calendars.ts';
import { contacts } from './contacts.ts';
import { makeGrids } from './grids.ts';
import { legalBases } from './legal-bases.ts';
import { matters } from './matters.ts';
import { makePlaces } from './places.ts';
import { policy } from './policy.ts';
import { makeRoads } from './roads.ts';

export function makeDemoPlates(): Plates {
  const grids = makeGrids();
  const roads = makeRoads();
  return {
    name: '示例区（徐汇示意）',
    schematic: true,
    utcOffset: 480,
    city: '上海市',
    grids,
    roads,
    places: makePlaces(roads, grids),
    calendars,
    legalBases,
    matters,
    contacts,
    policy,
  };
}
