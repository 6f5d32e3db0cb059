/** From what the map is told to what is drawn: marks in drawing order, their labels, and the shapes beneath them. */
import type { FixAge } from './ages.ts';
import { ageParts, doubtRadius, fixAge } from './ages.ts';
import type { PlateShapes } from './shapes.ts';
import type {
  DistrictMapProps,
  IncidentStage,
  LonLat,
  MapIncident,
  MapSelection,
  MapThing,
  MapUnit,
  SiteState,
  UnitKind,
  UnitStatus,
} from './types.ts';

export type MarkSymbol =
  | { readonly type: 'unit'; readonly kind: UnitKind; readonly status: UnitStatus; readonly age: FixAge }
  | { readonly type: 'incident'; readonly tone: Tone; readonly stage: IncidentStage; readonly late: Tone | null }
  | { readonly type: 'site'; readonly state: SiteState; readonly small: boolean }
  | { readonly type: 'videoPoint'; readonly small: boolean };

/** Weight of a colour: `late` and `alarm` as in the tokens. */
export type Tone = 'text' | 'muted' | 'accent' | 'ok' | 'warn' | 'late' | 'alarm';

export interface MarkLabel {
  readonly text: string;
  readonly tone: Tone;
  /** Stands upon its point, with no mark: an incident of which only the area is known. */
  readonly upon: boolean;
  readonly must: boolean;
}

export interface Mark {
  readonly thing: MapSelection;
  readonly at: LonLat;
  /** null: a label alone. */
  readonly symbol: MarkSymbol | null;
  /** Degrees from north; null: not known, or no longer true. */
  readonly heading: number | null;
  /** How far a pin stands beside its place, px, so that several at one place stay apart. */
  readonly aside: number;
  /** Known no better than by road or area: a broken ring. */
  readonly rough: boolean;
  readonly selected: boolean;
  readonly hovered: boolean;
  readonly label: MarkLabel | null;
  /** Drawn later and labelled sooner. */
  readonly weight: number;
}

export interface Circle {
  readonly at: LonLat;
  readonly metres: number;
  readonly broken: boolean;
  readonly tone: Tone;
  readonly selected: boolean;
}

export interface CellShape {
  readonly shape: PlateShapes['areas'][number]['shape'];
  readonly tone: Tone;
  readonly selected: boolean;
}

export interface Sector {
  readonly at: LonLat;
  readonly heading: number;
  readonly fov: number;
}

export interface Scene {
  readonly cells: readonly CellShape[];
  readonly circles: readonly Circle[];
  readonly sectors: readonly Sector[];
  readonly preview: { readonly from: LonLat; readonly to: LonLat } | null;
  readonly trail: readonly (readonly LonLat[])[];
  /** Lightest first. */
  readonly marks: readonly Mark[];
}

/** The words of the labels, from the text keys. */
export interface MarkWords {
  status(status: UnitStatus): string;
  stage(stage: IncidentStage): string;
  age(parts: ReturnType<typeof ageParts>): string;
  readonly late: string;
  readonly relapse: string;
  readonly neverHeard: string;
  /** Empty where they are enough. */
  certified(count: number): string;
}

export interface SceneInput extends Pick<
  DistrictMapProps,
  'sites' | 'videoPoints' | 'units' | 'incidents' | 'selected' | 'preview' | 'trail' | 'layers'
> {
  readonly shapes: PlateShapes;
  readonly hovered: MapSelection | null;
  readonly now: number;
  readonly zoom: number;
  readonly words: MarkWords;
  /** Where a unit is drawn at this moment: on its way to the newest fix. */
  readonly placeOf: (unit: MapUnit) => LonLat | null;
  readonly inView: (at: LonLat) => boolean;
}

/** So many in view have their name beside them; so few also their status in words. */
const nameUpTo = 24;
const wordUpTo = 8;
/** Labels of units beyond these are worth nothing to anybody. */
const ageLabelsUpTo = 150;
const siteNamesFrom = 14;
const siteRadiusFrom = 14.6;
const fullSizeFrom = 12.9;
const sectorsFrom = 14.6;
const videoNamesFrom = 15.6;

const same = (selection: MapSelection | null, kind: MapThing, id: string): boolean =>
  selection !== null && selection.kind === kind && selection.id === id;

const stageTone: Readonly<Record<IncidentStage, Tone>> = {
  waiting: 'warn',
  underWay: 'accent',
  onScene: 'ok',
  refused: 'alarm',
  answering: 'muted',
};

/** Red is kept for what somebody must turn to now: a refusal, a relapse, a unit that is not sent or not there in time. */
export function incidentTone({ stage, relapse, late }: Pick<MapIncident, 'stage' | 'relapse' | 'late'>): Tone {
  if (stage === 'answering') return 'muted';
  return relapse || late === 'unit' ? 'alarm' : stageTone[stage];
}

/** Of the ring around what is late. */
export const lateTone = (late: MapIncident['late']): Tone | null =>
  late === null ? null : late === 'unit' ? 'late' : 'warn';

export const siteTone: Readonly<Record<SiteState, Tone>> = {
  valid: 'ok',
  none: 'warn',
  expired: 'late',
  outOfHours: 'warn',
  quiet: 'late',
  emergency: 'accent',
  unknown: 'muted',
};

const roughly = new Set<MapIncident['precision']>(['road', 'area', 'none']);

/** Where the selected thing stands: for an incident without a point the middle of its cell. */
export function placeOfSelected({
  selected,
  shapes,
  ...things
}: Pick<SceneInput, 'selected' | 'units' | 'incidents' | 'sites' | 'videoPoints' | 'shapes'>): LonLat | null {
  if (selected === null) return null;
  const { kind, id } = selected;
  const of = <T extends { readonly id: string }>(list: readonly T[]): T | undefined =>
    list.find((one) => one.id === id);
  switch (kind) {
    case 'unit':
      return of(things.units)?.at ?? null;
    case 'site':
      return of(things.sites)?.at ?? null;
    case 'videoPoint':
      return of(things.videoPoints)?.at ?? null;
    case 'incident': {
      const incident = of(things.incidents);
      return incident?.at ?? shapes.byCode.get(incident?.cell ?? '')?.label ?? null;
    }
  }
}

type Flags = Pick<Mark, 'thing' | 'selected' | 'hovered'>;

function flags(input: SceneInput, kind: MapThing, id: string): Flags {
  return { thing: { kind, id }, selected: same(input.selected, kind, id), hovered: same(input.hovered, kind, id) };
}

/** The selected above all, then what the pointer is on. */
const raised = (base: number, { selected, hovered }: Flags): number => base + (selected ? 1_000 : hovered ? 500 : 0);

const statusWeight: Readonly<Record<UnitStatus, number>> = { free: 4, busy: 3, fixedPost: 2, resting: 1, offDuty: 0 };

export function unitLabel(
  unit: MapUnit,
  age: FixAge,
  now: number,
  words: MarkWords,
  say: { readonly name: boolean; readonly status: boolean },
): string {
  const parts: string[] = [];
  if (say.name) parts.push(unit.name);
  if (say.status) {
    parts.push(words.status(unit.status));
    const certified = words.certified(unit.certified);
    if (certified !== '') parts.push(certified);
  }
  if (age === 'none') parts.push(words.neverHeard);
  else if (age !== 'fresh' && unit.fixAt !== null) parts.push(words.age(ageParts(unit.fixAt, now)));
  return parts.join('·');
}

function unitMarks(input: SceneInput, circles: Circle[]): Mark[] {
  const marks: Mark[] = [];
  const seen = input.units.flatMap((unit) => {
    const at = input.placeOf(unit);
    return at === null || !input.inView(at) ? [] : [{ unit, at }];
  });
  let ageLabels = 0;
  for (const { unit, at } of seen) {
    const flag = flags(input, 'unit', unit.id);
    const close = flag.selected || flag.hovered;
    const age = fixAge(unit.fixAt, input.now);
    const say = { name: close || seen.length <= nameUpTo, status: close || seen.length <= wordUpTo };
    const text = ageLabels < ageLabelsUpTo || close ? unitLabel(unit, age, input.now, input.words, say) : '';
    if (text !== '') ageLabels += 1;
    const old = age === 'stale' || age === 'none';
    const metres = doubtRadius(unit.fixAt, unit.accuracy, input.now);
    if (metres > 0 && (seen.length <= nameUpTo || close))
      circles.push({ at, metres, broken: true, tone: 'muted', selected: close });
    marks.push({
      ...flag,
      at,
      symbol: { type: 'unit', kind: unit.kind, status: unit.status, age },
      // A heading of minutes ago says nothing.
      heading: age === 'fresh' ? unit.heading : null,
      aside: 0,
      rough: false,
      label: text === '' ? null : { text, tone: old ? 'muted' : 'text', upon: false, must: flag.selected },
      weight: raised(30 + statusWeight[unit.status], flag),
    });
  }
  return marks;
}

/** Between pins at one place, px. */
const asideStep = 22;

function incidentMarks(input: SceneInput, cells: CellShape[]): Mark[] {
  const shown = input.incidents.flatMap((incident) => {
    const cell = incident.at === null ? input.shapes.byCode.get(incident.cell ?? '') : undefined;
    const at = incident.at ?? cell?.label;
    return at === undefined ? [] : [{ incident, at, cell }];
  });
  const together = new Map<string, number>();
  const keyOf = (at: LonLat): string => at.map((n) => n.toFixed(5)).join();
  for (const { at } of shown) together.set(keyOf(at), (together.get(keyOf(at)) ?? 0) + 1);
  const counted = new Map<string, number>();
  return shown.map(({ incident, at, cell }): Mark => {
    const flag = flags(input, 'incident', incident.id);
    const key = keyOf(at);
    const here = together.get(key) ?? 1;
    const index = counted.get(key) ?? 0;
    counted.set(key, index + 1);
    const late = lateTone(incident.late);
    const tone = incidentTone(incident);
    if (cell !== undefined) cells.push({ shape: cell.shape, tone, selected: flag.selected });
    const word =
      flag.selected || flag.hovered || cell !== undefined ? (incident.told ?? input.words.stage(incident.stage)) : '';
    const { relapse, late: lateWord } = input.words;
    const text = [incident.label, word, incident.relapse ? relapse : '', late === null ? '' : lateWord]
      .filter((part) => part !== '')
      .join('·');
    return {
      ...flag,
      at,
      symbol: cell === undefined ? { type: 'incident', tone, stage: incident.stage, late } : null,
      heading: null,
      aside: cell === undefined ? (index - (here - 1) / 2) * asideStep : 0,
      rough: cell === undefined && roughly.has(incident.precision),
      label: {
        text,
        tone: cell === undefined ? (tone === 'alarm' ? tone : (late ?? 'text')) : (late ?? tone),
        upon: cell !== undefined,
        must: flag.selected || cell !== undefined,
      },
      weight: raised(60 + (late === null ? 0 : 2) + (tone === 'alarm' ? 6 : 0), flag),
    };
  });
}

function siteMarks(input: SceneInput, circles: Circle[]): Mark[] {
  const marks: Mark[] = [];
  for (const { id, name, at, radius, state, label } of input.sites) {
    if (!input.inView(at)) continue;
    const flag = flags(input, 'site', id);
    const close = flag.selected || flag.hovered;
    if (flag.selected || input.zoom >= siteRadiusFrom) {
      circles.push({ at, metres: radius, broken: false, tone: siteTone[state], selected: close });
    }
    const named = close || input.zoom >= siteNamesFrom;
    marks.push({
      ...flag,
      at,
      symbol: { type: 'site', state, small: !close && input.zoom < fullSizeFrom },
      heading: null,
      aside: 0,
      rough: false,
      label: named
        ? {
            text: close ? `${name}·${label}` : name,
            tone: close ? 'text' : 'muted',
            upon: false,
            must: flag.selected,
          }
        : null,
      weight: raised(20, flag),
    });
  }
  return marks;
}

function videoMarks(input: SceneInput, sectors: Sector[]): Mark[] {
  const marks: Mark[] = [];
  for (const { id, name, at, heading, fov } of input.videoPoints) {
    if (!input.inView(at)) continue;
    const flag = flags(input, 'videoPoint', id);
    const close = flag.selected || flag.hovered;
    if (heading !== undefined && fov !== undefined && (close || input.zoom >= sectorsFrom)) {
      sectors.push({ at, heading, fov });
    }
    const named = close || input.zoom >= videoNamesFrom;
    marks.push({
      ...flag,
      at,
      symbol: { type: 'videoPoint', small: !close && input.zoom < fullSizeFrom },
      heading: null,
      aside: 0,
      rough: false,
      label: named ? { text: name, tone: close ? 'text' : 'muted', upon: false, must: flag.selected } : null,
      weight: raised(10, flag),
    });
  }
  return marks;
}

export function buildScene(input: SceneInput): Scene {
  const [cells, circles, sectors]: [CellShape[], Circle[], Sector[]] = [[], [], []];
  const { layers, selected } = input;
  // What is selected is never hidden, even where its layer is off.
  const wanted = <T extends { readonly id: string }>(
    on: boolean,
    kind: MapThing,
    things: readonly T[],
  ): readonly T[] => (on ? things : things.filter(({ id }) => same(selected, kind, id)));
  const shown: SceneInput = {
    ...input,
    sites: wanted(layers.sites, 'site', input.sites),
    videoPoints: wanted(layers.videoPoints, 'videoPoint', input.videoPoints),
    units: wanted(layers.units, 'unit', input.units),
    incidents: wanted(layers.incidents, 'incident', input.incidents),
  };
  const marks = [
    ...videoMarks(shown, sectors),
    ...siteMarks(shown, circles),
    ...unitMarks(shown, circles),
    ...incidentMarks(shown, cells),
  ].sort((a, b) => a.weight - b.weight);
  const sender = input.preview === null ? undefined : input.units.find(({ id }) => id === input.preview?.from);
  const from = sender === undefined ? null : input.placeOf(sender);
  return {
    cells,
    circles,
    sectors,
    preview: from === null || input.preview === null ? null : { from, to: input.preview.to },
    trail: input.trail ?? [],
    marks,
  };
}

/** Changes when what is said of an age must be drawn anew. */
export function agesSignature(units: readonly MapUnit[], now: number): string {
  return units
    .map(({ fixAt, accuracy }) => {
      const age = fixAge(fixAt, now);
      if (fixAt === null || age === 'fresh') return age;
      const { unit, n } = ageParts(fixAt, now);
      return `${unit}${String(n)}/${String(doubtRadius(fixAt, accuracy, now))}`;
    })
    .join();
}
