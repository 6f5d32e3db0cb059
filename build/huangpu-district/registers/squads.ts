/**
 * Huangpu's seventeen squads: ten of streets, two of shopping streets, three of scenic areas, two mobile ones; and the
 * four groups. The article names the numbers and some streets' squads; it gives the others no names, so they bear numbers.
 */
import type { Plates } from '../../../shared/domain/district/events.ts';
import type { SquadRecord } from '../../../shared/domain/squad/events.ts';
import type { ZoneRecord } from '../../../shared/domain/zone/events.ts';
import { must } from '../../../shared/lib/must.ts';
import type { DemoEntry } from '../../demo-district/registers/entry.ts';
import { neighboursOf } from '../../demo-district/registers/squads.ts';
import { groups, squadIdOf, streets } from '../streets.ts';

const groupIds = ['l1', 'l2', 'l3', 'l4'] as const;
export type HuangpuGroup = (typeof groupIds)[number];

/** By the code of its management grid. */
export const groupOf = (code: string): HuangpuGroup =>
  must(groupIds[groups.findIndex((group) => group.code === code)], `group of ${code}`);

const phone = (n: number): string => `示例 021-0000-3${String(n).padStart(3, '0')}`;

type Other = readonly [id: string, name: string, kind: SquadRecord['kind'], group?: HuangpuGroup];
const others: readonly Other[] = [
  ['shopping1', '商业街一中队', 'area', 'l1'],
  ['shopping2', '商业街二中队', 'area', 'l3'],
  ['scenic1', '景区一中队', 'scenic', 'l1'],
  ['scenic2', '景区二中队', 'scenic', 'l2'],
  ['scenic3', '景区三中队', 'scenic', 'l4'],
  // Outside the four groups: they go wherever they are wanted.
  ['mobile1', '机动一中队', 'mobile'],
  ['mobile2', '机动二中队', 'mobile'],
];

export function makeSquads(): DemoEntry<SquadRecord>[] {
  const ofStreets = streets.map(({ code, squad, zone }): DemoEntry<SquadRecord> => ({
    id: must(squadIdOf[code], squad),
    record: { name: squad, kind: 'street', grids: [code], zone: groupOf(zone) },
  }));
  const more = others.map(([id, name, kind, group]): DemoEntry<SquadRecord> => ({
    id,
    record: { name, kind, grids: [], ...(group === undefined ? {} : { zone: group }) },
  }));
  return [...ofStreets, ...more].map(({ id, record }, i) => ({ id, record: { ...record, phone: phone(i + 1) } }));
}

export function makeGroups(grids: Plates['grids']): DemoEntry<ZoneRecord>[] {
  const squads = makeSquads();
  const areas = groups.map(({ code, name }, i) => ({
    id: must(groupIds[i], name),
    grid: must(
      grids.find((grid) => grid.code === code),
      code,
    ),
  }));
  return areas.map((own, i) => ({
    id: own.id,
    record: {
      name: must(groups[i], own.id).name,
      order: i + 1,
      squads: squads.filter(({ record }) => record.zone === own.id).map(({ id }) => id),
      neighbours: neighboursOf(own, areas),
    },
  }));
}
