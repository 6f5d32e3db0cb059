/**
 * How far all zones are covered, worked out anew from positions that all changed: who counts, the place that waits longest,
 * who could move. The yardstick sorts the same units by the straight line from each cell: the least that ranks them at all.
 */
import { indexPlates } from '../../shared/domain/rules/district.ts';
import { zoneCovers } from '../../shared/domain/rules/zone-cover.ts';
import type { UnitPosition, UnitState } from '../../shared/domain/unit/state.ts';
import { thisShift } from '../../shared/domain/unit/state.ts';
import { distance } from '../../shared/geo/point.ts';
import { must } from '../../shared/lib/must.ts';
import { hour } from '../../shared/lib/time.ts';
import { DemoNight } from '../../tests/support/demo-night.ts';
import { makeDemoPlates } from '../demo-district/plates.ts';
import { pointsAround } from './cells.ts';
import type { Measured } from './statistics.ts';
import { check, figure, median, percentile, rounds } from './statistics.ts';
import { cpuMs } from './whole-hub.ts';

const unitCount = 500;
const roundCount = 40;
/** Not measured: code is translated, ways are walked for the first time. */
const warmUp = 5;
/** A change is to be seen in the figures within a second; the screen wants its part of it. */
const goalMs = 500;

export function coverageBench(): Promise<Measured> {
  const night = new DemoNight();
  const now = night.at('22:44');
  const base = night.world().reads;
  const plates = makeDemoPlates();
  const district = { hash: 'd'.repeat(64), plates, index: indexPlates(plates) };
  const squads = base.squads();
  const units = Array.from({ length: unitCount }, (_, n): UnitState => {
    const squad = must(squads[n % squads.length], 'squad');
    return {
      ...{ id: `u${n}`, name: `第 ${n} 组`, kind: n % 3 === 0 ? 'foot' : 'vehicle', squad: squad.id },
      ...(squad.zone === undefined ? {} : { zone: squad.zone }),
      ...{ certified: n % 3, auxiliary: 2, devices: [], reserve: false, ...thisShift },
      ...{
        shift: { from: now - 4 * hour, to: now + 4 * hour },
        status: 'available',
        statusSince: now - hour,
        jobs: [],
      },
      provenance: { source: '值班表', asOf: now - hour, how: 'import' },
    };
  });
  const cells = plates.grids.filter(({ level }) => level === 'cell');
  const corners = cells.map(({ shape }) => must(shape[0]?.[0]?.[0], 'corner'));
  // Nobody far in the north: its zones run thin, and proposals are weighed in full.
  const all = pointsAround(4_000, 7);
  const north = [...all].sort((a, b) => b.lat - a.lat);
  const somewhere = north.slice(north.length / 2);
  let round = 0;
  const positions = new Map<string, UnitPosition>();
  const moved = (): void => {
    units.forEach(({ id }, n) =>
      positions.set(id, { ...must(somewhere[(n * 7 + round * 131) % somewhere.length], 'place'), at: now - 5_000 }),
    );
    round += 1;
  };
  const reads = {
    ...{ district: () => district, units: () => units, squads: () => squads },
    zones: () => base.zones().map((zone) => ({ ...zone, promise: 5 })),
    position: (unit: string) => positions.get(unit),
  };
  const own: number[] = [];
  const least: number[] = [];
  let proposals = 0;
  for (let each = 0; each < roundCount + warmUp; each += 1) {
    moved();
    let started = cpuMs();
    const { zones } = must(zoneCovers(reads, now), 'covers');
    const mine = cpuMs() - started;
    check(zones.length === 4 && zones.every(({ minutes }) => minutes !== null), 'a figure for each zone');
    proposals += zones.reduce((sum, zone) => sum + zone.proposals.length, 0);
    started = cpuMs();
    const nearest = corners.map(([lon, lat]) =>
      units
        .map(({ id }) => distance({ lon, lat }, must(positions.get(id), 'position')))
        .sort((a, b) => a - b)
        .slice(0, 2),
    );
    const bare = cpuMs() - started;
    check(nearest.length === corners.length, 'all cells');
    if (each < warmUp) continue;
    own.push(mine);
    least.push(bare);
  }
  check(proposals > 0, 'no zone ran thin: nothing was weighed');
  const ms = median(own);
  return Promise.resolve({
    row: {
      ...{ name: 'coverage', ours: figure(ms, 'CPU ms'), yardstick: figure(median(least), 'CPU ms') },
      ...{ ratio: ms / median(least), goal: `≤ ${goalMs} CPU ms, median`, pass: ms <= goalMs },
    },
    notes: [
      `${unitCount} units, all moved between two rounds; ${corners.length} cells in 4 zones, ${proposals} proposals weighed`,
      `95 of 100 within ${figure(percentile(own, 0.95), 'ms')}`,
      rounds('ours', own, 'ms'),
      rounds('yardstick', least, 'ms'),
    ],
  });
}
