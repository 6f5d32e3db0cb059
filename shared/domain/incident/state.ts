/** What is known of an incident. No word of a caller is in it: those are in the vault, under `personal`. */
import type { Matter } from '../district/events.ts';
import type { PersonalHandle } from '../../lib/journal.ts';
import { hour } from '../../lib/time.ts';
import type { Reason } from '../kernel.ts';
import type { LastStepOf } from '../last-step.ts';
import type {
  Assessment,
  Finding,
  IncidentEvent,
  Limit,
  Mark,
  OutcomeKind,
  Placing,
  Similar,
  Source,
  SourceMatch,
} from './events.ts';

export type {
  Assessment,
  AssessmentKind,
  Channel,
  ContactWay,
  Finding,
  GridChain,
  Limit,
  Mark,
  OutcomeKind,
  Placing,
  Similar,
  SiteCandidate,
  Source,
  SourceMatch,
  Understanding,
} from './events.ts';

type DataOf<T extends IncidentEvent['type']> = Extract<IncidentEvent, { type: T }>['data'];

/** A step of the path with who did it and when; `at` Unix ms, `user` the account id or `system`. */
interface Done {
  readonly at: number;
  readonly user: string;
}

export type IncidentStage = 'received' | 'acknowledged' | 'dispatched' | 'onScene' | 'handled' | 'closed';

/** A unit that is on it, or was. */
export interface IncidentUnit {
  readonly assignment: string;
  readonly unit: string;
  readonly unitName: string;
  readonly sentAt: number;
  readonly arrivedAt: number | null;
  readonly goneAt: number | null;
  readonly why: 'done' | 'withdrawn' | 'handedBack' | null;
}

export interface Outcome extends Done {
  readonly assignment: string | null;
  readonly kind: OutcomeKind;
  readonly finishBy: number | null;
  readonly recheckBetween: { readonly from: number; readonly to: number } | null;
  readonly sameHourCheckAt: number | null;
}

/** Everything but the way back. All members are always there: null or empty where nothing is known. */
export interface IncidentFacts {
  readonly id: string;
  readonly number: string;
  readonly night: string;
  readonly running: number;
  readonly source: Source;
  readonly externalId: string | null;
  readonly receivedAt: number;
  readonly actAt: number;
  readonly matter: Matter;
  readonly also: readonly Matter[];
  readonly matterReasons: readonly Reason[];
  readonly headline: string;
  readonly personal: PersonalHandle | null;
  readonly confidential: boolean;
  readonly wantsReply: 'yes' | 'no' | 'anonymous';
  readonly placing: Placing;
  readonly match: SourceMatch;
  /** The site acted upon: certain, or said by a person; null where none is. */
  readonly site: string | null;
  /** What a person said of the source; null until somebody did. */
  readonly chosen: (Done & { readonly site: string | null }) | null;
  /** Oldest first; the last is what counts now. Never empty. */
  readonly assessments: readonly Assessment[];
  /** Found on scene, in the order in which it was noted. */
  readonly findings: readonly Finding[];
  readonly similar: readonly Similar[];
  readonly marks: readonly Mark[];
  readonly due: DataOf<'IncidentReceived'>['due'];
  readonly plates: string;
  readonly stage: IncidentStage;
  readonly acknowledged: Done | null;
  readonly phoned: readonly (Done & DataOf<'SitePhoned'>)[];
  readonly units: readonly IncidentUnit[];
  readonly outcome: Outcome | null;
  readonly escalated: readonly (Done & DataOf<'OutcomeEscalated'>)[];
  readonly checks: readonly (Done & DataOf<'CheckRecorded'>)[];
  /** First contact with the caller and attempts at it, in the order in which they were noted. */
  readonly contacts: readonly (Done & DataOf<'FirstContactRecorded'>)[];
  readonly replies: readonly (Done & DataOf<'ReplyRecorded'>)[];
  readonly told: readonly (Done & DataOf<'LocalSquadTold'>)[];
  readonly handedTo: (Done & DataOf<'HandedToLocalSquad'>) | null;
  readonly joinedInto: { readonly incident: string; readonly number: string } | null;
  readonly tookIn: readonly { readonly incident: string; readonly number: string }[];
  readonly returned: (Done & DataOf<'IncidentReturned'>) | null;
  readonly referred: readonly (Done & DataOf<'IncidentReferred'>)[];
  /** 回潮 and reopening by a person, oldest first. */
  readonly reopened: readonly (Done & DataOf<'IncidentReopened'>)[];
  readonly closed: (Done & DataOf<'IncidentClosed'>) | null;
  readonly overdue: readonly (DataOf<'IncidentOverdue'> & { readonly notedAt: number })[];
}

/** A limit that runs, passed or not; `at`: Unix ms. */
export interface OpenLimit {
  readonly limit: Limit;
  readonly at: number;
}

export interface IncidentState extends IncidentFacts {
  /** All that is owed, by due time: one law for hub and screens. */
  readonly open: readonly OpenLimit[];
  /** The first of them; null: none runs. A column of its own, as queues are sorted by it. */
  readonly next: OpenLimit | null;
  /** The last step on this stream that its maker may take back; null where there is none. */
  readonly lastStep: LastStepOf<IncidentFacts> | null;
}

export interface IncidentReads {
  incident(id: string): IncidentState | undefined;
  /** The one that a source's own number stands for. */
  incidentByExternalId(source: Source, externalId: string): IncidentState | undefined;
  /** All that are not closed, by id. */
  openIncidents(): readonly IncidentState[];
  /** Received at or after the instant, open or not, newest first, at most `limit`. */
  incidentsSince(at: number, limit: number): readonly IncidentState[];
  /** About this site, newest first, at most `limit`. */
  incidentsOfSite(site: string, limit: number): readonly IncidentState[];
  /** Highest running number of a report night; 0 before the first. */
  lastRunning(night: string): number;
}

/** How long before and after its hour the check at the same hour of the next day may be made, ms. */
export const sameHourGrace = hour;

/** When it was last reopened, Unix ms; before the first time: the beginning of time. */
export function reopenedAt({ reopened }: Pick<IncidentFacts, 'reopened'>): number {
  return reopened.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
}

/** Whether what was found then, and is said only now, was overtaken: by a later outcome, or by what began again. */
export function isOvertaken(incident: Pick<IncidentFacts, 'outcome' | 'reopened'>, at: number): boolean {
  return at < reopenedAt(incident) || (incident.outcome !== null && at < incident.outcome.at);
}

/** Roads where the noise may be. The road that a caller lives in is for matching only: it is told to nobody. */
export function roadsOfNoise({ marks, placing }: Pick<IncidentFacts, 'marks' | 'placing'>): string[] {
  return placing.by === 'hub' && marks.includes('placeOfCaller') ? [] : [...placing.roads];
}

/** Units that are on it now. */
export function engagedUnits({ units }: Pick<IncidentFacts, 'units'>): readonly IncidentUnit[] {
  return units.filter(({ goneAt }) => goneAt === null);
}

/** Whether its caller is neither answered nor excused. */
export function owesCaller({ wantsReply, personal, replies }: IncidentFacts): boolean {
  return wantsReply === 'yes' && personal !== null && replies.length === 0;
}

/** So many attempts without success are enough: 三次未接通. */
const enoughAttempts = 3;

/** Whether somebody turned to its caller, or tried often enough. It answers nothing: the reply is still owed. */
export function isContacted({ contacts }: Pick<IncidentFacts, 'contacts'>): boolean {
  return contacts.some(({ reached }) => reached) || contacts.length >= enoughAttempts;
}

/** Whether it is for others to deal with: sent back, or its own matter referred, since it was last reopened. */
export function isWithOthers(incident: IncidentFacts): boolean {
  const since = reopenedAt(incident);
  const { returned, referred, matter, placing } = incident;
  return (
    returned !== null || referred.some((one) => one.at >= since && (one.matter === matter || placing.outside !== null))
  );
}

export interface OpenCheck {
  readonly which: DataOf<'CheckRecorded'>['which'];
  /** When it has to be made at the latest, Unix ms. */
  readonly at: number;
}

/**
 * Checks that were announced and are not recorded. Whoever rang the site looks after it, unless a unit went there after
 * all; the check of the next day may be owed by the local squad.
 */
export function openChecks(incident: IncidentFacts): readonly OpenCheck[] {
  const { phoned, outcome, checks, units, handedTo } = incident;
  const open: OpenCheck[] = [];
  const made = (since: number, ...which: OpenCheck['which'][]): boolean =>
    checks.some((check) => check.at >= since && which.includes(check.which));
  const call = phoned.at(-1);
  if (call !== undefined && call.result !== 'noContactOnFile' && call.at >= reopenedAt(incident)) {
    const seen = units.some(({ arrivedAt }) => arrivedAt !== null && arrivedAt >= call.at);
    const over = outcome !== null && outcome.at >= call.at;
    if (!seen && !over && !made(call.at, 'afterCall', 'sameNight')) open.push({ which: 'afterCall', at: call.checkBy });
  }
  if (outcome === null) return open;
  const { at, recheckBetween, sameHourCheckAt, finishBy } = outcome;
  if (finishBy !== null && !made(at, 'finish')) open.push({ which: 'finish', at: finishBy });
  if (recheckBetween !== null && !made(recheckBetween.from, 'sameNight'))
    open.push({ which: 'sameNight', at: recheckBetween.to });
  const squadOwesIt = handedTo?.owes.includes('recheck') === true;
  if (sameHourCheckAt !== null && !squadOwesIt && !made(at, 'sameHour'))
    open.push({ which: 'sameHour', at: sameHourCheckAt + sameHourGrace });
  return open;
}
