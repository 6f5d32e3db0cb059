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
import { assignUnit, handBack, withdrawAssignment } from './assignment/decide.ts';
import { assignmentKind } from './assignment/evolve.ts';
import { assignmentDueReactions } from './assignment/reactions.ts';
import type { AssignmentReads } from './assignment/state.ts';
import { settleTurns, turnsReaction } from './assignment/turns.ts';
import { activatePack, importPack } from './district/decide.ts';
import { packKind } from './district/evolve.ts';
import type { DistrictReads } from './district/state.ts';
import { switchDutyMode } from './duty-mode/decide.ts';
import { dutyModeKind } from './duty-mode/evolve.ts';
import type { DutyModeReads } from './duty-mode/state.ts';
import {
  acknowledgeIncident,
  assessAgain,
  chooseSource,
  closeIncident,
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
  tellLocalSquad,
  undoStep,
} from './incident/decide.ts';
import { incidentDueReactions } from './incident/dues.ts';
import { incidentKind } from './incident/evolve.ts';
import type { IncidentReads } from './incident/state.ts';
import { changeOperationMembers, endOperation, planOperation, startOperation } from './joint-operation/decide.ts';
import { operationKind } from './joint-operation/evolve.ts';
import type { OperationReads } from './joint-operation/state.ts';
import type { CommandDefinition, CommandRule, DueReaction, EventReaction, Kind } from './kernel.ts';
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
import { recordSite, withdrawSite } from './site/decide.ts';
import { siteKind } from './site/evolve.ts';
import type { SiteReads } from './site/state.ts';
import { recordSquad } from './squad/decide.ts';
import { squadKind } from './squad/evolve.ts';
import type { SquadReads } from './squad/state.ts';
import { recordUnit, setUnitStatus } from './unit/decide.ts';
import { unitKind } from './unit/evolve.ts';
import type { UnitReads } from './unit/state.ts';
import { rolesFor } from './rules/permissions.ts';
import { recordVideoPoint, withdrawVideoPoint } from './video-point/decide.ts';
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
  openKind(assignmentKind),
  openKind(incidentKind),
];
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
  command(recordVideoPoint),
  command(withdrawVideoPoint),
  command(activatePack),
  command(
    importPack<HubReads>({
      zones: { held: (reads, id) => reads.zone(id), record: recordZone },
      squads: { held: (reads, id) => reads.squad(id), record: recordSquad },
      sites: { held: (reads, id) => reads.site(id), record: recordSite },
      nightPermits: { held: (reads, id) => reads.nightPermit(id), record: recordNightPermit },
      repairNotices: { held: (reads, id) => reads.repairNotice(id), record: recordRepairNotice },
      quietPeriods: { held: (reads, id) => reads.quietPeriod(id), record: recordQuietPeriod },
      units: { held: (reads, id) => reads.unit(id), record: recordUnit },
      videoPoints: { held: (reads, id) => reads.videoPoint(id), record: recordVideoPoint },
    }),
  ),
  command(acknowledgeIncident),
  command(assessAgain),
  command(chooseSource),
  command(closeIncident),
  command(eraseCaller),
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
  command(referIncident),
  command(reopenIncident),
  command(returnIncident),
  command(separateIncident),
  command(tellLocalSquad),
  command(undoStep),
  command(assignUnit),
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
];

export const kinds: Kinds = new Map(allKinds.map((kind) => [kind.kind, kind]));
export const commands: ReadonlyMap<string, AnyCommand> = new Map(allCommands.map((item) => [item.type, item]));

/** Reactions to due times, by rule. */
export const dueReactions: ReadonlyMap<string, DueReaction<HubReads>> = new Map<string, DueReaction<HubReads>>([
  ...accountDueReactions,
  ...incidentDueReactions,
  ...assignmentDueReactions,
]);

/** Reactions to events: what each commit asks the hub to do next. */
export const eventReactions: readonly EventReaction<HubReads>[] = [turnsReaction];

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
