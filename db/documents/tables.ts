/**
 * Which members of a document's state stand in real columns of its table, so that SQL can search, sort and draw by them.
 * One entry per kind; a kind without one still has a table, with the generic columns only.
 */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../shared/lib/json.ts';
import { accountKind } from '../../shared/domain/account/evolve.ts';
import type { AccountState } from '../../shared/domain/account/state.ts';
import { approvalKind } from '../../shared/domain/approval/evolve.ts';
import type { ApprovalState } from '../../shared/domain/approval/state.ts';
import { assignmentKind } from '../../shared/domain/assignment/evolve.ts';
import type { AssignmentState } from '../../shared/domain/assignment/state.ts';
import { dutyModeKind } from '../../shared/domain/duty-mode/evolve.ts';
import { contactKind } from '../../shared/domain/contact/evolve.ts';
import type { ContactState } from '../../shared/domain/contact/state.ts';
import type { DutyModeState } from '../../shared/domain/duty-mode/state.ts';
import { incidentKind } from '../../shared/domain/incident/evolve.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { messageKind } from '../../shared/domain/message/evolve.ts';
import type { MessageState } from '../../shared/domain/message/state.ts';
import { operationKind } from '../../shared/domain/joint-operation/evolve.ts';
import type { OperationState } from '../../shared/domain/joint-operation/state.ts';
import type { RegisterEntry } from '../../shared/domain/kernel.ts';
import { nightPermitKind, quietPeriodKind, repairNoticeKind } from '../../shared/domain/permit/evolve.ts';
import type { NightPermitState, QuietPeriodState, RepairNoticeState } from '../../shared/domain/permit/state.ts';
import { siteKind } from '../../shared/domain/site/evolve.ts';
import type { SiteState } from '../../shared/domain/site/state.ts';
import { squadKind } from '../../shared/domain/squad/evolve.ts';
import type { SquadState } from '../../shared/domain/squad/state.ts';
import { stallPlaceKind } from '../../shared/domain/stall-place/evolve.ts';
import type { StallPlaceState } from '../../shared/domain/stall-place/state.ts';
import { unitKind } from '../../shared/domain/unit/evolve.ts';
import type { UnitState } from '../../shared/domain/unit/state.ts';
import { packKind } from '../../shared/domain/district/evolve.ts';
import type { PackState } from '../../shared/domain/district/state.ts';
import { fenceKind } from '../../shared/domain/fence/evolve.ts';
import type { FenceState } from '../../shared/domain/fence/state.ts';
import { alarmKind } from '../../shared/domain/alarm/evolve.ts';
import type { AlarmState } from '../../shared/domain/alarm/state.ts';
import { attendanceKind } from '../../shared/domain/attendance/evolve.ts';
import type { AttendanceState } from '../../shared/domain/attendance/state.ts';
import { remarkKind } from '../../shared/domain/remark/evolve.ts';
import type { RemarkState } from '../../shared/domain/remark/state.ts';
import { urgentReportKind } from '../../shared/domain/urgent-report/evolve.ts';
import type { UrgentReportState } from '../../shared/domain/urgent-report/state.ts';
import { rosterKind } from '../../shared/domain/roster/evolve.ts';
import type { RosterState } from '../../shared/domain/roster/state.ts';
import { postKind } from '../../shared/domain/post/evolve.ts';
import type { PostState } from '../../shared/domain/post/state.ts';
import { videoPointKind } from '../../shared/domain/video-point/evolve.ts';
import type { VideoPointState } from '../../shared/domain/video-point/state.ts';
import type { Searched } from '../../shared/domain/rules/searched.ts';
import { searchedKinds, searchedOf, searchedVersion } from '../../shared/domain/rules/searched.ts';
import { zoneKind } from '../../shared/domain/zone/evolve.ts';
import type { ZoneState } from '../../shared/domain/zone/state.ts';

export type ColumnType = 'TEXT' | 'INTEGER' | 'REAL';
export type ColumnValue = string | number | null;

export interface Column<S> {
  readonly type: ColumnType;
  /** What stands in the column; null for nothing. Must fit the type: tables are STRICT. */
  readonly of: (state: S) => ColumnValue;
  /** An index over the column and the stream; the name of another column: that one stands between the two. */
  readonly indexed?: boolean | string;
}

export interface DocumentTable<S = never> {
  readonly kind: string;
  readonly columns: { readonly [name: string]: Column<S> };
  /** By what a document is found; without it, documents of the kind are found by nothing. */
  readonly search?: {
    /** Raised when `of` gives other words: the index is then made anew. */
    readonly version: number;
    /** Null: not to be found. */
    readonly of: (state: S) => Searched | null;
  };
}

/** A table with its state type closed. The state is what `evolve` of the same kind returned. */
export interface AnyDocumentTable {
  readonly kind: string;
  readonly columns: { readonly [name: string]: Column<unknown> };
  readonly search?: { readonly version: number; readonly of: (state: unknown) => Searched | null };
}

/** Closes the state type of a table, for the list. */
export function documentTable<S>(table: DocumentTable<S>): AnyDocumentTable {
  return table as unknown as AnyDocumentTable;
}

/** How old an entry is, Unix ms, and whether it still stands. */
const registerColumns = {
  asOf: { type: 'INTEGER', of: (state: RegisterEntry) => state.provenance.asOf },
  withdrawn: { type: 'INTEGER', of: (state: RegisterEntry) => (state.withdrawn === undefined ? 0 : 1) },
} as const;

/** Where it is drawn, WGS84 degrees. */
const placeColumns = {
  lon: { type: 'REAL', of: (state: { readonly at: { readonly lon: number } }) => state.at.lon },
  lat: { type: 'REAL', of: (state: { readonly at: { readonly lat: number } }) => state.at.lat },
} as const;

/** When it holds, Unix ms; without `to` no end was given. */
const periodColumns = {
  fromAt: { type: 'INTEGER', of: (state: { readonly from: number }) => state.from },
  toAt: {
    type: 'INTEGER',
    of: (state: { readonly to?: number | undefined }) => state.to ?? null,
    indexed: true,
  },
} as const;

/**
 * The tables of hub and seat. Columns that come, go or change their type are noticed and the table is built anew; where
 * only what `of` returns changes, raise the fold number of the kind.
 */
export const documentTables: readonly AnyDocumentTable[] = described().map((table) => {
  const kind = searchedKinds.find((searched) => searched === table.kind);
  if (kind === undefined) return table;
  return { ...table, search: { version: searchedVersion, of: (state: unknown) => searchedOf(kind, state) } };
});

function described(): readonly AnyDocumentTable[] {
  return [
    documentTable<AccountState>({
      kind: accountKind.kind,
      columns: {
        login: { type: 'TEXT', of: (state) => state.login, indexed: true },
        disabled: { type: 'INTEGER', of: (state) => (state.disabled ? 1 : 0) },
      },
    }),
    documentTable<ApprovalState>({
      kind: approvalKind.kind,
      columns: {
        matter: { type: 'TEXT', of: (state) => state.matter },
        stage: { type: 'TEXT', of: (state) => state.stage, indexed: true },
      },
    }),
    documentTable<MessageState>({
      kind: messageKind.kind,
      columns: { at: { type: 'INTEGER', of: (state) => state.at, indexed: true } },
    }),
    documentTable<OperationState>({
      kind: operationKind.kind,
      columns: {
        name: { type: 'TEXT', of: (state) => state.name },
        stage: { type: 'TEXT', of: (state) => state.stage, indexed: true },
      },
    }),
    documentTable<DutyModeState>({
      kind: dutyModeKind.kind,
      columns: {
        mode: { type: 'TEXT', of: (state) => state.mode },
        since: { type: 'INTEGER', of: (state) => state.since },
      },
    }),
    documentTable<SquadState>({
      kind: squadKind.kind,
      columns: {
        name: { type: 'TEXT', of: (state) => state.name },
        kind: { type: 'TEXT', of: (state) => state.kind },
        zone: { type: 'TEXT', of: (state) => state.zone ?? null, indexed: true },
        ...registerColumns,
      },
    }),
    documentTable<ZoneState>({
      kind: zoneKind.kind,
      columns: {
        name: { type: 'TEXT', of: (state) => state.name },
        order: { type: 'INTEGER', of: (state) => state.order },
        ...registerColumns,
      },
    }),
    documentTable<SiteState>({
      kind: siteKind.kind,
      columns: {
        name: { type: 'TEXT', of: (state) => state.name },
        kind: { type: 'TEXT', of: (state) => state.kind },
        ...placeColumns,
        registered: { type: 'INTEGER', of: (state) => (state.registered ? 1 : 0) },
        ...registerColumns,
      },
    }),
    documentTable<NightPermitState>({
      kind: nightPermitKind.kind,
      columns: {
        number: { type: 'TEXT', of: (state) => state.number, indexed: true },
        site: { type: 'TEXT', of: (state) => state.site, indexed: true },
        permits: { type: 'TEXT', of: (state) => state.permits },
        ...periodColumns,
        ...registerColumns,
      },
    }),
    documentTable<RepairNoticeState>({
      kind: repairNoticeKind.kind,
      columns: {
        number: { type: 'TEXT', of: (state) => state.number, indexed: true },
        utility: { type: 'TEXT', of: (state) => state.utility },
        ...placeColumns,
        ...periodColumns,
        ...registerColumns,
      },
    }),
    documentTable<QuietPeriodState>({
      kind: quietPeriodKind.kind,
      columns: {
        name: { type: 'TEXT', of: (state) => state.name },
        ...periodColumns,
        ...registerColumns,
      },
    }),
    documentTable<UnitState>({
      kind: unitKind.kind,
      columns: {
        name: { type: 'TEXT', of: (state) => state.name },
        kind: { type: 'TEXT', of: (state) => state.kind },
        squad: { type: 'TEXT', of: (state) => state.squad, indexed: true },
        zone: { type: 'TEXT', of: (state) => state.zone ?? null, indexed: true },
        status: { type: 'TEXT', of: (state) => state.status, indexed: true },
        /** Jobs it has to do, the running one included. */
        jobs: { type: 'INTEGER', of: (state) => state.jobs.length },
        reserve: { type: 'INTEGER', of: (state) => (state.reserve ? 1 : 0) },
        shiftFrom: { type: 'INTEGER', of: (state) => state.shift.from },
        shiftTo: { type: 'INTEGER', of: (state) => state.shift.to },
        asOf: registerColumns.asOf,
      },
    }),
    documentTable<PackState>({
      kind: packKind.kind,
      columns: {
        plates: { type: 'TEXT', of: (state) => state.plates },
      },
    }),
    documentTable<VideoPointState>({
      kind: videoPointKind.kind,
      columns: {
        name: { type: 'TEXT', of: (state) => state.name },
        channel: { type: 'TEXT', of: (state) => state.channel ?? null, indexed: true },
        ...placeColumns,
        ...registerColumns,
      },
    }),
    documentTable<PostState>({
      kind: postKind.kind,
      columns: {
        name: { type: 'TEXT', of: (state) => state.name },
        kind: { type: 'TEXT', of: (state) => state.where.kind },
        squad: { type: 'TEXT', of: (state) => state.squad ?? null, indexed: true },
        zone: { type: 'TEXT', of: (state) => state.zone ?? null, indexed: true },
        ...registerColumns,
      },
    }),
    documentTable<FenceState>({
      kind: fenceKind.kind,
      columns: {
        name: { type: 'TEXT', of: (state) => state.name },
        kind: { type: 'TEXT', of: (state) => state.kind },
        ...registerColumns,
      },
    }),
    documentTable<StallPlaceState>({
      kind: stallPlaceKind.kind,
      columns: {
        name: { type: 'TEXT', of: (state) => state.name },
        kind: { type: 'TEXT', of: (state) => state.kind },
        ...periodColumns,
        ...registerColumns,
      },
    }),
    documentTable<ContactState>({
      kind: contactKind.kind,
      columns: {
        name: { type: 'TEXT', of: (state) => state.name },
        kind: { type: 'TEXT', of: (state) => state.kind },
        ...registerColumns,
      },
    }),
    documentTable<AlarmState>({
      kind: alarmKind.kind,
      columns: {
        kind: { type: 'TEXT', of: (state) => state.kind },
        stage: { type: 'TEXT', of: (state) => state.stage, indexed: true },
        unit: { type: 'TEXT', of: (state) => state.unit?.id ?? null, indexed: true },
        at: { type: 'INTEGER', of: (state) => state.at, indexed: true },
      },
    }),
    documentTable<AttendanceState>({
      kind: attendanceKind.kind,
      columns: {
        unit: { type: 'TEXT', of: (state) => state.unit, indexed: true },
        fence: { type: 'TEXT', of: (state) => state.fence, indexed: true },
        from: { type: 'INTEGER', of: (state) => state.from, indexed: true },
      },
    }),
    documentTable<RemarkState>({
      kind: remarkKind.kind,
      columns: { night: { type: 'TEXT', of: (state) => state.night, indexed: true } },
    }),
    documentTable<UrgentReportState>({
      kind: urgentReportKind.kind,
      columns: {
        endedAt: { type: 'INTEGER', of: (state) => state.endedAt, indexed: true },
        knownAt: { type: 'INTEGER', of: (state) => state.knownAt, indexed: true },
      },
    }),
    documentTable<RosterState>({
      kind: rosterKind.kind,
      columns: {
        night: { type: 'TEXT', of: (state) => state.night, indexed: true },
        squad: { type: 'TEXT', of: (state) => state.squad, indexed: true },
        to: { type: 'INTEGER', of: (state) => state.to, indexed: true },
        ...registerColumns,
      },
    }),
    documentTable<AssignmentState>({
      kind: assignmentKind.kind,
      columns: {
        incident: { type: 'TEXT', of: (state) => state.incident, indexed: true },
        unit: { type: 'TEXT', of: (state) => state.unit, indexed: true },
        stage: { type: 'TEXT', of: (state) => state.stage },
        squad: { type: 'TEXT', of: (state) => state.squad },
        assignedAt: { type: 'INTEGER', of: (state) => state.assigned.at },
      },
    }),
    documentTable<IncidentState>({
      kind: incidentKind.kind,
      columns: {
        number: { type: 'TEXT', of: (state) => state.number, indexed: true },
        // Every intake asks for the last running number of the night: found at the end of the index, not by sorting.
        night: { type: 'TEXT', of: (state) => state.night, indexed: 'running' },
        running: { type: 'INTEGER', of: (state) => state.running },
        source: { type: 'TEXT', of: (state) => state.source },
        externalId: { type: 'TEXT', of: (state) => state.externalId, indexed: true },
        receivedAt: { type: 'INTEGER', of: (state) => state.receivedAt, indexed: true },
        matter: { type: 'TEXT', of: (state) => state.matter },
        site: { type: 'TEXT', of: (state) => state.site, indexed: true },
        stage: { type: 'TEXT', of: (state) => state.stage },
        squad: { type: 'TEXT', of: (state) => state.placing.squad, indexed: true },
        zone: { type: 'TEXT', of: (state) => state.placing.zone, indexed: true },
        cell: { type: 'TEXT', of: (state) => state.placing.grids?.cell ?? null, indexed: true },
        /** When it was closed, Unix ms; null while it runs. */
        closed: { type: 'INTEGER', of: (state) => state.closed?.at ?? null, indexed: true },
        lon: { type: 'REAL', of: (state) => state.placing.at?.lon ?? null },
        lat: { type: 'REAL', of: (state) => state.placing.at?.lat ?? null },
      },
    }),
  ];
}

/** Columns that every document table has. */
export const genericColumns = ['stream', 'version', 'seq', 'scope_id', 'body'] as const;

const namePattern = /^[a-z][A-Za-z0-9]*$/;

/**
 * Throws where a kind or a column has a name that SQL or the order of streams would trip over, or where two differ in
 * case only: a mistake of ours.
 */
export function assertTable(table: AnyDocumentTable): void {
  if (!namePattern.test(table.kind)) throw new Error(`not the name of a kind: '${table.kind}'`);
  const taken = new Set<string>(genericColumns);
  for (const name of Object.keys(table.columns)) {
    if (!namePattern.test(name)) throw new Error(`not the name of a column: '${table.kind}.${name}'`);
    if (taken.has(name.toLowerCase())) throw new Error(`column name used twice: '${table.kind}.${name}'`);
    taken.add(name.toLowerCase());
  }
  for (const [name, { indexed }] of Object.entries(table.columns))
    if (typeof indexed === 'string' && !Object.hasOwn(table.columns, indexed))
      throw new Error(`not a column to index with '${table.kind}.${name}': '${indexed}'`);
}

/** Changes when the columns change, or the words of the index: a table of another shape is built anew. */
export function shapeOf(table: AnyDocumentTable): string {
  const columns = Object.entries(table.columns).map(([name, { type, indexed }]) => [name, type, indexed ?? false]);
  const { search } = table;
  const shape = search === undefined ? columns : { columns, search: search.version };
  return createHash('sha256').update(canonicalJson(shape)).digest('hex').slice(0, 16);
}
