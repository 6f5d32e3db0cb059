/** A few invented building sites of Huangpu at crossings, and the papers of one night. */
import type { Plates } from '../../../shared/domain/district/events.ts';
import type { NightPermitRecord } from '../../../shared/domain/permit/events.ts';
import type { SiteRecord } from '../../../shared/domain/site/events.ts';
import { lineCrossing } from '../../../shared/domain/rules/district.ts';
import { destination } from '../../../shared/geo/point.ts';
import type { Point } from '../../../shared/geo/point.ts';
import { must } from '../../../shared/lib/must.ts';
import { round6 } from '../../demo-district/frame.ts';
import type { DemoEntry } from '../../demo-district/registers/entry.ts';
import type { DemoNight } from '../../demo-district/registers/night.ts';

const rows = [
  ['a', '示例工地 A', 'building', '瑞金二路', '复兴中路'],
  ['b', '示例工地 B', 'building', '鲁班路', '斜土路'],
  ['c', '示例工地 C', 'demolition', '河南南路', '复兴东路'],
  ['d', '示例工地 D', 'municipal', '西藏中路', '北京东路'],
  ['e', '示例掘路段 E', 'roadworks', '陆家浜路', '制造局路'],
  ['f', '示例工地 F', 'building', '制造局路', '瞿溪路'],
  ['g', '示例工地 G', 'building', '中山南路', '复兴东路'],
  ['h', '示例工地 H', 'demolition', '方浜中路', '河南南路'],
] as const;

function gateOf(roads: Plates['roads'], one: string, other: string): Point {
  const line = (name: string) =>
    must(
      roads.find((road) => road.name === name),
      name,
    ).line;
  const at = must(lineCrossing(line(one), line(other)), `${one} × ${other}`);
  const { lon, lat } = destination(at, 60, 135);
  return { lon: round6(lon), lat: round6(lat) };
}

export const sitePlaces = (roads: Plates['roads']): Point[] =>
  rows.map(([, , , one, other]) => gateOf(roads, one, other));

export function makeSites({ roads }: Plates, { date }: DemoNight): DemoEntry<SiteRecord>[] {
  return rows.map(([id, name, kind, one, other], i) => ({
    id,
    record: {
      ...{ name, kind, address: `${one}×${other}旁`, at: gateOf(roads, one, other), radius: 50 },
      ...{ roads: [one, other], registered: true },
      nightContact: {
        label: '夜间值守',
        phone: `示例 021-0000-4${String(i + 1).padStart(3, '0')}`,
        checkedOn: date(-3),
      },
    },
  }));
}

export function makeNightPermits({ at }: DemoNight): DemoEntry<NightPermitRecord>[] {
  const permit = (number: string, site: string, work: string, from: number, to: number) => ({
    id: `p${number.slice(-4)}`,
    record: {
      ...{ number, site, paper: '夜间作业批准文件', issuer: '示例生态环境部门', permits: 'nightWork' as const, work },
      ...{ from, to, conditions: ['现场公示批准文件', '安排夜间值守人'] },
    },
  });
  return [
    permit('示夜 2201', 'a', '混凝土连续浇筑', at(22), at(26)),
    // Ended the morning before.
    permit('示夜 2188', 'c', '拆除', at(-2), at(6)),
    permit('示夜 2204', 'f', '钢筋吊装', at(22), at(30)),
  ];
}
