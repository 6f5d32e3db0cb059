/**
 * Noise-sensitive buildings of the demo district, all invented and named so: homes around the example sites and along the
 * roads, schools, hospitals, homes for the old, offices, research. None stands on a site or on a road.
 */
import type { Plates } from '../../shared/domain/district/events.ts';
import { bearing, destination, distance, distanceToLine } from '../../shared/geo/point.ts';
import type { Point } from '../../shared/geo/point.ts';
import { AreaIndex } from '../../shared/geo/polygon.ts';
import { round6 } from './frame.ts';
import { exampleCrossings } from './roads.ts';

type Sensitive = NonNullable<Plates['sensitivePlaces']>[number];
type Kind = Sensitive['kind'];

const pointOf = ([lon, lat]: readonly [number, number]): Point => ({ lon, lat });
const most = 64;
/** Metres between two of them, and from the middle of a drawn road. */
const apart = 170;
const offTheRoad = 45;

const words: { readonly [kind in Kind]: string } = {
  ...{ home: '示例小区', school: '示例学校', hospital: '示例医院', eldercare: '示例养老院' },
  ...{ office: '示例机关楼', research: '示例研究所' },
};
/** Along each stretch the kinds come in this order, homes most of all. */
const turns: readonly Kind[] = [
  ...(['home', 'home', 'school', 'home', 'home', 'hospital', 'home', 'home', 'eldercare', 'home'] as const),
  ...(['school', 'home', 'office', 'home', 'home', 'research'] as const),
];
const people: { readonly [kind in Kind]: readonly [least: number, step: number] } = {
  ...{ home: [240, 130], school: [420, 160], hospital: [120, 90], eldercare: [60, 20], office: [80, 40] },
  research: [60, 30],
};

/** What a caller of the examples hears from: two homes and one other house at each crossing, off its roads. */
function aroundExamples(roads: Plates['roads']): Point[] {
  return Object.values(exampleCrossings).flatMap(({ at }) => {
    const centre = pointOf(at);
    const free = [35, 80, 125, 170, 215, 260, 305, 350]
      .flatMap((direction) => [135, 200].map((metres) => destination(centre, metres, direction)))
      .filter((place) => isOffRoads(place, roads));
    return free.filter((place, i) => free.findIndex((other) => distance(other, place) < apart) === i).slice(0, 3);
  });
}

function isOffRoads(place: Point, roads: Plates['roads']): boolean {
  return roads.every(({ line }) => distanceToLine(place, line.map(pointOf)) >= offTheRoad);
}

/** Each 420 m along each road, by turns on its left and on its right. */
function alongRoads(roads: Plates['roads']): Point[] {
  return roads.flatMap(({ line }) =>
    line.slice(1).flatMap((end, i) => {
      const [from, to] = [pointOf(line[i] ?? end), pointOf(end)];
      const heading = bearing(from, to);
      return Array.from({ length: Math.floor(distance(from, to) / 420) }, (_, n) =>
        destination(destination(from, 210 + n * 420, heading), 75, heading + (n % 2 === 0 ? 90 : -90)),
      );
    }),
  );
}

export function makeSensitivePlaces(
  roads: Plates['roads'],
  grids: Plates['grids'],
  sites: readonly Point[],
): Sensitive[] {
  const streets = new AreaIndex(grids.filter(({ level }) => level === 'responsibility'));
  const perStreet = new Map<string, number>();
  const found: Point[] = [];
  const examples = aroundExamples(roads);
  for (const [i, place] of [...examples, ...alongRoads(roads)].entries()) {
    if (found.length === most) break;
    const at = { lon: round6(place.lon), lat: round6(place.lat) };
    const street = streets.at(at)?.code;
    if (street === undefined || !isOffRoads(at, roads)) continue;
    // The roads are listed from north to south, and the south has homes too.
    if (i >= examples.length && (perStreet.get(street) ?? 0) >= 5) continue;
    if (found.some((other) => distance(other, at) < apart) || sites.some((site) => distance(site, at) < 100)) continue;
    perStreet.set(street, (perStreet.get(street) ?? 0) + 1);
    found.push(at);
  }
  const counts = new Map<Kind, number>();
  return found.map(({ lon, lat }, i): Sensitive => {
    const kind = turns[i % turns.length] ?? 'home';
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const [least, step] = people[kind];
    const name = `${words[kind]} ${String(count).padStart(2, '0')}`;
    return { name, kind, at: [lon, lat], radius: 25 + (i % 4) * 10, people: least + (i % 7) * step };
  });
}
