/**
 * Which cell a point lies in, for a million points: over the 271 cells of the demo district, and over 5,040 cells. The
 * yardstick asks every cell's box, and turf of those that hold the point; it is asked about a tenth of the points.
 */
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { indexPlates } from '../../shared/domain/rules/district.ts';
import type { Area, Box, MultiPolygon } from '../../shared/geo/polygon.ts';
import { AreaIndex, boxOf, distanceToEdge } from '../../shared/geo/polygon.ts';
import type { Point } from '../../shared/geo/point.ts';
import { makeDemoPlates } from '../demo-district/plates.ts';
import { cellCount, manyGrids, pointsAround } from './cells.ts';
import type { Measured } from './statistics.ts';
import { check, figure, median, rounds } from './statistics.ts';
import { cpuMs } from './whole-hub.ts';

const pointCount = 1_000_000;
/** One point in so many is asked of the yardstick. */
const every = 10;
const roundCount = 5;
/** Share of the yardstick's time, with many cells and with few. */
const goal = 0.25;
/** Surveyed borders have slivers: a point so near to a cell may be given to it, metres. */
const sliverMetres = 0.3;

interface Turf {
  readonly code: string;
  readonly box: Box;
  readonly geometry: { readonly type: 'MultiPolygon'; readonly coordinates: number[][][][] };
}

const turfOf = ({ code, shape }: Area): Turf => ({
  ...{ code, box: boxOf(shape) },
  geometry: {
    type: 'MultiPolygon',
    coordinates: shape.map((rings) => rings.map((ring) => ring.map(([lon, lat]) => [lon, lat]))),
  },
});

function turfAt(cells: readonly Turf[], { lon, lat }: Point): string | undefined {
  for (const { code, box, geometry } of cells) {
    if (lon < box.west || lon > box.east || lat < box.south || lat > box.north) continue;
    if (booleanPointInPolygon([lon, lat], geometry)) return code;
  }
  return undefined;
}

interface Outcome {
  /** For a million points, s of CPU time: nothing is waited for, and a busy machine disturbs it less. */
  readonly own: readonly number[];
  readonly least: readonly number[];
  readonly inside: number;
  readonly slivers: number;
}

function measureOne(areas: readonly Area[], points: readonly Point[]): Outcome {
  const own: number[] = [];
  const least: number[] = [];
  let inside = 0;
  let slivers = 0;
  const turf = areas.map(turfOf);
  const sample = points.filter((_, at) => at % every === 0);
  const shapes = new Map<string, MultiPolygon>(areas.map(({ code, shape }) => [code, shape]));
  for (let round = 0; round <= roundCount; round += 1) {
    let started = cpuMs();
    const index = new AreaIndex(areas);
    const answers = points.map((point) => index.at(point)?.code);
    const mine = (cpuMs() - started) / 1_000;
    started = cpuMs();
    const theirs = sample.map((point) => turfAt(turf, point));
    const bare = ((cpuMs() - started) / 1_000) * (points.length / sample.length);
    slivers = 0;
    for (const [at, code] of theirs.entries()) {
      const answer = answers[at * every];
      if (answer === code) continue;
      const point = sample[at];
      const shape = shapes.get(answer ?? '');
      const isSliver =
        code === undefined &&
        shape !== undefined &&
        point !== undefined &&
        distanceToEdge(shape, point) <= sliverMetres;
      check(isSliver, `${JSON.stringify(point)} lies in ${code ?? 'no cell'}, the answer was ${answer ?? 'no cell'}`);
      slivers += 1;
    }
    inside = answers.filter((code) => code !== undefined).length;
    check(inside > points.length / 3, `${inside} of ${points.length} points lie in a cell`);
    if (round === 0) continue;
    own.push(mine);
    least.push(bare);
  }
  return { own, least, inside, slivers };
}

/** All four levels, as the hub asks: the last of the chain is the cell. */
function chains(points: readonly Point[], cells: readonly Area[]): number {
  const index = indexPlates(makeDemoPlates());
  const alone = new AreaIndex(cells);
  const started = cpuMs();
  const found = points.map((point) => index.gridChainAt(point).at(-1)?.code);
  const seconds = (cpuMs() - started) / 1_000;
  for (const [at, code] of found.entries()) {
    const point = points[at];
    const other = point && alone.at(point);
    if (other === undefined || other.code === code || at % every !== 0) continue;
    const isBorder = point !== undefined && distanceToEdge(other.shape, point) <= sliverMetres;
    check(isBorder, `${JSON.stringify(point)}: ${code ?? 'no cell'} by the chain, ${other.code} among the cells`);
  }
  return seconds;
}

export function pointToGrid(): Promise<Measured> {
  const cellsOf = (grids: ReturnType<typeof manyGrids>): readonly Area[] =>
    grids.filter(({ level }) => level === 'cell').map(({ code, shape }) => ({ code, shape }));
  const points = pointsAround(pointCount, 7);
  const few = cellsOf(makeDemoPlates().grids);
  const many = cellsOf(manyGrids(1));
  check(few.length === 271 && many.length === cellCount, `${few.length} and ${many.length} cells`);
  const ofFew = measureOne(few, points);
  const ofMany = measureOne(many, points);
  const chainSeconds = chains(points, few);
  const ratioOf = ({ own, least }: Outcome): number => median(own.map((mine, at) => mine / (least[at] ?? Infinity)));
  const [ratio, ratioFew] = [ratioOf(ofMany), ratioOf(ofFew)];
  const corners = (list: readonly Area[]): string =>
    (list.reduce((sum, { shape }) => sum + shape.flat(2).length - 1, 0) / list.length).toFixed(1);
  return Promise.resolve({
    row: {
      ...{
        name: 'point-to-grid',
        ours: figure(median(ofMany.own), 'CPU s'),
        yardstick: figure(median(ofMany.least), 'CPU s'),
      },
      ...{ ratio, goal: `≤ ${goal}, both`, pass: Math.max(ratio, ratioFew) <= goal },
    },
    notes: [
      `${pointCount} points against ${many.length} cells of ${corners(many)} corners; ours with making the index; the yardstick asked about every ${every}th point, scaled`,
      `${ofMany.inside} points lie in a cell; both say the same of all that were asked, but for ${ofMany.slivers} within ${sliverMetres} m of a cell, which ours gives to it`,
      `against ${few.length} cells of ${corners(few)} corners: ours ${figure(median(ofFew.own), 'CPU s')}, yardstick ${figure(median(ofFew.least), 's')}, ratio ${ratioFew.toFixed(2)}; ${ofFew.inside} in a cell, ${ofFew.slivers} slivers`,
      `ours, the chain of all four levels of the demo district: ${figure(chainSeconds, 's')}`,
      rounds('ours', ofMany.own, 's'),
      rounds('yardstick', ofMany.least, 's'),
    ],
  });
}
