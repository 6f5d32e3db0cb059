/** What is drawn at a place: its sign, its label, how it stands to the pointer and to what is selected. */
import type { FixAge, ageParts } from './ages.ts';
import type {
  DistrictMapProps,
  IncidentStage,
  LonLat,
  MapSelection,
  MapThing,
  MapUnit,
  SensitiveKind,
  SiteState,
  UnitKind,
  UnitStatus,
} from './types.ts';
import type { PlateShapes } from './shapes.ts';

/** Kinds of which near ones are drawn as one. Units are not: each moves, and each may be needed by itself. */
export const joinedKinds = ['incident', 'site', 'videoPoint', 'post', 'sensitivePlace'] as const;
export type JoinedKind = (typeof joinedKinds)[number];

export type MarkSymbol =
  | { readonly type: 'unit'; readonly kind: UnitKind; readonly status: UnitStatus; readonly age: FixAge }
  | {
      readonly type: 'incident';
      readonly tone: Tone;
      readonly stage: IncidentStage;
      readonly late: Tone | null;
      /** Only its area is known: no pin that would claim a place. */
      readonly area?: boolean;
    }
  | { readonly type: 'site'; readonly state: SiteState; readonly small: boolean }
  | { readonly type: 'videoPoint'; readonly small: boolean }
  | { readonly type: 'post'; readonly state: 'due' | 'off' }
  /** Within it stands one letter that says what it is. */
  | { readonly type: 'sensitivePlace'; readonly letter: string; readonly small: boolean }
  | {
      readonly type: 'cluster';
      readonly of: JoinedKind;
      readonly count: number;
      readonly tone: Tone;
      readonly late: Tone | null;
    };

/** Weight of a colour: `late` and `alarm` as in the tokens. */
export type Tone = 'text' | 'muted' | 'accent' | 'ok' | 'warn' | 'late' | 'alarm';

/** From what is calm to what needs somebody now. */
const toneRank: Readonly<Record<Tone, number>> = {
  muted: 0,
  text: 1,
  ok: 2,
  accent: 3,
  warn: 4,
  late: 5,
  alarm: 6,
};
export function worstTone(tones: Iterable<Tone>): Tone {
  let worst: Tone = 'muted';
  for (const tone of tones) if (toneRank[tone] > toneRank[worst]) worst = tone;
  return worst;
}

export type MarkKind = MapThing | JoinedKind | 'permit' | 'cluster' | 'area';
/** What a mark stands for; a cluster has the id of the member at whose place it stands, after its kind. */
export interface MarkRef {
  readonly kind: MarkKind;
  readonly id: string;
}

export interface MarkLabel {
  readonly text: string;
  readonly tone: Tone;
  /** Stands upon its point, with no mark: the name of an area. */
  readonly upon: boolean;
  readonly must: boolean;
}

export interface Mark {
  readonly thing: MarkRef;
  readonly at: LonLat;
  /** null: a label alone. */
  readonly symbol: MarkSymbol | null;
  /** Degrees from north; null: not known, or no longer true. */
  readonly heading: number | null;
  /** How far it stands beside its place, px, so that several at one place stay apart; null: upon it. */
  readonly aside: readonly [dx: number, dy: number] | null;
  /** Known no better than by road or area: a broken ring. */
  readonly rough: boolean;
  readonly selected: boolean;
  readonly hovered: boolean;
  readonly label: MarkLabel | null;
  /** Drawn later and labelled sooner. */
  readonly weight: number;
  /** Of a cluster: ids of all it stands for. */
  readonly members?: readonly string[];
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
  cluster(kind: JoinedKind, count: number): string;
  /** One letter. */
  sensitive(kind: SensitiveKind): string;
}

/** A cluster that was opened at one place: its members stand about it. */
export interface Fan {
  readonly kind: JoinedKind;
  readonly ids: readonly string[];
}

export interface MarkInput extends Pick<DistrictMapProps, 'selected'> {
  readonly shapes: PlateShapes;
  readonly hovered: MarkRef | null;
  readonly fan: Fan | null;
  readonly now: number;
  readonly zoom: number;
  readonly words: MarkWords;
  /** Where a unit is drawn at this moment: on its way to the newest fix. */
  readonly placeOf: (unit: MapUnit) => LonLat | null;
  readonly inView: (at: LonLat) => boolean;
}

export const same = (selection: MapSelection | MarkRef | null, kind: MarkKind, id: string): boolean =>
  selection !== null && selection.kind === kind && selection.id === id;

export type Flags = Pick<Mark, 'thing' | 'selected' | 'hovered'>;

export function flags(input: Pick<MarkInput, 'selected' | 'hovered'>, kind: MarkKind, id: string): Flags {
  return { thing: { kind, id }, selected: same(input.selected, kind, id), hovered: same(input.hovered, kind, id) };
}

/** The selected above all, then what the pointer is on. */
export const raised = (base: number, { selected, hovered }: Flags): number =>
  base + (selected ? 1_000 : hovered ? 500 : 0);

export interface Circle {
  readonly at: LonLat;
  readonly metres: number;
  readonly broken: boolean;
  readonly tone: Tone;
  readonly selected: boolean;
}

/** A ring of so many pixels, whatever the scale: a permit about its site. */
export interface Ring {
  readonly at: LonLat;
  readonly px: number;
  readonly broken: boolean;
  readonly tone: Tone;
}

/** From which zoom on signs have their full size, and names beside them. */
export const fullSizeFrom = 12.9;
export const siteNamesFrom = 14;

/** Between things at one place, px. */
const asideStep = 22;
const rowUpTo = 5;
/** Stands beside its place this much higher too, so that the line to the place shows. */
const asideLift = 7;

/** Where each of so many stands about its place: a short row, else a ring. */
export function asideOf(index: number, count: number, ring = false): readonly [number, number] | null {
  if (count < 2) return null;
  if (count <= rowUpTo && !ring) return [(index - (count - 1) / 2) * asideStep, -asideLift];
  const radius = Math.max(38, (count * (asideStep + 4)) / (2 * Math.PI));
  const angle = (2 * Math.PI * index) / count;
  return [Math.sin(angle) * radius, -Math.cos(angle) * radius];
}
