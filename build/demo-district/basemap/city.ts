/** The schematic city as layers of the tile schema: everything of this folder put together. */
import type { Plates } from '../../../shared/domain/district/events.ts';
import type { Degrees, MapFeature, MapLayer, Properties } from '../../basemap/features.ts';
import { firstZoom } from '../../basemap/schema.ts';
import type { LayerName } from '../../basemap/schema.ts';
import { outlineOf } from '../frame.ts';
import { makeDemoPlates } from '../plates.ts';
import { demoNight } from '../registers/night.ts';
import { makeSites } from '../registers/sites.ts';
import { streets } from '../streets.ts';
import { makeBlocks } from './blocks.ts';
import type { Block } from './blocks.ts';
import { bordersOf } from './borders.ts';
import { buildingsOn } from './buildings.ts';
import { field, seedOf, seeded } from './chance.ts';
import { facesOf } from './faces.ts';
import { blockClass } from './land-use.ts';
import { halfWidth } from './main-roads.ts';
import { blockNames, withNames } from './made-names.ts';
import type { MainRoad } from './main-roads.ts';
import { Near, segmentsOf } from './near.ts';
import type { Segment } from './near.ts';
import { inRiver, makeNetwork, rimRing } from './network.ts';
import { builtUpAreas, islands, lakes, longRiverRing, outskirtRoads, sea } from './outskirts.ts';
import {
  apart,
  around,
  atDegrees,
  band,
  beside,
  inDegrees,
  inRing,
  meeting,
  middleOf,
  mix,
  signedArea,
  smooth,
  toLine,
  toSegment,
} from './plane.ts';
import type { Vec } from './plane.ts';
import { fixedLabels, metroLines, metroStations, railStation } from './transit.ts';
import { banks, creeks, railway } from './waters.ts';

const outline: readonly Vec[] = outlineOf(streets.reduce((sum, { km2 }) => sum + km2, 0)).map(([x, y]) => [
  x * 1000,
  y * 1000,
]);

/** Metres to the district; 0 within it. */
export const toDistrict = (p: Vec): number => (inRing(outline, p) ? 0 : toLine(p, outline, true));

/** East and north, metres, beyond which nothing of the city lies: seen without measuring. */
const cityBox: Vec = [9_500, 12_000];

/** An uneven edge of the city, so that it fades out and does not end at a ruler. */
const ragged = ([x, y]: Vec): number => 900 * field(x, y, 1500, 5);
/** Zoom of the tiles that hold what is named only close by. */
const demoDetail = 14;
const cityReach = 3600;
const fineReach = 1500;

const closed = (ring: readonly Vec[]): Degrees[] => {
  const drawn = ring.map(inDegrees);
  return [...drawn, around(drawn, 0)];
};

const feature = (
  layer: LayerName,
  key: string,
  geometry: MapFeature['geometry'],
  properties: Properties,
): MapFeature => ({
  geometry,
  properties,
  minZoom: firstZoom(layer, key),
});

const polygon = (layer: LayerName, kind: string, ring: readonly Vec[], more: Properties = {}): MapFeature =>
  feature(
    layer,
    kind,
    { type: 'Polygon', coordinates: [closed(ring)] },
    { ...(kind === '' ? {} : { class: kind }), ...more },
  );

const line = (layer: LayerName, kind: string, drawn: readonly Vec[], more: Properties = {}): MapFeature =>
  feature(layer, kind, { type: 'LineString', coordinates: drawn.map(inDegrees) }, { class: kind, ...more });

const point = (layer: LayerName, kind: string, at: Vec, more: Properties): MapFeature =>
  feature(layer, kind, { type: 'Point', coordinates: inDegrees(at) }, { class: kind, ...more });

const nameOf = (name: string | undefined): Properties => (name === undefined || name === '' ? {} : { name });

function roadFeature({ class: kind, line: drawn, name, bridge, tunnel, elevated }: MainRoad): MapFeature {
  return line('road', kind, drawn, {
    ...nameOf(name),
    ...(bridge ? { bridge } : {}),
    ...(tunnel ? { tunnel } : {}),
    ...(elevated ? { elevated } : {}),
  });
}

/** The sea with its islands. */
function seaFeature(): MapFeature {
  const coordinates = [closed(sea), ...islands.map((ring) => closed([...ring].reverse()))];
  return feature('water', 'river', { type: 'Polygon', coordinates }, { class: 'river' });
}

/** A pond in the larger parks: the block's own shape, small and round. */
function pondOf({ ring, park }: Block): Vec[] | undefined {
  if (park === undefined || signedArea(ring) < 26_000) return undefined;
  const middle = middleOf(ring);
  const random = seeded(seedOf(middle));
  const corners = ring.flatMap((a, i) => [a, mix(a, around(ring, i + 1), 0.5)]);
  const loose = corners.map((corner) => mix(middle, corner, 0.28 + random() * 0.1));
  // Begun between two corners, so that the seam is round too.
  const seam = mix(around(loose, 0), around(loose, -1), 0.5);
  return smooth([seam, ...loose, seam], 3).slice(0, -1);
}

interface Wide extends Segment {
  readonly half: number;
}

/** Whether a ring lies on one of these. */
function covers(near: Near<Wide>, ring: readonly Vec[]): boolean {
  const middle = middleOf(ring);
  const reach = Math.max(...ring.map((p) => apart(p, middle)));
  return near.some(middle, reach + 40, ({ a, b, half }) => {
    if (toSegment(middle, a, b) > reach + half) return false;
    return ring.some((p, i) => {
      if (toSegment(p, a, b) < half) return true;
      const [t, u] = meeting(a, b, p, around(ring, i + 1)) ?? [-1, -1];
      return t > 0 && t < 1 && u > 0 && u < 1;
    });
  });
}

export interface City {
  readonly layers: readonly MapLayer[];
  readonly roads: readonly MainRoad[];
  readonly blocks: readonly Block[];
  /** Footprints on the board. */
  readonly buildings: readonly (readonly Vec[])[];
}

/** @param plates Those of the demo district; drawn new where not given. */
export function makeCity(plates: Plates = makeDemoPlates()): City {
  const near = (p: Vec): boolean => Math.abs(p[0]) < cityBox[0] && Math.abs(p[1]) < cityBox[1];
  const network = makeNetwork({
    inCity: (p) => near(p) && toDistrict(p) < cityReach + ragged(p),
    inReach: (p) => toDistrict(p) < 7200 + 3 * ragged(p),
  });
  const faces = facesOf(network.strokes).filter(({ ring }) => {
    const middle = middleOf(ring);
    return !inRiver(middle) && toDistrict(middle) < cityReach + 900 + ragged(middle) && signedArea(ring) < 1_600_000;
  });
  const sites = makeSites(plates, demoNight('2026-01-01'))
    .filter(({ record: { kind } }) => kind === 'building' || kind === 'demolition')
    .map(({ record: { at } }) => atDegrees(at.lon, at.lat));
  const fine = (at: Vec): boolean => toDistrict(at) < fineReach + ragged(at) * 0.6;
  const { blocks, roads: streetsWithin } = makeBlocks(faces, fine, (ring) => sites.some((at) => inRing(ring, at)));
  const roads = withNames([...network.roads, ...streetsWithin], outline);

  const taken = new Near<Wide>();
  for (const { class: kind, line: drawn, tunnel } of network.roads) {
    if (tunnel === true) continue;
    for (const segment of segmentsOf(drawn)) taken.add({ ...segment, half: halfWidth[kind] });
  }
  for (const { line: drawn, half } of creeks) {
    for (const segment of segmentsOf(drawn)) taken.add({ ...segment, half: half + 2 });
  }
  for (const segment of segmentsOf(railway)) taken.add({ ...segment, half: 12 });

  const footprints = blocks.flatMap(({ parcels, use }) =>
    parcels.flatMap((parcel) => buildingsOn(parcel, use, seeded(seedOf(middleOf(parcel))))),
  );
  const buildings = footprints.filter(({ ring }) => !covers(taken, ring));

  const ponds = blocks.map(pondOf).filter((pond) => pond !== undefined);
  const named = new Map<string, Block>();
  for (const block of blocks) {
    const name = block.park?.name ?? '';
    const known = named.get(name);
    if (name !== '' && (known === undefined || signedArea(block.ring) > signedArea(known.ring))) named.set(name, block);
  }
  const quays = banks.map((bank, i) => {
    const [edge, land] = [beside(bank, i === 0 ? 4 : -4), beside(bank, i === 0 ? 34 : -34)];
    return [...edge, ...land.reverse()];
  });
  const layers: readonly (readonly [LayerName, readonly MapFeature[]])[] = [
    [
      'water',
      [
        seaFeature(),
        polygon('water', 'river', longRiverRing, { name: '黄浦江' }),
        ...lakes.map(({ name, ring }) => polygon('water', 'lake', ring, { name })),
        ...creeks.map(({ name, half, line: drawn }) => polygon('water', 'canal', band(drawn, half), { name })),
        ...ponds.map((pond) => polygon('water', 'lake', pond)),
      ],
    ],
    ['waterway', creeks.map(({ name, line: drawn }) => line('waterway', 'canal', drawn, { name }))],
    [
      'green',
      [
        ...quays.map((quay) => polygon('green', 'grass', quay)),
        ...creeks.map(({ half, line: drawn }) => polygon('green', 'grass', band(drawn, half + 7))),
        ...blocks
          .filter(({ use }) => use === 'park')
          .map(({ ring, park }) => polygon('green', park === undefined ? 'grass' : 'park', ring, nameOf(park?.name))),
      ],
    ],
    [
      'block',
      [
        ...builtUpAreas().map((ring) => polygon('block', 'urban', ring)),
        ...blocks.flatMap(({ use, ring }) => (use === 'park' ? [] : [polygon('block', blockClass[use], ring)])),
      ],
    ],
    ['building', buildings.map(({ ring, height }) => polygon('building', '', ring, { height }))],
    ['road', [...outskirtRoads(network.roads, rimRing), ...roads].map(roadFeature)],
    [
      'rail',
      [
        line('rail', 'rail', railway),
        ...metroLines().map(({ name, colour, line: drawn }) => line('rail', 'metro', drawn, { name, colour })),
      ],
    ],
    [
      'station',
      [
        point('station', 'rail', railStation.at, { name: railStation.name }),
        ...metroStations().map(({ name, at }) => point('station', 'metro', at, { name })),
      ],
    ],
    [
      'boundary',
      bordersOf(plates.grids).map(({ level, line: drawn }) =>
        feature('boundary', level, { type: 'LineString', coordinates: drawn }, { level }),
      ),
    ],
    [
      'label',
      [
        ...fixedLabels().map(({ class: kind, at, name, rank }) => point('label', kind, at, { name, rank })),
        ...creeks.map(({ name, line: drawn }) =>
          point('label', 'water', around(drawn, Math.floor(drawn.length / 2)), { name, rank: 5 }),
        ),
        ...[...named].map(([name, { ring }]) => point('label', 'park', middleOf(ring), { name, rank: 6 })),
        ...lakes.map(({ name, ring }) => point('label', 'water', middleOf(ring), { name, rank: 2 })),
        ...blockNames(blocks, outline).map(({ name, at }) => ({
          ...point('label', 'landmark', at, { name, rank: 9 }),
          minZoom: demoDetail,
        })),
      ],
    ],
  ];
  return {
    layers: layers.map(([name, features]) => ({ name, features })),
    roads,
    blocks,
    buildings: buildings.map(({ ring }) => ring),
  };
}
