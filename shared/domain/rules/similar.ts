/** Other complaints that may be about the same thing: offered for joining, never joined by a rule. */
import { distance } from '../../geo/point.ts';
import { minute } from '../../lib/time.ts';
import type { District, Matter } from '../district/state.ts';
import type { IncidentState, Placing, Similar, SourceMatch } from '../incident/state.ts';
import type { Reason } from '../kernel.ts';
import { metresFromCaller } from './place.ts';
import type { ReportPosition } from './place.ts';
import { stoppedTonight } from './relapse.ts';

export interface SimilarQuestion {
  readonly id: string;
  readonly matter: Matter;
  readonly placing: Placing;
  readonly match: SourceMatch;
  /** Of a caller: where they count as standing. */
  readonly position: ReportPosition | null;
  /** Unix ms. */
  readonly actAt: number;
  /** Id of the incident that it reopens. */
  readonly relapseOf?: string | null;
  /** Ids of those stopped tonight of which its words may mean any. */
  readonly mayBe?: readonly string[];
  /** Of the pack's lexicon: those that spoke for the matter. */
  readonly words?: readonly string[];
}

const most = 10;
/** Below it hardly anything speaks for it, and an offer would only be read and turned down. */
const offeredFrom = 30;
/** Of what the policy says of works: other noises are not heard as far, and a lamp, a stall or mud lies where it lies. */
const localShare = 0.2;
/** Matters whose words may be of one noise that nobody could name. */
const noises: readonly Matter[] = ['constructionNoise', 'renovationNoise', 'loudspeaker', 'truckNoise', 'unknownNoise'];
/** Distances from a caller's cell are kept in such steps, metres: they are no closer. */
const callerStep = 200;

const reason = (code: string, params: Reason['params']): Reason => ({ code, params });

interface Likeness {
  readonly score: number;
  readonly reasons: readonly Reason[];
}

function bySite(match: SourceMatch, other: IncidentState): Likeness | undefined {
  const theirs = other.site ?? other.match.site;
  if (match.site === null || theirs !== match.site) return undefined;
  const sure = match.status === 'certain' && other.site !== null;
  return { score: sure ? 70 : 55, reasons: [reason('sameSite', { site: theirs, certain: sure })] };
}

/** Whole metres to another's place; from a caller's cell in steps. Undefined where either is not known. */
function metresTo({ placing, position }: SimilarQuestion, there: Placing['at'], district: District) {
  if (there === null) return undefined;
  if (placing.at !== null) return Math.round(distance(placing.at, there));
  if (position?.of !== 'caller') return undefined;
  return Math.round(metresFromCaller(position, there, district) / callerStep) * callerStep;
}

/** Whether one of both is of a noise without a name, which may be the other's. */
const isVague = (one: Matter, other: Matter): boolean =>
  one !== other &&
  (one === 'unknownNoise' || other === 'unknownNoise') &&
  noises.includes(one) &&
  noises.includes(other);

/** Metres within which two are about the same thing: works are heard far off, and only what both call works. */
const within = (one: Matter, other: Matter, { plates }: District): number =>
  plates.policy.similar.metres * (one === 'constructionNoise' && other === one ? 1 : localShare);

function byPlace(question: SimilarQuestion, other: IncidentState, district: District): Likeness | undefined {
  const { placing } = question;
  const reach = within(question.matter, other.matter, district);
  const metres = metresTo(question, other.placing.at, district);
  if (metres !== undefined) {
    if (metres > reach) return undefined;
    const score = Math.max(0, Math.round(45 * (1 - metres / reach)));
    return { score, reasons: [reason('near', { metres })] };
  }
  const cell = placing.grids?.cell;
  if (cell !== undefined && cell === other.placing.grids?.cell) return { score: 25, reasons: [reason('sameCell', {})] };
  const roads = placing.roads.filter((road) => other.placing.roads.includes(road));
  const apart = placing.street !== null && other.placing.street !== null && placing.street !== other.placing.street;
  if (roads.length === 0 || apart) return undefined;
  return { score: 20, reasons: [reason('sameRoad', { roads: [...roads] })] };
}

const bigramsOf = (words: readonly string[]): ReadonlySet<string> =>
  new Set(
    words.flatMap((word) => Array.from({ length: Math.max(1, word.length - 1) }, (_, i) => word.slice(i, i + 2))),
  );

/** The pack's words that were written down for a matter. */
export function wordsOf(reasons: readonly Reason[]): readonly string[] {
  return reasons.flatMap(({ params }) => {
    const { words } = params;
    return Array.isArray(words) ? words.filter((word) => typeof word === 'string') : [];
  });
}

/** Share of pairs of characters that both sets of words have, 0–1, and the words that have them. */
function byWords(words: readonly string[], other: IncidentState): Likeness {
  const theirs = bigramsOf(wordsOf(other.matterReasons));
  const mine = bigramsOf(words);
  const shared = [...mine].filter((pair) => theirs.has(pair)).length;
  if (shared === 0) return { score: 0, reasons: [] };
  const same = words.filter((word) => [...bigramsOf([word])].some((pair) => theirs.has(pair)));
  const score = Math.round((20 * shared) / (mine.size + theirs.size));
  return { score, reasons: [reason('sameWords', { words: same.slice(0, 4) })] };
}

/** Whether both are known to come from different sites, so that they cannot be the same. */
const elsewhere = (match: SourceMatch, other: IncidentState): boolean =>
  match.status === 'certain' && other.site !== null && match.site !== other.site;

/** What it tells to have begun again is the same thing, however long ago it was first reported. */
function byRelapse({ id, relapseOf, mayBe = [] }: SimilarQuestion, other: IncidentState): Likeness | undefined {
  if (other.id === relapseOf || other.reopened.some(({ by }) => by === id))
    return { score: 100, reasons: [reason('relapse', {})] };
  if (!mayBe.includes(other.id)) return undefined;
  // Below what is taken for the same one: a person chooses.
  return { score: 60, reasons: [reason('stoppedTonight', { incident: other.id, number: other.number })] };
}

function likeness(question: SimilarQuestion, other: IncidentState, district: District): Likeness | undefined {
  const { minutes } = district.plates.policy.similar;
  const again = byRelapse(question, other);
  if (again !== undefined) return again;
  // One that began again is as old as that.
  const since = [other.actAt, ...other.reopened.filter(({ because }) => because === 'relapse').map(({ at }) => at)];
  const apart = Math.min(...since.map((at) => Math.abs(question.actAt - at))) / minute;
  if (apart > minutes || elsewhere(question.match, other)) return undefined;
  const sameMatter = question.matter === other.matter;
  const site = bySite(question.match, other);
  const vague = isVague(question.matter, other.matter);
  if (site === undefined && !sameMatter && !vague) return undefined;
  const place = site ?? byPlace(question, other, district);
  if (place === undefined) return undefined;
  const matter = sameMatter
    ? [reason('sameMatter', { matter: other.matter })]
    : vague
      ? [reason('vagueMatter', { matter: other.matter })]
      : [];
  const words = byWords(question.words ?? [], other);
  return {
    score: place.score + Math.round(20 * (1 - apart / Math.max(1, minutes))) + (sameMatter ? 10 : 0) + words.score,
    reasons: [...place.reasons, reason('minutesApart', { minutes: Math.round(apart) }), ...matter, ...words.reasons],
  };
}

/** Best first. Open ones, and those stopped tonight; one that was joined into another is represented by that. */
export function findSimilar(
  question: SimilarQuestion,
  recent: readonly IncidentState[],
  district: District,
): readonly Similar[] {
  return recent
    .filter(
      (other) =>
        other.id !== question.id &&
        other.joinedInto === null &&
        (other.closed === null || stoppedTonight(other, question.actAt, district.plates)),
    )
    .flatMap((other): Similar[] => {
      const like = likeness(question, other, district);
      if (like === undefined || like.score < offeredFrom) return [];
      const { score, reasons } = like;
      return [{ incident: other.id, number: other.number, score: Math.min(100, score), reasons: [...reasons] }];
    })
    .sort((a, b) => b.score - a.score || (a.incident < b.incident ? -1 : 1))
    .slice(0, most);
}
