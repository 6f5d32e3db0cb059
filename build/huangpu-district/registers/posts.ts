/**
 * Posts of Huangpu: the places of the article (the stretch of 陕西南路 that one squad could not hold, 台湾路, 新开河) kept
 * as points, lines and areas; and cameras at crossings, watched from the hall. Hours and numbers are invented.
 */
import type { Plates } from '../../../shared/domain/district/events.ts';
import type { DutyHours } from '../../../shared/domain/duty-mode/events.ts';
import type { FenceRecord } from '../../../shared/domain/fence/events.ts';
import type { PostPlace, PostRecord } from '../../../shared/domain/post/events.ts';
import { contains } from '../../../shared/geo/polygon.ts';
import { must } from '../../../shared/lib/must.ts';
import { round6 } from '../../demo-district/frame.ts';
import type { DemoEntry } from '../../demo-district/registers/entry.ts';
import { blockAround, finder } from '../../demo-district/registers/posts.ts';
import type { VideoPointRow } from '../../demo-district/registers/video-points.ts';
import { groupOf } from './squads.ts';
import type { HuangpuGroup } from './squads.ts';

const clock = (from: number, to: number, ...modes: DutyHours[number]['modes']): DutyHours[number] => ({
  ...{ modes, from: from * 60, to: to * 60 },
});
const allNight = [clock(19, 6, 'night', 'emergency')];
const evening = [clock(17, 23, 'night', 'holiday', 'emergency')];
/** Cameras of the bureau's own part of the district's GB/T 28181 codes. */
const cameraCode = (type: string, n: number): string => `3101010008${type}6${String(n).padStart(6, '0')}`;
const mostCameras = 24;

export function makeVideoPoints({ places }: Plates): DemoEntry<VideoPointRow>[] {
  const crossings = places.filter(({ roads }) => roads.length === 2);
  // Spread over the whole district: the crossings are listed road by road.
  const every = Math.ceil(crossings.length / mostCameras);
  return crossings
    .filter((_, i) => i % every === 0)
    .map(({ at: [lon, lat] }, i) => ({
      id: `v-${String(i + 1).padStart(2, '0')}`,
      record: {
        ...{ name: `示例路口 V-${String(i + 1).padStart(2, '0')}`, at: { lon: round6(lon), lat: round6(lat) } },
        ...{ heading: (i * 70) % 360, fov: 60, range: 150, guard: i % 3 === 0, ptz: i % 3 === 0 },
        ...{ channel: cameraCode('132', i + 1), device: cameraCode('118', Math.floor(i / 8) + 1) },
      },
    }));
}

export function makePosts(plates: Plates, cameras: readonly DemoEntry<VideoPointRow>[]): DemoEntry<PostRecord>[] {
  const { at, road } = finder(plates);
  const fixed = (place: string, radius: number): PostPlace => ({ kind: 'fixed', at: at(place), radius });
  const line = (by: 'vehicle' | 'foot', name: string, passes: number): PostPlace => ({
    ...{ kind: 'line', line: road(name), margin: 40, by, passes },
  });
  const area = (place: string, wide: number, high: number, minutesPerHour: number): PostPlace => ({
    ...{ kind: 'area', ring: blockAround(at(place), wide, high), minutesPerHour },
  });
  const groupAt = (lon: number, lat: number): HuangpuGroup | undefined => {
    const grid = plates.grids.find(({ level, shape }) => level === 'management' && contains(shape, { lon, lat }));
    return grid === undefined ? undefined : groupOf(grid.code);
  };
  const watch = (group: HuangpuGroup): PostPlace => ({
    kind: 'camera',
    videoPoints: cameras.filter(({ record }) => groupAt(record.at.lon, record.at.lat) === group).map(({ id }) => id),
    everyMinutes: 20,
  });
  type Row = readonly [
    ...[id: string, name: string, where: PostPlace, squad: string | undefined, group: HuangpuGroup],
    ...[hours: DutyHours, persons: number, certified: number, note?: string],
  ];
  const rows: readonly Row[] = [
    [
      ...(['shaanxi-south', '陕西南路守点', fixed('陕西南路（南昌路至淮海中路）', 120), 'ruijin', 'l3'] as const),
      ...([evening, 2, 1, '傍晚高峰提前到岗'] as const),
    ],
    ['xinkaihe', '新开河守点', fixed('新开河', 100), 'xiaodongmen', 'l2', evening, 2, 1, '三个街道的结合部'],
    ['shopping', '示例商业街岗', fixed('示例商业街', 100), 'shopping1', 'l1', allNight, 2, 1],
    ['scenic', '示例景区一岗', fixed('示例景区一', 100), 'scenic1', 'l1', allNight, 2, 1],
    ['renmin-line', '人民路车巡线', line('vehicle', '人民路', 4), 'yuyuan', 'l2', allNight, 3, 1],
    ['huaihai-line', '淮海中路步巡线', line('foot', '淮海中路', 3), 'huaihaizhong', 'l3', allNight, 2, 1],
    ['bund-line', '中山东一路骑巡线', line('foot', '中山东一路', 4), 'waitan', 'l1', allNight, 2, 1],
    ['xietu-line', '斜土东路车巡线', line('vehicle', '斜土东路', 4), 'wuliqiao', 'l4', allNight, 2, 1],
    ['taiwan-area', '台湾路巡查面', area('台湾路', 320, 260, 30), 'waitan', 'l1', allNight, 2, 1, '整治后防回潮'],
    ['scenic-area', '示例景区二巡查面', area('示例景区二', 380, 320, 40), 'scenic2', 'l2', evening, 2, 1],
    ...(['l1', 'l2', 'l3', 'l4'] as const).map((group, i): Row => [
      ...([`watch-${group}`, `${must('一二三四'[i], 'number')}组视频守点`, watch(group), undefined, group] as const),
      ...([allNight, 1, 0] as const),
    ]),
  ];
  return rows.map(([id, name, where, squad, group, hours, persons, certified, note]) => ({
    id,
    record: {
      ...{ name, where, zone: group, hours, staff: { persons, certified } },
      ...(squad === undefined ? {} : { squad }),
      ...(note === undefined ? {} : { note }),
    },
  }));
}

export function makeFences(plates: Plates): DemoEntry<FenceRecord>[] {
  const { at } = finder(plates);
  const inPlace = (id: string, name: string, place: string, radius: number, unit: string): DemoEntry<FenceRecord> => ({
    id,
    record: {
      ...{ name, kind: 'mustBeIn', shape: { kind: 'circle', at: at(place), radius }, hours: evening },
      appliesTo: { units: [unit], squads: [], zones: [], kinds: [] },
      exempt: { onAssignment: true, pursuit: false },
    },
  });
  return [
    inPlace('in-shaanxi', '陕西南路守点在岗', '陕西南路（南昌路至淮海中路）', 150, 'ruijin-post'),
    inPlace('in-xinkaihe', '新开河守点在岗', '新开河', 130, 'xiaodongmen-post'),
  ];
}
