/** Who can be sent in a demo night: four mobile groups, and the zones' own cars, foot patrols and posts. */
import type { UnitRecord } from '../../../shared/domain/unit/events.ts';
import type { DemoEntry } from './entry.ts';
import type { DemoNight } from './night.ts';
import type { DemoZone } from './squads.ts';

type Row = readonly [
  id: string,
  name: string,
  kind: UnitRecord['kind'],
  squad: string,
  zone: DemoZone | undefined,
  certified: number,
  auxiliary: number,
];

const rows: readonly Row[] = [
  ['m1', '机动一组', 'group', 'mobile', undefined, 2, 1],
  ['m2', '机动二组', 'group', 'mobile', undefined, 2, 1],
  ['m3', '机动三组', 'group', 'mobile', undefined, 2, 1],
  ['m4', '机动四组', 'group', 'mobile', undefined, 2, 1],
  ['z1-car', '一区 1 车', 'vehicle', 'xujiahui', 'z1', 2, 1],
  ['z1-foot', '一区步巡', 'foot', 'tianping', 'z1', 1, 1],
  ['z2-car', '二区 1 车', 'vehicle', 'longhua', 'z2', 2, 1],
  ['z2-ride', '二区滨江骑巡', 'foot', 'binjiang', 'z2', 0, 2],
  ['z3-car', '三区 1 车', 'vehicle', 'caohejing', 'z3', 2, 1],
  ['z4-car', '四区 1 车', 'vehicle', 'changqiao', 'z4', 2, 1],
  ['z4-station', '四区南站岗', 'post', 'nanzhan', 'z4', 1, 2],
  ['post-xujiahui', '徐家汇商圈岗 A', 'post', 'xujiahui', 'z1', 1, 2],
  ['line-hengfu', '衡复巡线', 'foot', 'hunan', 'z1', 1, 1],
  ['line-zhaojiabang', '肇嘉浜路巡线', 'foot', 'fenglin', 'z2', 1, 1],
  ['post-longhua', '龙华广场岗', 'post', 'longhua', 'z2', 0, 2],
  ['post-binjiang', '滨江岗 1', 'post', 'binjiang', 'z2', 0, 2],
  ['post-station-north', '南站北广场岗', 'post', 'nanzhan', 'z4', 0, 2],
  ['post-longwu', '龙吴路渣土卡点', 'post', 'huajing', 'z4', 1, 1],
];

const two = (n: number): string => String(n).padStart(2, '0');

export function makeUnits({ shift }: DemoNight): DemoEntry<UnitRecord>[] {
  let vehicles = 0;
  return rows.map(([id, name, kind, squad, zone, certified, auxiliary], i) => {
    const driven = kind === 'group' || kind === 'vehicle' || id === 'post-longwu';
    if (driven) vehicles += 1;
    return {
      id,
      record: {
        ...{ name, kind, squad, certified, auxiliary },
        ...(zone === undefined ? {} : { zone }),
        ...(driven ? { vehicle: `示警${two(vehicles)}` } : {}),
        radio: `电台 ${String(21 + i)}`,
        bodyCam: `J-${two(i + 1)}`,
        // A terminal sends twelve digits, such as 013800000001; leading zeros do not count.
        devices: [`jt808:138000000${two(i + 1)}`],
        reserve: id === 'm4',
        shift,
      },
    };
  });
}
