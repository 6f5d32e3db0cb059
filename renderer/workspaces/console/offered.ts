/** What can be done with an incident now, by its state and by what the person may do. Pure; instants Unix ms. */
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { second } from '../../../shared/lib/time.ts';
import type { CheckKind } from '../../hall/owed.ts';
import { checkToRecord, owesFirstContact, owesReply } from '../../hall/owed.ts';
import type { May } from '../../hall/use-may.ts';

export interface OfferedIn {
  readonly now: number;
  readonly user: string | undefined;
  /** So long a step may be taken back, seconds. */
  readonly undoSeconds: number;
  /** Whether the squad of the place is known here. */
  readonly hasLocalSquad: boolean;
  /** Whether the site it comes from is known here. */
  readonly hasSite: boolean;
  readonly isForeign: (matter: IncidentState['matter']) => boolean;
}

export interface Offered {
  readonly acknowledge: boolean;
  readonly assessAgain: boolean;
  readonly tellLocal: boolean;
  readonly handToLocal: boolean;
  readonly escalate: readonly ('shiftLead' | 'dutyLeader')[];
  /** Matters that are another authority's. */
  readonly refer: readonly IncidentState['matter'][];
  readonly returnOutside: boolean;
  readonly close: boolean;
  readonly reopen: boolean;
  /** Seconds left to take the last step back. */
  readonly undo: number | undefined;
  readonly phoneSite: boolean;
  readonly check: CheckKind | undefined;
  readonly firstContact: boolean;
  readonly reply: boolean;
}

/** Nobody is told to stop what was announced as a repair, nor what has stopped. */
function asksToStop({ outcome, assessments }: IncidentState): boolean {
  const isSettled = outcome !== null && outcome.kind !== 'refusesToStop';
  return !isSettled && assessments.at(-1)?.kind !== 'emergency';
}

/** What was done since the outcome is not offered again. */
function escalations({ outcome, escalated }: IncidentState): Offered['escalate'] {
  if (outcome?.kind !== 'refusesToStop') return [];
  return (['shiftLead', 'dutyLeader'] as const).filter(
    (to) => !escalated.some((one) => one.to === to && one.at >= outcome.at),
  );
}

function referrals({ matter, also, referred, reopened }: IncidentState, { isForeign }: OfferedIn): Offered['refer'] {
  const since = reopened.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  const isReferred = (one: string): boolean => referred.some((each) => each.matter === one && each.at >= since);
  return [matter, ...also].filter((one) => isForeign(one) && !isReferred(one));
}

/** The last step may be taken back for a few seconds by who did it. */
function secondsToUndo({ lastStep }: IncidentState, { now, user, undoSeconds }: OfferedIn): number | undefined {
  if (lastStep === null || lastStep.user !== user) return undefined;
  const left = Math.ceil((lastStep.at - now) / second + undoSeconds);
  return left > 0 ? left : undefined;
}

export function offeredOf(incident: IncidentState, { give }: Pick<May, 'give'>, around: OfferedIn): Offered {
  const { acknowledged, closed, handedTo, outcome, placing, returned, told } = incident;
  const isOpen = closed === null;
  const isBarred = incident.sentBack.at(-1)?.again === false;
  const isTold = told.some(({ squad }) => squad === placing.squad);
  return {
    acknowledge: isOpen && give('AcknowledgeIncident') && acknowledged === null,
    assessAgain: isOpen && give('AssessAgain'),
    tellLocal: isOpen && give('TellLocalSquad') && around.hasLocalSquad && !isTold,
    handToLocal: isOpen && give('HandToLocalSquad') && around.hasLocalSquad && handedTo === null && outcome !== null,
    escalate: isOpen && give('EscalateOutcome') ? escalations(incident) : [],
    refer: isOpen && give('ReferIncident') ? referrals(incident, around) : [],
    returnOutside: isOpen && give('ReturnIncident') && placing.outside !== null && returned === null && !isBarred,
    close: isOpen && give('CloseIncident'),
    reopen: !isOpen && give('ReopenIncident'),
    undo: give('UndoStep') ? secondsToUndo(incident, around) : undefined,
    phoneSite: isOpen && give('PhoneSite') && around.hasSite && asksToStop(incident),
    check: isOpen && give('RecordCheck') ? checkToRecord(incident, around.now) : undefined,
    firstContact: isOpen && give('RecordFirstContact') && owesFirstContact(incident),
    reply: isOpen && give('RecordReply') && owesReply(incident),
  };
}

/** Whether there is anything at all: a title above nothing says nothing. */
export function isOffered(offered: Offered): boolean {
  return Object.values(offered).some((one) =>
    Array.isArray(one) ? one.length > 0 : one !== false && one !== undefined,
  );
}
