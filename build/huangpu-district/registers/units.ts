/**
 * Who is on duty in Huangpu: six or seven people of each squad at a time, as the article tells of its early, middle and
 * late shifts; of these some stand at a fixed post. All invented.
 */
import type { UnitRecord } from '../../../shared/domain/unit/events.ts';
import type { DemoEntry } from '../../demo-district/registers/entry.ts';
import type { DemoNight } from '../../demo-district/registers/night.ts';
import { makeSquads } from './squads.ts';

type Part = readonly [suffix: string, name: string, kind: UnitRecord['kind'], certified: number, auxiliary: number];

/** Of seven and of six people, by turns. */
const seven: readonly Part[] = [
  ['car', '1 车', 'vehicle', 2, 1],
  ['foot', '步巡', 'foot', 1, 1],
  ['post', '岗', 'post', 1, 1],
];
const six: readonly Part[] = [
  ['car', '1 车', 'vehicle', 2, 0],
  ['foot', '步巡', 'foot', 1, 1],
  ['post', '岗', 'post', 1, 1],
];
const mobile: readonly Part[] = [
  ['g1', '一组', 'group', 2, 1],
  ['g2', '二组', 'group', 2, 1],
];

const two = (n: number): string => String(n).padStart(2, '0');

export function makeUnits({ shift }: DemoNight): DemoEntry<UnitRecord>[] {
  let vehicles = 0;
  const rows = makeSquads().flatMap(({ id, record }, i) => {
    const parts = record.kind === 'mobile' ? mobile : i % 2 === 0 ? seven : six;
    return parts.map((part) => ({ squad: id, record, part }));
  });
  return rows.map(({ squad, record, part: [suffix, name, kind, certified, auxiliary] }, i) => {
    const driven = kind === 'group' || kind === 'vehicle';
    if (driven) vehicles += 1;
    return {
      id: `${squad}-${suffix}`,
      record: {
        ...{ name: `${record.name.replace(/(街道)?中队$/, '')}${name === '岗' ? name : ` ${name}`}`, kind, squad },
        ...{ certified, auxiliary },
        ...(record.zone === undefined ? {} : { zone: record.zone }),
        ...(driven ? { vehicle: `示警${two(vehicles)}` } : {}),
        ...{ radio: `电台 ${String(21 + i)}`, bodyCam: `J-${two(i + 1)}`, devices: [`jt808:138000001${two(i + 1)}`] },
        // One group of the second mobile squad is kept for emergencies.
        reserve: squad === 'mobile2' && suffix === 'g2',
        shift,
      },
    };
  });
}
