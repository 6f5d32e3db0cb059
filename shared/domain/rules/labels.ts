/**
 * Which documents a person may hold. A document carries scope labels, a person holds labels by role, by what the grant is
 * limited to, and by duty mode and joint operations; the document is theirs when the two share one. What a role may hold
 * at all is in `documentRights` of `permissions.ts`.
 *
 * - `frame`: duty mode, squads, zones, pack: for everybody with a role.
 * - `hall`: sites, permits, units, video points, posts, fences.
 * - `bureau`: everything the bureau works on: incidents, assignments, joint operations, messages, alarms,
 *   attendance.
 * - `squad:<id>`, `zone:<id>`, `street:<code of the responsibility grid>`, `operation:<id>`: the work that concerns it.
 * - `staff:` before one of these (bureau, squad, zone): rosters, which speak of people, for some of those who hold the work.
 * - `log`: what people wrote into the duty log, and what was reported upwards.
 * - `approvals`, `administration`, `imports`: approvals; accounts; what was imported.
 */
import type { RoleGrant } from '../account/events.ts';
import type { AccountState } from '../account/state.ts';
import type { DutyModeReads, DutyModeState } from '../duty-mode/state.ts';
import type { OperationReads, OperationState } from '../joint-operation/state.ts';
import type { SquadReads } from '../squad/state.ts';
import type { DocumentKind } from './permissions.ts';
import { documentRights, inEffect } from './permissions.ts';

/** What labels depend on besides the account. */
export interface LabelWorld {
  readonly dutyMode: Pick<DutyModeState, 'mode' | 'lastNight'> | undefined;
  /** Zone of a squad; undefined where it has none. */
  zoneOf(squad: string): string | undefined;
  /** Squads of a brigade. */
  squadsOf(brigade: string): readonly string[];
  /** Those that run. */
  operations(): readonly Pick<OperationState, 'id' | 'squads'>[];
}

/** The world as of the documents of the moment. */
export function labelWorldOf(reads: DutyModeReads & SquadReads & OperationReads): LabelWorld {
  return {
    dutyMode: reads.dutyMode(),
    zoneOf: (squad) => reads.squad(squad)?.zone,
    squadsOf: (brigade) => reads.squads().flatMap((squad) => (squad.brigade === brigade ? [squad.id] : [])),
    operations: () => reads.runningOperations(),
  };
}

const holds = (role: RoleGrant['role'], kind: DocumentKind): boolean => role in documentRights[kind];

/** Documents whose labels do not depend on whose work it is. */
const wholeKinds = {
  frame: 'dutyMode',
  hall: 'unit',
  approvals: 'approval',
  log: 'remark',
  administration: 'account',
  imports: 'import',
} as const;

/** The label that every document of a kind has. */
const wholeLabels: { readonly [kind in DocumentKind]: string } = {
  ...{ dutyMode: 'frame', pack: 'frame', squad: 'frame', zone: 'frame' },
  ...{ site: 'hall', nightPermit: 'hall', repairNotice: 'hall', quietPeriod: 'hall', unit: 'hall', videoPoint: 'hall' },
  ...{ post: 'hall', fence: 'hall', stallPlace: 'hall', contact: 'hall' },
  ...{ incident: 'bureau', assignment: 'bureau', jointOperation: 'bureau', message: 'bureau' },
  ...{ alarm: 'bureau', attendance: 'bureau', roster: 'staff:bureau' },
  ...{ approval: 'approvals', remark: 'log', urgentReport: 'log', account: 'administration', import: 'imports' },
};

/** Whether somebody with these labels may hold every document of the kind: to them it is no secret which there are. */
export function holdsWhole(kind: string, labels: readonly string[]): boolean {
  const label = (wholeLabels as { readonly [kind: string]: string | undefined })[kind];
  return label !== undefined && labels.includes(label);
}

/** The joint operations of a squad show its room, and the deputy of the group, the work of all members. */
const joins: ReadonlySet<string> = new Set<RoleGrant['role']>(['squadRoom', 'groupDeputy']);

const asSquads = (squads: readonly string[]): readonly string[] => squads.map((squad) => `squad:${squad}`);

function squadLabels(role: string, squad: string, world: LabelWorld): readonly string[] {
  const labels = [`squad:${squad}`];
  // At night the borders of squads give way to zones: a squad room then sees its zone.
  const zone = role === 'squadRoom' && world.dutyMode?.mode === 'night' ? world.zoneOf(squad) : undefined;
  if (zone !== undefined) labels.push(`zone:${zone}`);
  if (!joins.has(role)) return labels;
  const together = world.operations().filter(({ squads }) => squads.includes(squad));
  return [...labels, ...together.flatMap(({ id, squads }) => [`operation:${id}`, ...asSquads(squads)])];
}

function operationLabels(role: string, id: string, world: LabelWorld): readonly string[] {
  const running = world.operations().find((operation) => operation.id === id);
  if (running === undefined) return [];
  return [`operation:${id}`, ...(joins.has(role) ? asSquads(running.squads) : [])];
}

/** Of the work; nothing for a grant whose limit the role does not take. */
function workLabels(grant: RoleGrant, world: LabelWorld): readonly string[] {
  const { role, brigade, squad, zone, street, operation } = grant;
  if (brigade !== undefined) return asSquads(world.squadsOf(brigade));
  if (squad !== undefined) return squadLabels(role, squad, world);
  // A zone is there for the duty night.
  if (zone !== undefined) return world.dutyMode?.mode === 'night' ? [`zone:${zone}`] : [];
  if (street !== undefined) return [`street:${street}`];
  return operation === undefined ? ['bureau'] : operationLabels(role, operation, world);
}

/** Of the people who do it: a street or a joint operation has none of its own. */
const staffLabels = (work: readonly string[]): readonly string[] =>
  work.filter((label) => /^(bureau|squad:|zone:)/.test(label)).map((label) => `staff:${label}`);

/** Sorted, distinct labels of the roles in force; none for a disabled account. */
export function labelsOf(account: Pick<AccountState, 'roles' | 'disabled'>, world: LabelWorld): readonly string[] {
  if (account.disabled) return [];
  const labels = new Set<string>();
  for (const grant of inEffect(account.roles)) {
    for (const [label, kind] of Object.entries(wholeKinds)) if (holds(grant.role, kind)) labels.add(label);
    const work = workLabels(grant, world);
    if (holds(grant.role, 'incident')) for (const label of work) labels.add(label);
    if (holds(grant.role, 'roster')) for (const label of staffLabels(work)) labels.add(label);
  }
  return [...labels].sort();
}

/** Whether a document with these labels may be held by somebody with those. */
export function meets(scope: readonly string[], labels: readonly string[]): boolean {
  return scope.some((label) => labels.includes(label));
}
