/** Incidents on the map: pins where a place is known, a broken square within its cell where none is. */
import type { JoinedBefore } from './clusters.ts';
import { joined } from './clusters.ts';
import type { Circle, Mark, MarkInput, Tone } from './marks.ts';
import { asideOf, flags, raised, worstTone } from './marks.ts';
import type { IncidentStage, LonLat, MapIncident, MapShape } from './types.ts';

export interface CellShape {
  readonly shape: MapShape;
  readonly tone: Tone;
  readonly selected: boolean;
}

const stageTone: Readonly<Record<IncidentStage, Tone>> = {
  waiting: 'warn',
  underWay: 'accent',
  onScene: 'ok',
  refused: 'alarm',
  answering: 'muted',
};

/**
 * Red is kept for what somebody must turn to now: a call for help, a refusal, a relapse, a unit that is not sent or not
 * there in time.
 */
export function incidentTone({
  stage,
  relapse,
  late,
  sos,
}: Pick<MapIncident, 'stage' | 'relapse' | 'late' | 'sos'>): Tone {
  if (stage === 'answering') return 'muted';
  return relapse || sos === true || late === 'unit' ? 'alarm' : stageTone[stage];
}

/** Of the ring around what is late. */
export const lateTone = (late: MapIncident['late']): Tone | null =>
  late === null ? null : late === 'unit' ? 'late' : 'warn';

const roughly = new Set<MapIncident['precision']>(['road', 'area', 'none']);

/** A pin with its neighbours: nearer ones are joined, px. */
export const incidentRoom = 30;

interface Placed {
  readonly id: string;
  readonly incident: MapIncident;
  readonly at: LonLat;
  readonly cell: MapShape | undefined;
  readonly tone: Tone;
  readonly apart: boolean;
  readonly weight: number;
}

function placed(input: MarkInput, incidents: readonly MapIncident[]): Placed[] {
  return incidents.flatMap((incident) => {
    const cell = incident.at === null ? input.shapes.byCode.get(incident.cell ?? '') : undefined;
    const at = incident.at ?? cell?.label;
    if (at === undefined) return [];
    const { id, late } = incident;
    const tone = incidentTone(incident);
    const { selected, hovered } = flags(input, 'incident', id);
    const isFanned = input.fan?.kind === 'incident' && input.fan.ids.includes(id);
    const weight = 60 + (late === null ? 0 : 2) + (tone === 'alarm' ? 6 : 0);
    const apart = selected || hovered || tone === 'alarm' || isFanned;
    return [{ id, incident, at, cell: cell?.shape, tone, apart, weight }];
  });
}

/** Each cell once, in the worst colour of what is known to be in it. */
function cellShapes(shown: readonly Placed[], input: MarkInput): CellShape[] {
  const cells = new Map<MapShape, CellShape>();
  for (const { id, cell, tone } of shown) {
    if (cell === undefined) continue;
    const before = cells.get(cell);
    const selected = flags(input, 'incident', id).selected || before?.selected === true;
    cells.set(cell, { shape: cell, tone: worstTone([tone, before?.tone ?? 'muted']), selected });
  }
  return [...cells.values()];
}

const keyOf = (at: LonLat): string => at.map((n) => n.toFixed(5)).join();

function textOf({ incident, cell }: Placed, close: boolean, { words }: MarkInput): string {
  const word = close || cell !== undefined ? (incident.told ?? words.stage(incident.stage)) : '';
  return [incident.label, word, incident.relapse ? words.relapse : '', incident.late === null ? '' : words.late]
    .filter((part) => part !== '')
    .join('·');
}

/** How sure the place is from which somebody calls. */
export function callCircles(input: MarkInput, incidents: readonly MapIncident[]): Circle[] {
  return incidents.flatMap(({ id, at, within }) =>
    at === null || within === undefined || !input.inView(at)
      ? []
      : [{ at, metres: within, broken: true, tone: 'alarm', selected: flags(input, 'incident', id).selected }],
  );
}

export function incidentMarks(
  input: MarkInput,
  incidents: readonly MapIncident[],
  before: JoinedBefore,
  cells: CellShape[],
): Mark[] {
  const shown = placed(input, incidents);
  const key = shown.map(({ id, apart, tone }) => `${id}${apart ? '!' : ''}${tone}`).join();
  const { alone, clusters } = before.get('incident', [incidents, input.shapes, Math.floor(input.zoom * 4), key], () =>
    joined(shown, input.zoom, incidentRoom),
  );
  cells.push(...cellShapes(shown, input));
  const together = new Map<string, number>();
  const add = (at: LonLat): void => void together.set(keyOf(at), (together.get(keyOf(at)) ?? 0) + 1);
  for (const { at } of alone) add(at);
  for (const { head } of clusters) add(head.at);
  const counted = new Map<string, number>();
  const asideAt = (at: LonLat, ring: boolean): Mark['aside'] => {
    const key = keyOf(at);
    const index = counted.get(key) ?? 0;
    counted.set(key, index + 1);
    return asideOf(index, together.get(key) ?? 1, ring);
  };
  const marks: Mark[] = [];
  for (const { head, members } of clusters) {
    const id = `incident:${head.id}`;
    const flag = flags(input, 'cluster', id);
    const late = worstTone(members.map(({ incident }) => lateTone(incident.late) ?? 'muted'));
    const count = members.length;
    const tone = worstTone(members.map((member) => member.tone));
    marks.push({
      ...flag,
      at: head.at,
      symbol: { type: 'cluster', of: 'incident', count, tone, late: late === 'muted' ? null : late },
      heading: null,
      aside: asideAt(head.at, false),
      rough: false,
      label: flag.hovered
        ? { text: input.words.cluster('incident', count), tone: 'text', upon: false, must: true }
        : null,
      weight: raised(58 + Math.min(1, count / 1_000), flag),
      members: members.map((member) => member.id),
    });
  }
  const sorted = [...alone].sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const one of sorted) {
    const { incident, at, cell, tone, weight } = one;
    const flag = flags(input, 'incident', incident.id);
    const late = lateTone(incident.late);
    const isFanned = input.fan?.kind === 'incident' && input.fan.ids.includes(incident.id);
    const area = cell !== undefined;
    marks.push({
      ...flag,
      at,
      symbol: { type: 'incident', tone, stage: incident.stage, late, ...(area ? { area } : {}) },
      heading: null,
      aside: asideAt(at, isFanned),
      rough: !area && roughly.has(incident.precision),
      label: {
        text: textOf(one, flag.selected || flag.hovered, input),
        tone: tone === 'alarm' ? tone : (late ?? 'text'),
        upon: false,
        must: flag.selected || incident.sos === true,
      },
      weight: raised(weight, flag),
    });
  }
  return marks;
}
