/** What is found for what was typed, in groups; and what came before at a site or in a cell. Pure: hub and seat hand in their documents. */
import type { IncidentState } from '../incident/state.ts';
import type { DocumentRecord } from '../../lib/journal.ts';
import { splitStream } from '../../lib/journal.ts';
import { normalised, wantedOf } from '../../lib/search-words.ts';
import type { Wanted } from '../../lib/search-words.ts';
import type { SearchedKind, Told } from './searched.ts';
import { searchedKinds, toldOf } from './searched.ts';

export interface FoundThing extends Told {
  readonly kind: SearchedKind;
  readonly id: string;
}

export interface FoundGroups {
  readonly groups: { readonly kind: SearchedKind; readonly found: FoundThing[]; readonly more: boolean }[];
  readonly looked: 'all' | 'beginning' | 'short';
}

/** Documents of a kind that hold what is wanted, those that came last first. */
export type FindDocuments = (kind: SearchedKind, wanted: Wanted, limit: number) => readonly DocumentRecord<unknown>[];

/** Things shown of each group, and of one that is asked for alone. */
const mostOfGroup = 8;
const mostOfOne = 100;
/** Things of a register among which the best are chosen; of incidents the last ones are. */
const mostLooked = 60;

/** How well the name of a thing fits: 3 is what was typed, 2 begins with it, 1 holds it, 0 was found by something else. */
function fit(name: string, { terms }: Wanted): number {
  const plain = normalised(name);
  const [term] = terms;
  if (term === undefined || terms.length > 1) return terms.every((one) => plain.includes(one)) ? 1 : 0;
  return plain === term ? 3 : plain.startsWith(term) ? 2 : plain.includes(term) ? 1 : 0;
}

export function foundFor(text: string, only: SearchedKind | null, find: FindDocuments): FoundGroups {
  const wanted = wantedOf(text);
  if (wanted === undefined) return { groups: [], looked: 'short' };
  const most = only === null ? mostOfGroup : mostOfOne;
  const kinds = only === null ? searchedKinds : [only];
  const ranked = kinds.flatMap((kind, order) => {
    const documents = find(kind, wanted, Math.max(most + 1, kind === 'incident' ? 0 : mostLooked));
    if (documents.length === 0) return [];
    const things = documents.map(({ stream, state }, index) => {
      const told = toldOf(kind, state);
      return { thing: { kind, id: splitStream(stream).id, ...told }, score: fit(told.name, wanted), index };
    });
    things.sort((a, b) => b.score - a.score || a.index - b.index);
    const found = things.slice(0, most).map(({ thing }) => thing);
    return [{ group: { kind, found, more: things.length > most }, score: things[0]?.score ?? 0, order }];
  });
  ranked.sort((a, b) => b.score - a.score || a.order - b.order);
  return { groups: ranked.map(({ group }) => group), looked: wanted.cut ? 'beginning' : 'all' };
}

export interface PastRow {
  readonly id: string;
  readonly number: string;
  readonly receivedAt: number;
  readonly source: IncidentState['source'];
  readonly headline: string;
  readonly stage: string;
  readonly assessment: IncidentState['assessments'][number]['kind'] | null;
  readonly outcome: NonNullable<IncidentState['outcome']>['kind'] | null;
  /** How often it began again, or was reopened. */
  readonly relapses: number;
  /** The last answer to its caller, and where its words are in the vault. */
  readonly reply: { readonly at: number; readonly way: string; readonly ref: string | null } | null;
  /** What the last survey said. */
  readonly survey: { readonly satisfied: boolean | null; readonly solved: boolean | null } | null;
}

/** Incidents of the past told at once. */
export const mostPast = 100;

/** An incident as it is told among those of the past. */
export function pastRow(incident: IncidentState): PastRow {
  const { id, number, receivedAt, source, headline, stage, assessments, outcome, reopened } = incident;
  const reply = incident.replies.at(-1);
  const survey = incident.surveys.at(-1);
  return {
    ...{ id, number, receivedAt, source, headline, stage, relapses: reopened.length },
    assessment: assessments.at(-1)?.kind ?? null,
    outcome: outcome?.kind ?? null,
    reply: reply === undefined ? null : { at: reply.at, way: reply.way, ref: reply.personal?.ref ?? null },
    survey: survey === undefined ? null : { satisfied: survey.satisfied, solved: survey.solved },
  };
}

/** Newest first, at most `mostPast`. @param all Those there are, one more than are told where there are more. */
export function pastOf(all: readonly IncidentState[]): { readonly incidents: PastRow[]; readonly more: boolean } {
  const sorted = all.toSorted((a, b) => b.receivedAt - a.receivedAt || (a.id < b.id ? -1 : 1));
  return { incidents: sorted.slice(0, mostPast).map(pastRow), more: sorted.length > mostPast };
}
