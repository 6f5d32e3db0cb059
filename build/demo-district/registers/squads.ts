/** Squads of the streets, two of areas, one mobile; the four zones, and which of them help each other. */
import type { Plates } from '../../../shared/domain/district/events.ts';
import type { SquadRecord } from '../../../shared/domain/squad/events.ts';
import type { ZoneRecord } from '../../../shared/domain/zone/events.ts';
import { must } from '../../../shared/lib/must.ts';
import type { DemoEntry } from './entry.ts';
import { streets, zones } from '../streets.ts';

const squadIds: { readonly [squad: string]: string } = {
  天平中队: 'tianping',
  湖南中队: 'hunan',
  斜土中队: 'xietu',
  枫林中队: 'fenglin',
  长桥中队: 'changqiao',
  田林中队: 'tianlin',
  虹梅中队: 'hongmei',
  康健中队: 'kangjian',
  徐家汇中队: 'xujiahui',
  凌云中队: 'lingyun',
  龙华中队: 'longhua',
  漕河泾中队: 'caohejing',
  华泾中队: 'huajing',
};

/** Register ids of the zones, in the order of the plates. */
const zoneIds = ['z1', 'z2', 'z3', 'z4'] as const;
export type DemoZone = (typeof zoneIds)[number];

/** By the code of its management grid. */
export const zoneOf = (code: string): DemoZone =>
  must(zoneIds[zones.findIndex((zone) => zone.code === code)], `zone of ${code}`);
const phone = (n: number): string => `示例 021-0000-2${String(n).padStart(3, '0')}`;

export function makeSquads(): DemoEntry<SquadRecord>[] {
  const ofStreets = streets.map(({ code, squad, zone }, i): DemoEntry<SquadRecord> => ({
    id: must(squadIds[squad], squad),
    record: { name: squad, kind: 'street', grids: [code], zone: zoneOf(zone), phone: phone(i + 1) },
  }));
  return [
    ...ofStreets,
    { id: 'binjiang', record: { name: '滨江中队', kind: 'area', grids: [], zone: 'z2', phone: phone(21) } },
    { id: 'nanzhan', record: { name: '南站中队', kind: 'area', grids: [], zone: 'z4', phone: phone(22) } },
    { id: 'mobile', record: { name: '机动中队', kind: 'mobile', grids: [], phone: phone(23) } },
  ];
}

/** Edges that two zones have in common, as the drawing shares its corners. */
function sharedEdges(one: Plates['grids'][number], other: Plates['grids'][number]): number {
  const edges = ({ shape }: Plates['grids'][number]): string[] =>
    shape
      .flat()
      .flatMap((ring) => ring.slice(1).map((corner, i) => [String(ring[i]), String(corner)].sort().join(' ')));
  const theirs = new Set(edges(other));
  return edges(one).filter((edge) => theirs.has(edge)).length;
}

/** What each zone's neighbours are found by. */
interface ZoneArea {
  readonly id: string;
  readonly grid: Plates['grids'][number];
}

/** Ids of neighbours by shared borders, those with more of it first. */
export function neighboursOf(own: ZoneArea, areas: readonly ZoneArea[]): string[] {
  return areas
    .map((area) => ({ id: area.id, edges: area === own ? 0 : sharedEdges(own.grid, area.grid) }))
    .filter(({ edges }) => edges > 0)
    .sort((a, b) => b.edges - a.edges)
    .map((neighbour) => neighbour.id);
}

export function makeZones(grids: Plates['grids']): DemoEntry<ZoneRecord>[] {
  const squads = makeSquads();
  const areas = zones.map(({ code, name }, i) => ({
    id: must(zoneIds[i], name),
    grid: must(
      grids.find((grid) => grid.code === code),
      code,
    ),
  }));
  return areas.map((own, i) => {
    const { id } = own;
    const { name } = must(zones[i], id);
    const members = squads.filter(({ record }) => record.zone === id).map((squad) => squad.id);
    const neighbours = neighboursOf(own, areas);
    return { id, record: { name, order: i + 1, squads: members, neighbours, promise: 15 } };
  });
}
