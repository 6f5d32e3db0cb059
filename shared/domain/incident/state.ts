/** What is known of an incident. No word of a caller is in it: those are in the vault, under `personal`. */
import type { Matter } from '../district/events.ts';
import type { PersonalHandle } from '../../lib/journal.ts';
import { hour } from '../../lib/time.ts';
import type { Reason } from '../kernel.ts';
import type { LastStepOf } from '../last-step.ts';
import type { Claim } from './claim.ts';
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
  Term,
} from './events.ts';

export type { Measurement, MeasurementResult } from './measurement.ts';
export type {
  Assessment,
  AssessmentKind,
  Channel,
  ContactWay,
  Finding,
  GridChain,
  Limit,
  Mark,
  Means,
  OutcomeKind,
  Placing,
  Similar,
  SiteCandidate,
  Source,
  SourceMatch,
  StallSays,
  StallView,
  Term,
  Understanding,
} from './events.ts';

export type { ActOfOther, Claim } from './claim.ts';

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
  /** Absent: not said. */
  readonly means?: DataOf<'OutcomeRecorded'>['means'];
}

/** A longer limit that was asked for; `answered` null: nobody said yet. */
export interface Extension extends Done {
  readonly limit: DataOf<'ExtensionAsked'>['limit'];
  readonly why: DataOf<'ExtensionAsked'>['why'];
  readonly to: number;
  readonly answered: (Done & DataOf<'ExtensionAnswered'>) | null;
}

/** An order that came again with other content. */
export interface Correction extends Done, DataOf<'IncidentCorrected'> {
  readonly taken: Done | null;
}

/** Words that a step left in the vault. */
export interface Note extends Done {
  readonly of: IncidentEvent['type'];
  readonly personal: PersonalHandle | null;
}

/** A file that belongs to it; `personal` null: its content was erased, the hash stays. */
export interface IncidentFile extends Done {
  readonly sha256: string;
  readonly mediaType: DataOf<'FileAttached'>['mediaType'];
  readonly bytes: number;
  readonly of: DataOf<'FileAttached'>['of'];
  readonly whose: DataOf<'FileAttached'>['whose'];
  readonly way: DataOf<'FileAttached'>['way'];
  readonly personal: PersonalHandle | null;
}

/** What was done about the source of it (约谈, 抄告); `at`: when it was held or sent. Its words are among the notes. */
export type SourceStep = Done & { readonly corrected: (Done & Pick<DataOf<'SourceStepCorrected'>, 'why'>) | null } & (
    | ({ readonly kind: 'talk' } & Omit<DataOf<'SourceTalkHeld'>, 'personal'>)
    | ({ readonly kind: 'notice' } & Omit<DataOf<'SourceNoticeSent'>, 'personal'>)
  );

/** How far a reply has come on its way back to the source (回传). */
export interface Posting extends Done {
  /** Which of the replies, from 0. */
  readonly reply: number;
  /** Id under which the other side knows it; null: done by hand, nothing was ever queued. */
  readonly posting: string | null;
  /** Name of the other side; null: done by hand. */
  readonly to: string | null;
  /** `failed`: nobody tries any more. `waiting` with `why`: the last try failed. */
  readonly state: 'waiting' | 'posted' | 'failed' | 'byHand';
  readonly why: DataOf<'ReplyPostFailed'>['why'] | DataOf<'ReplyPostedByHand'>['why'] | null;
  readonly tries: number;
  /** What the other side calls it; null: it said nothing. */
  readonly receipt: string | null;
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
  /** What the order said of time and place when it first came; absent: it is not known. */
  readonly asSent?: DataOf<'IncidentReceived'>['asSent'];
  /** Oldest first: the order as it came again with other content; `taken`: a person took what it offers. */
  readonly corrections: readonly Correction[];
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
  readonly returned: (Done & Omit<DataOf<'IncidentReturned'>, 'personal'>) | null;
  readonly referred: readonly (Done & DataOf<'IncidentReferred'>)[];
  /** 回潮 and reopening by a person, oldest first. */
  readonly reopened: readonly (Done & DataOf<'IncidentReopened'>)[];
  readonly closed: (Done & DataOf<'IncidentClosed'>) | null;
  readonly overdue: readonly (DataOf<'IncidentOverdue'> & { readonly notedAt: number })[];
  /** Limits of its stages, one of each, as the pack had them; whether one runs now, `open` says. */
  readonly terms: readonly Term[];
  readonly verification: (Done & DataOf<'VerificationRecorded'>) | null;
  readonly inspections: readonly (Done & DataOf<'InspectionRecorded'>)[];
  readonly extensions: readonly Extension[];
  /** Limits stand still since then; null: they run. */
  readonly suspended: (Done & Omit<DataOf<'IncidentSuspended'>, 'personal'>) | null;
  /** Stops that are over, Unix ms. */
  readonly suspensions: readonly { readonly from: number; readonly to: number; readonly reasonName: string }[];
  /** What the source said to the return; null where nothing is returned, or nothing said yet. */
  readonly returnAnswer: (Done & { readonly answer: 'takenBack' | 'silence' }) | null;
  /** Returns that came back to us; `again`: whether one more may be tried. */
  readonly sentBack: readonly (Done & { readonly again: boolean })[];
  /** The last is the one in force; it is answered by a report. */
  readonly supervisions: readonly (Done &
    Omit<DataOf<'SupervisionBegan'>, 'personal'> & { readonly reported: Done | null })[];
  readonly surveys: readonly (Done & Omit<DataOf<'SurveyRecorded'>, 'personal'>)[];
  /** What the source said of missing first contacts, in the order in which it was noted. */
  readonly contactMisses: readonly (Done & Omit<DataOf<'ContactMissRecorded'>, 'personal'>)[];
  readonly appeals: readonly (Done &
    Omit<DataOf<'AppealFiled'>, 'personal'> & { readonly decided: (Done & { readonly upheld: boolean }) | null })[];
  /** A forced close that was asked for and is not answered. */
  readonly forced: (Done & Omit<DataOf<'ForcedCloseAsked'>, 'personal'>) | null;
  readonly simple: (Done & DataOf<'ClosedSimply'> & { readonly reported: Done | null }) | null;
  /** So many of the replies were given before it had to be done again: they answer nothing any more. */
  readonly answeredBefore: number;
  readonly notes: readonly Note[];
  /** In the order in which they came. */
  readonly files: readonly IncidentFile[];
  readonly measurements: readonly (Done & DataOf<'MeasurementRecorded'>)[];
  /** Replies on their way back to whoever sent the order, one of each reply; of others nobody said anything yet. */
  readonly postings: readonly Posting[];
  /** In the order in which they were noted. */
  readonly sourceSteps: readonly SourceStep[];
}

/** A limit that runs, passed or not; `at`: Unix ms. */
export interface OpenLimit {
  readonly limit: Limit;
  readonly at: number;
  /** From when on it is warned; absent: not before it passes. */
  readonly warnAt?: number;
  /** It stands still, and passes no sooner than somebody lets it run on. */
  readonly paused?: true;
}

export interface IncidentState extends IncidentFacts {
  /** Whose it is at the moment; null: nobody's. No step of the path. */
  readonly claim: Claim | null;
  /** All that is owed, by due time: one law for hub and screens. */
  readonly open: readonly OpenLimit[];
  /** The first of them that runs; null: none does. A column of its own, as queues are sorted by it. */
  readonly next: OpenLimit | null;
  /** The last step on this stream that its maker may take back; null where there is none. */
  readonly lastStep: LastStepOf<IncidentFacts> | null;
}

export interface WeighedSite {
  readonly site: string;
  readonly name: string;
  /** 1 for those that fit best; sites that fit alike share it. */
  readonly rank: number;
  readonly for: readonly Reason[];
  readonly against: readonly Reason[];
}

export interface WeighedSources {
  /** `one`: one site stands out. `several`: some fit alike. `unknown`: none fits; then the questions help. */
  readonly status: 'one' | 'several' | 'unknown';
  readonly sites: readonly WeighedSite[];
  /** Complaints of the night that said something of these sites. */
  readonly complaints: number;
  /** What to ask a caller; empty where one site stands out. */
  readonly questions: readonly Reason[];
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
export function owesCaller({ wantsReply, personal, replies, answeredBefore }: IncidentFacts): boolean {
  return wantsReply === 'yes' && personal !== null && replies.length <= answeredBefore;
}

/** What waits for a person: the last correction, where it offers something that nobody took. */
export function openCorrection({ corrections }: Pick<IncidentFacts, 'corrections'>) {
  const last = corrections.at(-1);
  if (last === undefined || last.offer === null || last.taken !== null) return undefined;
  return { ...last, offer: last.offer };
}

/** Every handle under which the vault keeps words of this incident. */
export function handlesOf(
  facts: Pick<IncidentFacts, 'contacts' | 'replies' | 'notes'> & Partial<Pick<IncidentFacts, 'personal' | 'files'>>,
): readonly PersonalHandle[] {
  const { personal = null, contacts, replies, notes, files = [] } = facts;
  return [personal, ...[...contacts, ...replies, ...notes, ...files].map((one) => one.personal)].flatMap(
    (one) => one ?? [],
  );
}

/** Whether it has this content, not erased. */
export function holdsFile({ files }: Pick<IncidentFacts, 'files'>, sha256: string): boolean {
  return files.some((file) => file.sha256 === sha256 && file.personal !== null);
}

/** The limit of a stage; undefined where the pack sets none. */
export function termOfStage({ terms }: Pick<IncidentFacts, 'terms'>, stage: Term['limit']): Term | undefined {
  return terms.find(({ limit }) => limit === stage);
}

/** Sent back to the source, which has said nothing yet and still may. */
export function awaitsReturn({ returned, returnAnswer }: IncidentFacts): boolean {
  return returned?.answerBy !== undefined && returnAnswer === null;
}

/** The supervision that waits for a report. */
export function openSupervision({ supervisions }: Pick<IncidentFacts, 'supervisions'>) {
  const last = supervisions.at(-1);
  return last?.reported === null ? last : undefined;
}

/** Whether somebody still has to look whether there is such a thing. */
export function owesVerification(incident: IncidentFacts): boolean {
  const { verification, outcome, joinedInto } = incident;
  const isAsked = termOfStage(incident, 'verify') !== undefined;
  return isAsked && verification === null && outcome === null && joinedInto === null && !isWithOthers(incident);
}

/** Whether nobody has looked yet whether what was reported as done is done, and the pack asks for it. */
export function owesInspection(incident: IncidentFacts): boolean {
  const { outcome, inspections, checks } = incident;
  const term = termOfStage(incident, 'check');
  if (outcome === null || outcome.kind === 'refusesToStop' || term === undefined || term.from < outcome.at)
    return false;
  return !inspections.some(({ at }) => at >= outcome.at) && !checks.some(({ at, quiet }) => quiet && at >= outcome.at);
}

/** How often it had to be done again (返工). */
export function reworkCount({ reopened }: Pick<IncidentFacts, 'reopened'>): number {
  return reopened.filter(({ because }) => because === 'rework' || because === 'survey').length;
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
