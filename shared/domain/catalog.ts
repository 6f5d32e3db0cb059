/**
 * The list of all things: which kinds of streams there are, which commands, which reactions. Hub and seat share it, so
 * that a document folds the same on both.
 */
import type { z } from 'zod';
import type { EventEnvelope, Recorded } from '../lib/journal.ts';
import { splitStream } from '../lib/journal.ts';
import { endDeputy, nameDeputy } from './account/decide-deputy.ts';
import {
  changeAccountRoles,
  createAccount,
  disableAccount,
  enableAccount,
  renameAccount,
  turnAccountRoles,
} from './account/decide.ts';
import { accountKind } from './account/evolve.ts';
import { accountDueReactions } from './account/reactions.ts';
import type { AccountReads } from './account/state.ts';
import {
  alarmDueReactions,
  answerSupport,
  escalateAlarm,
  clearAlarm,
  handOverAlarm,
  raiseAlarm,
  sendSupport,
  shelveAlarm,
  takeAlarm,
  unshelveAlarm,
} from './alarm/decide.ts';
import { alarmKind } from './alarm/evolve.ts';
import type { AlarmReads } from './alarm/state.ts';
import { askApproval, giveApproval, refuseApproval } from './approval/decide.ts';
import { approvalKind } from './approval/evolve.ts';
import type { ApprovalReads } from './approval/state.ts';
import { arrive } from './assignment/decide-arrive.ts';
import { reportOutcome } from './assignment/decide-outcome.ts';
import {
  acceptAssignment,
  confirmSafety,
  eraseEvidence,
  noteAssignmentOverdue,
  noteEvidence,
  setOut,
} from './assignment/decide-steps.ts';
import { orderJobs } from './assignment/decide-order.ts';
import { assignUnit, handBack, withdrawAssignment } from './assignment/decide.ts';
import { assignmentKind } from './assignment/evolve.ts';
import { assignmentDueReactions } from './assignment/reactions.ts';
import type { AssignmentReads } from './assignment/state.ts';
import { settleTurns, turnsReaction } from './assignment/decide-turns.ts';
import { silenceReaction } from './assignment/silence.ts';
import { correctAttendance, noteAttendance } from './attendance/decide.ts';
import { attendanceKind } from './attendance/evolve.ts';
import type { AttendanceReads } from './attendance/state.ts';
import { correctRemark, noteRemark } from './remark/decide.ts';
import { remarkKind } from './remark/evolve.ts';
import type { RemarkReads } from './remark/state.ts';
import {
  beginUrgentReport,
  dropUrgentReport,
  noteUrgentOverdue,
  sendUrgentReport,
  urgentDueReactions,
} from './urgent-report/decide.ts';
import { urgentReportKind } from './urgent-report/evolve.ts';
import type { UrgentReportReads } from './urgent-report/state.ts';
import { recordContact, withdrawContact } from './contact/decide.ts';
import { contactKind } from './contact/evolve.ts';
import type { ContactReads } from './contact/state.ts';
import { activatePack, importPack } from './district/decide.ts';
import { packKind } from './district/evolve.ts';
import type { DistrictReads } from './district/state.ts';
import { switchDutyMode } from './duty-mode/decide.ts';
import { dutyModeKind } from './duty-mode/evolve.ts';
import type { DutyModeReads } from './duty-mode/state.ts';
import { recordFence, withdrawFence } from './fence/decide.ts';
import { fenceKind } from './fence/evolve.ts';
import type { FenceReads } from './fence/state.ts';
import {
  acknowledgeIncident,
  assessAgain,
  chooseSource,
  closeIncident,
  correctIncident,
  eraseCaller,
  escalateOutcome,
  handToLocalSquad,
  joinIncident,
  noteFinding,
  noteOverdue,
  phoneSite,
  placeIncident,
  receiveIncident,
  recordCheck,
  recordFirstContact,
  recordReply,
  referIncident,
  reopenIncident,
  returnIncident,
  separateIncident,
  takeCorrection,
  tellLocalSquad,
  undoStep,
  answerExtension,
  answerForcedClose,
  askExtension,
  askForcedClose,
  closeSimply,
  decideAppeal,
  fileAppeal,
  noteLateEntry,
  noteReturnSilence,
  recordContactMiss,
  recordInspection,
  recordReturnAnswer,
  recordSurvey,
  recordVerification,
  reportSimple,
  reportSupervision,
  resumeIncident,
  superviseIncident,
  suspendIncident,
  supervisionReaction,
  attachFile,
  keepCallerSecret,
  liftCallerSecrecy,
  recordMeasurement,
  claimDueReactions,
  claimIncident,
  dropClaim,
  releaseClaim,
  takeOverClaim,
} from './incident/decide.ts';
import {
  markReplyPosted,
  noteReplyPosted,
  noteReplyPostFailed,
  queueReplyPost,
  sendReplyAgain,
} from './incident/decide-posting.ts';
import { importRows } from './import/decide.ts';
import { importKind } from './import/evolve.ts';
import type { ImportReads } from './import/state.ts';
import { incidentDueReactions } from './incident/dues.ts';
import { incidentKind } from './incident/evolve.ts';
import { correctSourceStep, recordSourceNotice, recordSourceTalk } from './incident/decide-source-steps.ts';
import type { IncidentReads } from './incident/state.ts';
import { changeOperationMembers, endOperation, planOperation, startOperation } from './joint-operation/decide.ts';
import { operationKind } from './joint-operation/evolve.ts';
import type { OperationReads } from './joint-operation/state.ts';
import type { CommandDefinition, CommandRule, DueReaction, EventReaction, Kind } from './kernel.ts';
import {
  eraseMessage,
  messageDueReactions,
  noteMessage,
  noteMessageUnread,
  passOnMessage,
  sendMessage,
} from './message/decide.ts';
import { messageKind } from './message/evolve.ts';
import type { MessageReads } from './message/state.ts';
import {
  recordNightPermit,
  recordQuietPeriod,
  recordRepairNotice,
  withdrawNightPermit,
  withdrawQuietPeriod,
  withdrawRepairNotice,
} from './permit/decide.ts';
import { nightPermitKind, quietPeriodKind, repairNoticeKind } from './permit/evolve.ts';
import type { PermitReads } from './permit/state.ts';
import { recordPost, withdrawPost } from './post/decide.ts';
import { postKind } from './post/evolve.ts';
import type { PostReads } from './post/state.ts';
import { recordRoster, withdrawRoster } from './roster/decide.ts';
import {
  answerSwap,
  issueEquipment,
  lendGroup,
  proposeSwap,
  recordLeave,
  returnEquipment,
} from './roster/decide-turn.ts';
import { rosterKind } from './roster/evolve.ts';
import type { RosterReads } from './roster/state.ts';
import { recordSite, withdrawSite } from './site/decide.ts';
import { siteKind } from './site/evolve.ts';
import type { SiteReads } from './site/state.ts';
import { answerHelp, askHelp, recordSquad } from './squad/decide.ts';
import { squadKind } from './squad/evolve.ts';
import type { SquadReads } from './squad/state.ts';
import { recordStallPlace, withdrawStallPlace } from './stall-place/decide.ts';
import { stallPlaceKind } from './stall-place/evolve.ts';
import type { StallPlaceReads } from './stall-place/state.ts';
import { recordUnit, setReserve, setUnitStatus, standIn } from './unit/decide.ts';
import { unitKind } from './unit/evolve.ts';
import type { UnitReads } from './unit/state.ts';
import { rolesFor } from './rules/permissions.ts';
import { importVideoPoints, recordVideoPoint, withdrawVideoPoint } from './video-point/decide.ts';
import { videoPointKind } from './video-point/evolve.ts';
import type { VideoPointReads } from './video-point/state.ts';
import { recordZone } from './zone/decide.ts';
import { zoneKind } from './zone/evolve.ts';
import type { ZoneReads } from './zone/state.ts';

/** Everything a decision may read. */
export type HubReads = DutyModeReads &
  AccountReads &
  ApprovalReads &
  OperationReads &
  SquadReads &
  ZoneReads &
  SiteReads &
  PermitReads &
  UnitReads &
  DistrictReads &
  VideoPointReads &
  PostReads &
  FenceReads &
  StallPlaceReads &
  ContactReads &
  ImportReads &
  MessageReads &
  AlarmReads &
  AttendanceReads &
  RemarkReads &
  UrgentReportReads &
  RosterReads &
  IncidentReads &
  AssignmentReads;

/** A kind with its type parameters closed: states and events are checked by their schemas where they enter. */
export type AnyKind = Kind<unknown, { readonly type: string; readonly data: unknown }>;
export type AnyCommand = CommandDefinition<unknown, HubReads>;

export type Kinds = ReadonlyMap<string, AnyKind>;

/** The registries together, so that tests can hand in their own. `R`: what decisions may read. */
export interface Catalog<R> {
  readonly kinds: Kinds;
  readonly commands: ReadonlyMap<string, CommandDefinition<unknown, R>>;
  readonly dueReactions: ReadonlyMap<string, DueReaction<R>>;
  readonly eventReactions: readonly EventReaction<R>[];
}

/** Closes the type parameters of a kind, for a registry. */
export function openKind<S, E extends { readonly type: string; readonly data: unknown }>(kind: Kind<S, E>): AnyKind {
  return kind as unknown as AnyKind;
}

/** Closes the type parameter of a command, for a registry. */
export function openCommand<D, R>(definition: CommandDefinition<D, R>): CommandDefinition<unknown, R> {
  return definition as unknown as CommandDefinition<unknown, R>;
}

/** A command of the product with the rights that the table gives for it. */
function command<D>(rule: CommandRule<D, HubReads>): AnyCommand {
  return openCommand({ ...rule, roles: rolesFor(rule.type) });
}

const allKinds: readonly AnyKind[] = [
  openKind(dutyModeKind),
  openKind(accountKind),
  openKind(approvalKind),
  openKind(operationKind),
  openKind(squadKind),
  openKind(zoneKind),
  openKind(siteKind),
  openKind(nightPermitKind),
  openKind(repairNoticeKind),
  openKind(quietPeriodKind),
  openKind(unitKind),
  openKind(packKind),
  openKind(videoPointKind),
  openKind(postKind),
  openKind(fenceKind),
  openKind(stallPlaceKind),
  openKind(contactKind),
  openKind(importKind),
  openKind(assignmentKind),
  openKind(incidentKind),
  openKind(messageKind),
  openKind(alarmKind),
  openKind(attendanceKind),
  openKind(remarkKind),
  openKind(urgentReportKind),
  openKind(rosterKind),
];
/** How the registers of packs and files are looked up, entered and withdrawn. */
const registers = {
  zones: { held: (reads: HubReads, id: string) => reads.zone(id), record: recordZone },
  squads: { held: (reads: HubReads, id: string) => reads.squad(id), record: recordSquad },
  sites: { held: (reads: HubReads, id: string) => reads.site(id), record: recordSite, withdraw: withdrawSite },
  nightPermits: {
    held: (reads: HubReads, id: string) => reads.nightPermit(id),
    ...{ record: recordNightPermit, withdraw: withdrawNightPermit },
  },
  repairNotices: {
    held: (reads: HubReads, id: string) => reads.repairNotice(id),
    ...{ record: recordRepairNotice, withdraw: withdrawRepairNotice },
  },
  quietPeriods: {
    held: (reads: HubReads, id: string) => reads.quietPeriod(id),
    ...{ record: recordQuietPeriod, withdraw: withdrawQuietPeriod },
  },
  units: { held: (reads: HubReads, id: string) => reads.unit(id), record: recordUnit },
  videoPoints: {
    held: (reads: HubReads, id: string) => reads.videoPoint(id),
    ...{ record: recordVideoPoint, withdraw: withdrawVideoPoint },
  },
  posts: { held: (reads: HubReads, id: string) => reads.post(id), record: recordPost, withdraw: withdrawPost },
  fences: { held: (reads: HubReads, id: string) => reads.fence(id), record: recordFence, withdraw: withdrawFence },
  stallPlaces: {
    held: (reads: HubReads, id: string) => reads.stallPlace(id),
    ...{ record: recordStallPlace, withdraw: withdrawStallPlace },
  },
  rosters: { held: (reads: HubReads, id: string) => reads.roster(id), record: recordRoster, withdraw: withdrawRoster },
};
/** The same for rules that only look at records. */
export const registerRules = registers;

const allCommands: readonly AnyCommand[] = [
  command(switchDutyMode),
  command(createAccount),
  command(changeAccountRoles),
  command(disableAccount),
  command(enableAccount),
  command(renameAccount),
  command(turnAccountRoles),
  command(nameDeputy),
  command(endDeputy),
  command(askApproval),
  command(giveApproval),
  command(refuseApproval),
  command(planOperation),
  command(startOperation),
  command(changeOperationMembers),
  command(endOperation),
  command(recordSquad),
  command(askHelp),
  command(answerHelp),
  command(recordZone),
  command(recordSite),
  command(withdrawSite),
  command(recordNightPermit),
  command(withdrawNightPermit),
  command(recordRepairNotice),
  command(withdrawRepairNotice),
  command(recordQuietPeriod),
  command(withdrawQuietPeriod),
  command(recordUnit),
  command(setUnitStatus),
  command(setReserve),
  command(standIn),
  command(recordVideoPoint),
  command(withdrawVideoPoint),
  command(importVideoPoints),
  command(recordPost),
  command(withdrawPost),
  command(recordFence),
  command(withdrawFence),
  command(recordStallPlace),
  command(withdrawStallPlace),
  command(recordContact),
  command(withdrawContact),
  command(activatePack),
  command(importPack<HubReads>(registers)),
  command(importRows<HubReads>(registers)),
  command(acknowledgeIncident),
  command(assessAgain),
  command(chooseSource),
  command(closeIncident),
  command(eraseCaller),
  command(attachFile),
  command(keepCallerSecret),
  command(liftCallerSecrecy),
  command(recordMeasurement),
  command(escalateOutcome),
  command(handToLocalSquad),
  command(joinIncident),
  command(noteFinding),
  command(noteOverdue),
  command(phoneSite),
  command(placeIncident),
  command(receiveIncident),
  command(recordCheck),
  command(recordFirstContact),
  command(recordReply),
  command(queueReplyPost),
  command(noteReplyPosted),
  command(noteReplyPostFailed),
  command(sendReplyAgain),
  command(markReplyPosted),
  command(referIncident),
  command(reopenIncident),
  command(returnIncident),
  command(separateIncident),
  command(correctIncident),
  command(takeCorrection),
  command(tellLocalSquad),
  command(undoStep),
  command(answerExtension),
  command(answerForcedClose),
  command(askExtension),
  command(askForcedClose),
  command(closeSimply),
  command(decideAppeal),
  command(fileAppeal),
  command(noteReturnSilence),
  command(noteLateEntry),
  command(recordSourceTalk),
  command(recordSourceNotice),
  command(correctSourceStep),
  command(recordContactMiss),
  command(recordInspection),
  command(recordReturnAnswer),
  command(recordSurvey),
  command(recordVerification),
  command(reportSimple),
  command(reportSupervision),
  command(resumeIncident),
  command(superviseIncident),
  command(suspendIncident),
  command(claimIncident),
  command(takeOverClaim),
  command(releaseClaim),
  command(dropClaim),
  command(assignUnit),
  command(orderJobs),
  command(acceptAssignment),
  command(setOut),
  command(arrive),
  command(noteEvidence),
  command(eraseEvidence),
  command(reportOutcome),
  command(confirmSafety),
  command(handBack),
  command(withdrawAssignment),
  command(noteAssignmentOverdue),
  command(settleTurns),
  command(sendMessage),
  command(noteMessage),
  command(passOnMessage),
  command(noteMessageUnread),
  command(eraseMessage),
  command(raiseAlarm),
  command(sendSupport),
  command(answerSupport),
  command(escalateAlarm),
  command(takeAlarm),
  command(handOverAlarm),
  command(shelveAlarm),
  command(unshelveAlarm),
  command(clearAlarm),
  command(noteAttendance),
  command(correctAttendance),
  command(noteRemark),
  command(correctRemark),
  command(beginUrgentReport),
  command(sendUrgentReport),
  command(dropUrgentReport),
  command(noteUrgentOverdue),
  command(recordRoster),
  command(withdrawRoster),
  command(recordLeave),
  command(lendGroup),
  command(proposeSwap),
  command(answerSwap),
  command(issueEquipment),
  command(returnEquipment),
];

export const kinds: Kinds = new Map(allKinds.map((kind) => [kind.kind, kind]));
export const commands: ReadonlyMap<string, AnyCommand> = new Map(allCommands.map((item) => [item.type, item]));

/** Reactions to due times, by rule. */
export const dueReactions: ReadonlyMap<string, DueReaction<HubReads>> = new Map<string, DueReaction<HubReads>>([
  ...accountDueReactions,
  ...incidentDueReactions,
  ...claimDueReactions,
  ...assignmentDueReactions,
  ...messageDueReactions,
  ...alarmDueReactions,
  ...urgentDueReactions,
]);

/** Reactions to events: what each commit asks the hub to do next. */
export const eventReactions: readonly EventReaction<HubReads>[] = [turnsReaction, supervisionReaction, silenceReaction];

export const catalog: Catalog<HubReads> = { kinds, commands, dueReactions, eventReactions };

/** Fold numbers by kind: a store with other numbers rebuilds its documents. */
export const folds: { readonly [kind: string]: number } = Object.fromEntries(
  allKinds.map((kind) => [kind.kind, kind.fold]),
);

/** Schema of an event's data; undefined for a type no kind knows. */
export function eventSchema(type: string, among: Kinds = kinds): z.ZodType | undefined {
  for (const kind of among.values()) {
    const schema = kind.events[type];
    if (schema !== undefined) return schema;
  }
  return undefined;
}

/** The state after an event. Throws for a kind that does not exist: a broken journal, not bad input. */
export function evolveDocument(state: unknown, envelope: EventEnvelope, among: Kinds = kinds): unknown {
  const { kind: name } = splitStream(envelope.stream);
  const kind = among.get(name);
  if (kind === undefined) throw new Error(`no such kind: ${name}`);
  const { type, data, ...rest } = envelope;
  const event: Recorded<{ type: string; data: unknown }> = {
    type,
    data,
    meta: {
      stream: rest.stream,
      seq: rest.seq,
      id: rest.id,
      version: rest.version,
      at: rest.at,
      occurredAt: rest.occurredAt,
      by: rest.by,
      cause: rest.cause,
    },
  };
  return kind.evolve(state, event);
}

/** Sorted, distinct scope labels of a document. */
export function scopeOf(stream: string, state: unknown, among: Kinds = kinds): readonly string[] {
  const { kind: name, id } = splitStream(stream);
  const kind = among.get(name);
  if (kind === undefined) throw new Error(`no such kind: ${name}`);
  return [...new Set(kind.scope(state, id))].sort();
}
