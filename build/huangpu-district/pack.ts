/** Huangpu as a pack: seventeen squads, six or seven people of each on duty at a time, two of them outside the four groups. */
import type { Pack } from '../../shared/wire/pack.ts';
import { demoNight } from '../demo-district/registers/night.ts';
import { makeHuangpuPlates } from './plates.ts';
import { makeFences, makePosts, makeVideoPoints } from './registers/posts.ts';
import { makeNightPermits, makeSites } from './registers/sites.ts';
import { makeGroups, makeSquads } from './registers/squads.ts';
import { makeUnits } from './registers/units.ts';

/**
 * @param night Civil date on which the report night begins, such as `2026-11-21`.
 * @param now Unix ms at which it is taken in: nothing in it is younger. Default: 20:30 of that evening.
 */
export function makeHuangpuPack(night: string, now?: number): Pack {
  const tonight = demoNight(night);
  const evening = tonight.at(20, 30);
  const plates = makeHuangpuPlates();
  const videoPoints = makeVideoPoints(plates);
  const registers = {
    squads: makeSquads(),
    zones: makeGroups(plates.grids),
    sites: makeSites(plates, tonight),
    nightPermits: makeNightPermits(tonight),
    repairNotices: [],
    quietPeriods: [],
    units: makeUnits(tonight),
    videoPoints,
    posts: makePosts(plates, videoPoints),
    fences: makeFences(plates),
  };
  return {
    format: 1,
    plates,
    registers: structuredClone(registers) as unknown as Pack['registers'],
    provenance: { source: '黄浦示意包', asOf: now === undefined ? evening : Math.min(now, evening) },
  };
}
