/** What is known of an assignment, and what a recommendation of units looks like. */
import type { Reason } from '../kernel.ts';
import type { LastStepOf } from '../last-step.ts';
import type { PersonalHandle } from '../../lib/journal.ts';
import type { AssignmentEvent } from './events.ts';

export type { ArrivalGrade } from './events.ts';

type DataOf<T extends AssignmentEvent['type']> = Extract<AssignmentEvent, { type: T }>['data'];

interface Done {
  readonly at: number;
  readonly user: string;
}

export type AssignmentStage = 'assigned' | 'accepted' | 'onTheWay' | 'onScene' | 'done' | 'handedBack' | 'withdrawn';

/** When somebody is thought to be there, Unix ms. */
export interface Expected {
  readonly from: number;
  readonly to: number;
}

export type Enforcer = NonNullable<DataOf<'UnitAssigned'>['enforcer']>;

export interface AssignmentFacts extends DataOf<'UnitAssigned'> {
  /** As it was told last. */
  readonly expected: Expected | null;
  readonly enforcer: Enforcer | null;
  readonly override: string | null;
  readonly id: string;
  readonly assigned: Done;
  readonly stage: AssignmentStage;
  readonly accepted: (Done & DataOf<'AssignmentAccepted'>) | null;
  readonly setOut: (Done & DataOf<'UnitSetOut'>) | null;
  readonly arrived: (Done & DataOf<'UnitArrived'>) | null;
  readonly evidence: readonly (Done & {
    readonly kind: DataOf<'EvidenceNoted'>['kind'];
    readonly personal: PersonalHandle | null;
    readonly reportedByDesk: DataOf<'EvidenceNoted'>['reportedByDesk'];
  })[];
  readonly outcome: (Done & DataOf<'OutcomeReported'>) | null;
  readonly handedBack: (Done & DataOf<'AssignmentHandedBack'>) | null;
  readonly withdrawn: (Done & DataOf<'AssignmentWithdrawn'>) | null;
  /** Last time the unit on scene was known to be well, Unix ms. */
  readonly safeAt: number | null;
  /** When the hub learned of the last word from there, Unix ms: later than `safeAt` where it was entered late. */
  readonly heardAt: number | null;
  readonly overdue: readonly DataOf<'AssignmentOverdue'>[];
  /** When what was before it was done, Unix ms; null where nothing was, or is still. */
  readonly turnAt: number | null;
}

export interface AssignmentState extends AssignmentFacts {
  /** The last step on this stream that its maker may take back; null after what the hub did itself. */
  readonly lastStep: LastStepOf<AssignmentFacts> | null;
}

export interface AssignmentReads {
  assignment(id: string): AssignmentState | undefined;
  /** Of an incident, by id. */
  assignmentsOf(incident: string): readonly AssignmentState[];
}

/**
 * How long it takes until two certified officers can be anywhere in a zone, minutes, now and without a unit; null: nobody
 * free could come.
 */
export interface Uncovers {
  readonly zone: string;
  readonly name: string;
  readonly before: number | null;
  readonly after: number | null;
  /** Who could stand in, and in how many minutes; null where nobody can be spared, or nobody is needed. */
  readonly backFill: { readonly unit: string; readonly name: string; readonly minutes: number } | null;
}

/** One unit of a recommendation. */
export interface RecommendedUnit {
  readonly unit: string;
  readonly name: string;
  /** From 1. */
  readonly rank: number;
  readonly task: 'enforce' | 'verify';
  /** Null where its place is not known well enough. */
  readonly etaMinutes: number | null;
  readonly metres: number | null;
  /** Age of the fix, seconds; null without one. */
  readonly fixAge: number | null;
  readonly certified: number;
  readonly auxiliary: number;
  /** From the earliest to the latest, minutes; null with `etaMinutes`. */
  readonly eta: { readonly from: number; readonly to: number } | null;
  /** Jobs before this one, where it goes in at the cheapest place. */
  readonly jobsBefore: number;
  /** The job that it goes in front of; null: behind all. */
  readonly before: string | null;
  /** Null: the pack says nothing of it. */
  readonly enforcer: Enforcer | null;
  /** What its zone is left with; null where it covers none, or is not free. */
  readonly uncovers: Uncovers | null;
  readonly reasons: readonly Reason[];
  /** What speaks against it: warned, never blocked. */
  readonly warnings: readonly Reason[];
}

export interface Recommendation {
  /**
   * `send`: the first unit may be sent at once. `confirm`: place or source must be confirmed by a person first. `ask`: the
   * caller must be asked. `join`: offer joining first. `noUnit`: none of ours is needed. `refer`: it is another's.
   */
  readonly advice: 'send' | 'confirm' | 'ask' | 'join' | 'noUnit' | 'refer';
  readonly urgency: 'top' | 'urgent' | 'normal' | 'low';
  /** Best first. Also given where the advice is not `send`: a person decides. */
  readonly units: readonly RecommendedUnit[];
  /** Cannot be sent now, and why. */
  readonly excluded: readonly { readonly unit: string; readonly name: string; readonly reasons: readonly Reason[] }[];
  /** What to ask before anybody is sent. */
  readonly questions: readonly Reason[];
  /** What to do beside or instead: phoneSite, tellSquad, dutyLine, join, refer, return, registerSite, photoNotice … */
  readonly actions: readonly Reason[];
  readonly reasons: readonly Reason[];
}
