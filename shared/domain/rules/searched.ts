/**
 * By what a thing is found, and what is told of it where it is found. Only what its document says: of callers nothing
 * stands there, and what stands there is for everybody who may hold the document.
 */
import type { ContactState } from '../contact/state.ts';
import type { FenceState } from '../fence/state.ts';
import type { IncidentState } from '../incident/state.ts';
import { roadsOfNoise } from '../incident/state.ts';
import type { OperationState } from '../joint-operation/state.ts';
import type { RegisterEntry } from '../kernel.ts';
import type { NightPermitState, RepairNoticeState } from '../permit/state.ts';
import type { PostState } from '../post/state.ts';
import type { SiteState } from '../site/state.ts';
import type { StallPlaceState } from '../stall-place/state.ts';
import type { UnitState } from '../unit/state.ts';
import type { VideoPointState } from '../video-point/state.ts';

type Words = readonly (string | null | undefined)[];

/** `texts` are found as they are written, `names` as they are spoken too. */
export interface Searched {
  readonly texts: Words;
  readonly names: Words;
}

/** What is told of something found. */
export interface Told {
  /** What it is called, by its number or its name. */
  readonly name: string;
  readonly detail: string;
  /** What happened to it last that can be said with a word: a stage, a status. */
  readonly stage: string | null;
  /** Of incidents when received, of papers when they end; Unix ms. */
  readonly at: number | null;
  /** Site that a paper is for. */
  readonly site: string | null;
}

interface Rule<S> {
  readonly searched: (state: S) => Searched;
  readonly told: (state: S) => Partial<Told> & Pick<Told, 'name'>;
}

const rule = <S>(entry: Rule<S>): Rule<unknown> => entry as Rule<unknown>;

/** The words of the pack that spoke for the matter stand in its reasons. */
function wordsOf({ matterReasons }: IncidentState): string[] {
  return matterReasons.flatMap(({ params }) =>
    Object.values(params).flatMap((value) =>
      Array.isArray(value)
        ? value.filter((word) => typeof word === 'string')
        : typeof value === 'string'
          ? [value]
          : [],
    ),
  );
}

/** The name under which the source of an incident is told: its place, where it is not that of its caller. */
function incidentNames(incident: IncidentState): Words {
  const { placing, marks, assessments, match, site, units } = incident;
  const ofCaller = placing.by === 'hub' && (placing.precision === 'callerCell' || marks.includes('placeOfCaller'));
  const place = ofCaller ? [] : [placing.name, placing.street];
  const judged = assessments.at(-1)?.siteName;
  const matched = site === null ? null : match.candidates.find((candidate) => candidate.site === site)?.name;
  return [...place, ...roadsOfNoise(incident), judged, matched, ...units.map(({ unitName }) => unitName)];
}

/** In the order in which groups of what was found stand. */
const rules = {
  incident: rule<IncidentState>({
    searched: (incident) => {
      const { number, externalId, headline, assessments } = incident;
      const papers = assessments.flatMap(({ permit, notice }) => [permit?.number, notice?.number]);
      return { texts: [number, externalId, headline, ...wordsOf(incident), ...papers], names: incidentNames(incident) };
    },
    told: ({ number, headline, stage, receivedAt }) => ({ name: number, detail: headline, stage, at: receivedAt }),
  }),
  unit: rule<UnitState>({
    searched: ({ name, vehicle, radio }) => ({ texts: [vehicle, radio], names: [name] }),
    told: ({ name, vehicle, status }) => ({ name, detail: vehicle ?? '', stage: status }),
  }),
  site: rule<SiteState>({
    searched: ({ name, address, roads, nightContact }) => ({
      texts: [address, nightContact?.phone],
      names: [name, ...roads],
    }),
    told: ({ name, address }) => ({ name, detail: address }),
  }),
  nightPermit: rule<NightPermitState>({
    searched: ({ number, paper, issuer, work }) => ({ texts: [number, paper, issuer, work], names: [] }),
    told: ({ number, work, to, site }) => ({ name: number, detail: work, at: to, site }),
  }),
  repairNotice: rule<RepairNoticeState>({
    searched: ({ number, address, contact }) => ({ texts: [number, contact], names: [address] }),
    told: ({ number, address, to }) => ({ name: number, detail: address, at: to ?? null }),
  }),
  videoPoint: rule<VideoPointState>({
    searched: ({ name, channel, device }) => ({ texts: [channel, device], names: [name] }),
    told: ({ name, channel }) => ({ name, detail: channel ?? '' }),
  }),
  contact: rule<ContactState>({
    searched: ({ name, authority, phone, note }) => ({ texts: [phone, note], names: [name, authority] }),
    told: ({ name, phone }) => ({ name, detail: phone }),
  }),
  post: rule<PostState>({
    searched: ({ name, note }) => ({ texts: [note], names: [name] }),
    told: ({ name, note }) => ({ name, detail: note ?? '' }),
  }),
  fence: rule<FenceState>({
    searched: ({ name }) => ({ texts: [], names: [name] }),
    told: ({ name }) => ({ name }),
  }),
  stallPlace: rule<StallPlaceState>({
    searched: ({ name, address, keeper, phone, conditions }) => ({
      texts: [phone, ...conditions],
      names: [name, address, keeper],
    }),
    told: ({ name, address, to }) => ({ name, detail: address, at: to ?? null }),
  }),
  jointOperation: rule<OperationState>({
    searched: ({ name }) => ({ texts: [], names: [name] }),
    told: ({ name, stage, planned }) => ({ name, stage, at: planned.at }),
  }),
} as const;

export type SearchedKind = keyof typeof rules;

/** Kinds that are found, in the order of their groups. */
export const searchedKinds = Object.keys(rules) as readonly SearchedKind[];

/** Raised whenever `searched` gives other words: every index is then made anew. */
export const searchedVersion = 1;

/** By what a document is found; null for an entry of a register that was withdrawn. */
export function searchedOf(kind: SearchedKind, state: unknown): Searched | null {
  return (state as Partial<RegisterEntry>).withdrawn === undefined ? rules[kind].searched(state) : null;
}

export function toldOf(kind: SearchedKind, state: unknown): Told {
  return { detail: '', stage: null, at: null, site: null, ...rules[kind].told(state) };
}
