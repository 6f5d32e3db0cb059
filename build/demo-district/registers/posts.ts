/**
 * Posts of a demo night (点线面): points that are manned, lines that are driven and walked, areas that are patrolled, cameras
 * that are watched from the hall. All invented; the names are those of the duty plan in the plates' places.
 */
import type { Plates } from '../../../shared/domain/district/events.ts';
import type { DutyHours } from '../../../shared/domain/duty-mode/events.ts';
import type { PostPlace, PostRecord } from '../../../shared/domain/post/events.ts';
import { destination } from '../../../shared/geo/point.ts';
import type { Point } from '../../../shared/geo/point.ts';
import { must } from '../../../shared/lib/must.ts';
import { round6 } from '../frame.ts';
import type { DemoEntry } from './entry.ts';
import type { DemoZone } from './squads.ts';
import type { VideoPointRow } from './video-points.ts';

type Ring = Extract<PostPlace, { kind: 'area' }>['ring'];
type Line = Extract<PostPlace, { kind: 'line' }>['line'];

const clock = (from: number, to: number, ...modes: DutyHours[number]['modes']): DutyHours[number] => ({
  ...{ modes, from: from * 60, to: to * 60 },
});
/** Posts of the night stand on in an emergency. */
const allNight = [clock(19, 6, 'night', 'emergency')];
const lateNight = [clock(22, 5, 'night', 'emergency')];
const alsoByDay = [...allNight, clock(7, 19, 'routine', 'holiday')];

/** A corner so many metres east and north of a point. */
function offset(from: Point, [east, north]: readonly [number, number]): [number, number] {
  const { lon, lat } = destination(destination(from, north, 0), east, 90);
  return [round6(lon), round6(lat)];
}

/** Around a place, from its south-west corner, metres. */
export function blockAround(at: Point, wide: number, high: number): Ring {
  const [x, y] = [wide / 2, high / 2];
  const corners = (
    [
      [-x, -y],
      [x, -y],
      [x * 1.15, y * 0.4],
      [x * 0.9, y],
      [-x, y],
    ] as const
  ).map((to) => offset(at, to));
  return [...corners, must(corners[0], 'corner')];
}

/** By the names and the roads of the plates. */
export function finder({ places, roads }: Plates) {
  return {
    at(name: string): Point {
      const [lon, lat] = must(
        places.find((place) => place.name === name),
        name,
      ).at;
      return { lon, lat };
    },
    /** A road's drawn line, or that part of it between two of its corners. */
    road(name: string, from = 0, to?: number): Line {
      const { line } = must(
        roads.find((road) => road.name === name),
        name,
      );
      return line.slice(from, to).map(([lon, lat]) => [lon, lat]);
    },
  };
}

/** The cameras at these crossings. */
function watched(
  points: readonly DemoEntry<VideoPointRow>[],
  zoneOf: (at: Point) => DemoZone,
  zone: DemoZone,
): string[] {
  return points.filter(({ record }) => record.guard && zoneOf(record.at) === zone).map(({ id }) => id);
}

export function makePosts(
  plates: Plates,
  videoPoints: readonly DemoEntry<VideoPointRow>[],
  zoneOf: (at: Point) => DemoZone,
): DemoEntry<PostRecord>[] {
  const { at, road } = finder(plates);
  const fixed = (place: string, radius: number): PostPlace => ({ kind: 'fixed', at: at(place), radius });
  const line = (by: 'vehicle' | 'foot', along: Line, passes: number, margin = 40): PostPlace => ({
    ...{ kind: 'line', line: along, margin, by, passes },
  });
  const area = (place: string, wide: number, high: number, minutesPerHour: number): PostPlace => ({
    ...{ kind: 'area', ring: blockAround(at(place), wide, high), minutesPerHour },
  });
  const camera = (zone: DemoZone, everyMinutes: number): PostPlace => ({
    ...{ kind: 'camera', videoPoints: watched(videoPoints, zoneOf, zone), everyMinutes },
  });
  type Row = readonly [
    ...[id: string, name: string, where: PostPlace, squad: string | undefined, zone: DemoZone, hours: DutyHours],
    ...[persons: number, certified: number, note?: string],
  ];
  const rows: readonly Row[] = [
    ['xujiahui-a', '徐家汇商圈岗 A', fixed('徐家汇商圈', 80), 'xujiahui', 'z1', alsoByDay, 3, 1, '夜市散场前不撤岗'],
    ['station-south', '南站南广场岗', fixed('南站南广场', 80), 'nanzhan', 'z4', alsoByDay, 3, 1],
    ['station-north', '南站北广场岗', fixed('南站北广场', 80), 'nanzhan', 'z4', allNight, 2, 0],
    ['longhua', '龙华广场岗', fixed('龙华广场', 70), 'longhua', 'z2', allNight, 2, 0],
    ['riverside-1', '滨江岗 1', fixed('滨江岗1', 60), 'binjiang', 'z2', allNight, 2, 0],
    ['riverside-2', '滨江岗 2', fixed('滨江岗2', 60), 'binjiang', 'z2', [clock(18, 23, 'night', 'holiday')], 2, 0],
    [
      'truck-check',
      '龙吴路渣土卡点',
      fixed('龙吴路渣土卡点', 50),
      'huajing',
      'z4',
      lateNight,
      2,
      1,
      '查验准运手续、遗撒',
    ],
    ['seam-yishan', '宜山路中山西路结合部岗', fixed('宜山路×中山西路', 100), 'tianlin', 'z3', lateNight, 2, 1],
    ['hengfu-line', '衡复巡线', line('foot', road('复兴中路', 0, 2), 3), 'hunan', 'z1', allNight, 2, 1],
    ['zhaojiabang-line', '肇嘉浜路巡线', line('vehicle', road('肇嘉浜路'), 4), 'fenglin', 'z2', allNight, 2, 1],
    ['longteng-line', '龙腾大道骑巡线', line('foot', road('龙腾大道'), 4, 30), 'binjiang', 'z2', allNight, 2, 0],
    ['longwu-line', '龙吴路车巡线', line('vehicle', road('龙吴路'), 6, 50), 'changqiao', 'z4', lateNight, 3, 1],
    ['caobao-line', '漕宝路车巡线', line('vehicle', road('漕宝路'), 4), 'caohejing', 'z3', allNight, 3, 1],
    ['xujiahui-area', '徐家汇商圈巡查面', area('徐家汇商圈', 700, 520, 30), 'xujiahui', 'z1', allNight, 2, 1],
    ['station-area', '南站地区巡查面', area('南站北广场', 800, 560, 40), 'nanzhan', 'z4', allNight, 3, 1],
    [
      'greenland-area',
      '示例绿地巡查面',
      area('示例绿地', 420, 360, 15),
      'kangjian',
      'z3',
      [clock(18, 22, 'routine', 'holiday')],
      2,
      1,
    ],
    ['watch-z1', '一区视频守点', camera('z1', 20), undefined, 'z1', allNight, 1, 0],
    ['watch-z2', '二区视频守点', camera('z2', 15), undefined, 'z2', allNight, 1, 0],
    ['watch-z3', '三区视频守点', camera('z3', 15), undefined, 'z3', allNight, 1, 0],
    ['watch-z4', '四区视频守点', camera('z4', 20), undefined, 'z4', allNight, 1, 0],
  ];
  return rows.map(([id, name, where, squad, zone, hours, persons, certified, note]) => ({
    id,
    record: {
      ...{ name, where, zone, hours, staff: { persons, certified } },
      ...(squad === undefined ? {} : { squad }),
      ...(note === undefined ? {} : { note }),
    },
  }));
}
