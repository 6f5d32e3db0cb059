/** Video points at crossings; those kept by hand from the hall at night are guarded ones (视频守点). */
import type { Plates } from '../../../shared/domain/district/events.ts';
import { bearing, destination, distance } from '../../../shared/geo/point.ts';
import type { Point } from '../../../shared/geo/point.ts';
import type { DemoEntry } from './entry.ts';
import { round6 } from '../frame.ts';
import { exampleCrossings } from '../roads.ts';

export interface VideoPointRow {
  readonly name: string;
  readonly at: Point;
  /** Degrees clockwise from north, 0–359. */
  readonly heading: number;
  /** Horizontal angle of view, degrees. */
  readonly fov: number;
  readonly guard: boolean;
  /** Metres. */
  readonly range: number;
  /** GB/T 28181 codes: connected by urban management, over the government extranet. */
  readonly channel: string;
  readonly device: string;
  readonly ptz: boolean;
}

/** Bureau's own part of the district's codes. */
const centre = '31010400';
const code = (type: string, n: number): string => `${centre}08${type}6${String(n).padStart(6, '0')}`;
/** Cameras that hang on one recorder. */
const perRecorder = 8;

const most = 60;

/** The plates name one of them as a place; it comes first. */
const first = ['漕溪北路', '漕溪路'];

interface View {
  readonly at: Point;
  readonly heading: number;
  readonly guard: boolean;
}

/** One view along the first road of each crossing, then the way back where it is kept by hand, until there are sixty. */
function viewsOf({ places, roads }: Plates): readonly View[] {
  const examples = new Set<string>(Object.values(exampleCrossings).map((crossing) => crossing.roads.join('×')));
  const crossings = places.filter((place) => place.roads.length === 2 && place.outside === undefined);
  const ordered = crossings.toSorted(
    (a, b) =>
      Number(first.every((road) => b.roads.includes(road))) - Number(first.every((road) => a.roads.includes(road))),
  );
  const views = ordered.map(({ name, roads: [along], at: [lon, lat] }, i): View => {
    const [farLon, farLat] = roads.find((road) => road.name === along)?.line.at(-1) ?? [lon, lat + 0.001];
    const far = { lon: farLon, lat: farLat };
    // A road may end at the crossing: then it is looked at from its other end.
    const heading = distance({ lon, lat }, far) < 20 ? 0 : Math.round(bearing({ lon, lat }, far)) % 360;
    return { at: { lon, lat }, heading, guard: examples.has(name) || i % 6 === 0 };
  });
  const back = views.map(({ at, heading }): View => {
    const { lon, lat } = destination(at, 15, heading);
    return { at: { lon: round6(lon), lat: round6(lat) }, heading: (heading + 180) % 360, guard: false };
  });
  return [...views, ...back].slice(0, most);
}

export function makeVideoPoints(plates: Plates): DemoEntry<VideoPointRow>[] {
  return viewsOf(plates).map((view, i) => {
    const number = String(i + 1).padStart(2, '0');
    return {
      id: `v-${number}`,
      record: {
        ...{ name: `示例路口 V-${number}`, ...view, fov: i % 3 === 0 ? 90 : 60, range: i % 3 === 0 ? 120 : 180 },
        ...{ channel: code('132', i + 1), device: code('118', Math.floor(i / perRecorder) + 1), ptz: i % 3 === 0 },
      },
    };
  });
}
