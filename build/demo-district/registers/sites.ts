/**
 * About forty sites: those of the labelled examples at their crossings, and others spread over the streets, none so near
 * that it could be taken for one of them. The fenced plot at 华发路×龙吴路 is on no list: that is its point.
 */
import type { Plates } from '../../../shared/domain/district/events.ts';
import type { SiteRecord } from '../../../shared/domain/site/events.ts';
import { bearing, destination, distance } from '../../../shared/geo/point.ts';
import type { Point } from '../../../shared/geo/point.ts';
import { AreaIndex } from '../../../shared/geo/polygon.ts';
import type { DemoEntry } from './entry.ts';
import { round6 } from '../frame.ts';
import { acrossTheBorder, callerOnLingling, exampleCrossings, siteA } from '../roads.ts';
import type { DemoNight } from './night.ts';

const pointOf = ([lon, lat]: readonly [number, number]): Point => ({ lon, lat });

const contactOf = (n: number, checkedOn: string): SiteRecord['nightContact'] => ({
  label: '夜间值守',
  phone: `示例 021-0000-1${String(n).padStart(3, '0')}`,
  checkedOn,
});

/** Beside the crossing, or where the example says; E has nobody to ring. */
function exampleSites(checkedOn: string): DemoEntry<SiteRecord>[] {
  const { A, B, C, D, E, F } = exampleCrossings;
  const rows = [
    ['a', '示例工地 A', 'building', siteA, A, 60],
    ['b', '示例工地 B', 'building', destination(pointOf(B.at), 60, 250), B, 60],
    ['c', '示例工地 C', 'building', destination(pointOf(C.at), 60, 260), C, 60],
    ['d', '示例工地 D', 'building', destination(pointOf(D.at), 60, 200), D, 60],
    ['e', '示例掘路段 E', 'roadworks', pointOf(E.at), E, 40],
    ['f', '示例抢修点 F', 'repair', pointOf(F.at), F, 40],
  ] as const;
  return rows.map(([id, name, kind, { lon, lat }, { roads }, radius], i) => ({
    id,
    record: {
      ...{ name, kind, address: `${roads.join('×')}旁`, at: { lon: round6(lon), lat: round6(lat) }, radius },
      ...{ roads: [...roads], registered: true },
      ...(id === 'e' ? {} : { nightContact: contactOf(i + 1, checkedOn) }),
    },
  }));
}

/** On the truck route in 华泾, with a board at its gate: what an invented match would take for the fenced plot. */
const onTheTruckRoute: Point = { lon: 121.4494, lat: 31.1246 };

/** Metres between one of these and an example, and between two of them: out of reach of each other's complaints. */
const farFromExamples = 760;
const apart = 420;
const most = 33;

const kinds: readonly SiteRecord['kind'][] = ['building', 'municipal', 'roadworks', 'demolition', 'building'];

interface Gate {
  readonly at: Point;
  readonly roads: readonly string[];
}

/** Places for sites: 70 m off the crossings first, then along the roads, 40 m to their right. */
type Drawn = Pick<Plates, 'grids' | 'places' | 'roads'>;

function gates({ places, roads }: Drawn): readonly Gate[] {
  const crossings = places.filter((place) => place.roads.length === 2 && place.outside === undefined);
  const atCrossings = crossings.map((place): Gate => {
    const centre = pointOf(place.at);
    const next = crossings.find((other) => other.roads.includes(place.roads[0] ?? '') && other.at !== place.at);
    return {
      at: destination(centre, 70, next === undefined ? 90 : bearing(centre, pointOf(next.at))),
      roads: place.roads,
    };
  });
  const alongRoads = roads.flatMap(({ name, line }) =>
    line.slice(1).flatMap((end, i): Gate[] => {
      const [from, to] = [pointOf(line[i] ?? end), pointOf(end)];
      const [metres, heading] = [distance(from, to), bearing(from, to)];
      return Array.from({ length: Math.floor(metres / 300) }, (_, n) => ({
        at: destination(destination(from, 150 + n * 300, heading), 40, heading + 90),
        roads: [name],
      }));
    }),
  );
  return [...atCrossings, ...alongRoads];
}

function otherSites(plates: Drawn, checkedOn: string): DemoEntry<SiteRecord>[] {
  const streets = new AreaIndex(plates.grids.filter(({ level }) => level === 'responsibility'));
  const keepOff = [
    ...Object.values(exampleCrossings).map(({ at }) => pointOf(at)),
    ...[pointOf(acrossTheBorder), siteA, callerOnLingling],
  ];
  const found: Gate[] = [{ at: onTheTruckRoute, roads: ['龙吴路'] }];
  const inStreet = new Map<string, number>();
  for (const { at, roads } of gates(plates)) {
    if (found.length === most) break;
    const gate = { lon: round6(at.lon), lat: round6(at.lat) };
    const street = streets.at(gate)?.code;
    // Three each: the list runs from north to south, and the south has sites too.
    if (street === undefined || (inStreet.get(street) ?? 0) === 3) continue;
    if (keepOff.some((place) => distance(place, gate) < farFromExamples)) continue;
    if (found.some((other) => distance(other.at, gate) < apart)) continue;
    inStreet.set(street, (inStreet.get(street) ?? 0) + 1);
    found.push({ at: gate, roads });
  }
  return found.map(({ at, roads }, i): DemoEntry<SiteRecord> => ({
    id: `s${String(i + 1).padStart(2, '0')}`,
    record: {
      // H to Z, then numbers.
      name: i < 19 ? `示例工地 ${String.fromCharCode(72 + i)}` : `示例改造 ${String(i - 18)}`,
      kind: kinds[i % kinds.length] ?? 'building',
      ...{ address: `${roads.join('×')}旁`, at, radius: 30 + (i % 4) * 10, roads: [...roads], registered: true },
      ...(i % 8 === 5 ? {} : { nightContact: contactOf(i + 11, checkedOn) }),
    },
  }));
}

/** Where the sites are, for what is drawn around them. */
export function sitePlaces(plates: Drawn): readonly Point[] {
  const anyDay = '2026-01-01';
  return [...exampleSites(anyDay), ...otherSites(plates, anyDay)].map(({ record }) => record.at);
}

export function makeSites(plates: Plates, { date }: DemoNight): DemoEntry<SiteRecord>[] {
  const checkedOn = date(-1);
  return [...exampleSites(checkedOn), ...otherSites(plates, checkedOn)];
}
