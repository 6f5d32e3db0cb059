/**
 * What decisions, reactions, the feed and the rules on a seat read: named questions over documents. Hub, seat and tests
 * each hand in documents of their own.
 */
import type { DocumentRecord, StreamId } from '../lib/journal.ts';
import { streamId } from '../lib/journal.ts';
import type { AccountState } from './account/state.ts';
import type { AlarmState } from './alarm/state.ts';
import type { ApprovalState } from './approval/state.ts';
import type { AssignmentState } from './assignment/state.ts';
import type { AttendanceState } from './attendance/state.ts';
import type { RemarkState } from './remark/state.ts';
import type { UrgentReportState } from './urgent-report/state.ts';
import type { HubReads } from './catalog.ts';
import type { ContactState } from './contact/state.ts';
import type { District, PackState } from './district/state.ts';
import { packStream } from './district/state.ts';
import type { DutyModeState } from './duty-mode/state.ts';
import { dutyModeStream } from './duty-mode/state.ts';
import type { FenceState } from './fence/state.ts';
import type { ImportState } from './import/state.ts';
import type { IncidentState } from './incident/state.ts';
import type { MessageState } from './message/state.ts';
import type { OperationState } from './joint-operation/state.ts';
import type { RegisterEntry } from './kernel.ts';
import type { NightPermitState, QuietPeriodState, RepairNoticeState } from './permit/state.ts';
import type { PostState } from './post/state.ts';
import type { RosterState } from './roster/state.ts';
import type { SiteState } from './site/state.ts';
import type { SquadState } from './squad/state.ts';
import type { StallPlaceState } from './stall-place/state.ts';
import type { UnitPosition, UnitState } from './unit/state.ts';
import type { VideoPointState } from './video-point/state.ts';
import type { ZoneState } from './zone/state.ts';

type Value = string | number | null;

/** Conditions on columns of documents, an order and a limit. */
export interface DocumentQuery {
  /** Equal. */
  readonly where?: { readonly [column: string]: Value };
  /** At least; nothing is not at least anything. */
  readonly atLeast?: { readonly column: string; readonly value: number };
  readonly orderBy?: string;
  readonly descending?: boolean;
  readonly limit?: number;
}

/** What reads are made of. */
export interface DocumentReader {
  document(stream: StreamId): DocumentRecord<unknown> | undefined;
  documents(kind: string, query?: DocumentQuery): readonly DocumentRecord<unknown>[];
}

/** What decisions may know besides documents. */
export interface Surroundings {
  /** The plates with this hash, where they are at hand. */
  readonly district: (hash: string) => District | undefined;
  /** Where a unit was last seen. */
  readonly position: (unit: string) => UnitPosition | undefined;
}

/** For catalogs and tools that ask neither. */
export const nowhere: Surroundings = { district: () => undefined, position: () => undefined };

export function readsOf(documents: DocumentReader, around: Surroundings = nowhere): HubReads {
  // A document holds what `evolve` of its kind returned: the kind in the stream's name is the proof of its type.
  const state = <S>(stream: StreamId): S | undefined => documents.document(stream)?.state as S | undefined;
  const states = <S>(kind: string, query?: DocumentQuery): readonly S[] =>
    documents.documents(kind, query).map((document) => document.state as S);
  const standing = <S extends RegisterEntry>(kind: string, query?: DocumentQuery): readonly S[] =>
    states<S>(kind, query).filter((entry) => entry.withdrawn === undefined);
  const pack = (): PackState | undefined => state<PackState>(packStream);
  return {
    pack,
    district: () => {
      const hash = pack()?.plates;
      return hash === undefined ? undefined : around.district(hash);
    },
    platesAt: around.district,
    dutyMode: () => state<DutyModeState>(dutyModeStream),
    account: (id) => state<AccountState>(streamId('account', id)),
    accountByLogin: (login) => states<AccountState>('account', { where: { login }, limit: 1 })[0],
    accounts: () => states<AccountState>('account'),
    administrators: () =>
      states<AccountState>('account').filter(
        ({ disabled, roles }) => !disabled && roles.some(({ role }) => role === 'administrator'),
      ),
    approval: (id) => state<ApprovalState>(streamId('approval', id)),
    operation: (id) => state<OperationState>(streamId('jointOperation', id)),
    runningOperations: () => states<OperationState>('jointOperation', { where: { stage: 'running' } }),
    openOperations: () =>
      ['planned', 'running'].flatMap((stage) => states<OperationState>('jointOperation', { where: { stage } })),
    squad: (id) => state<SquadState>(streamId('squad', id)),
    squads: () => states<SquadState>('squad'),
    zone: (id) => state<ZoneState>(streamId('zone', id)),
    zones: () => states<ZoneState>('zone').toSorted((a, b) => a.order - b.order),
    site: (id) => state<SiteState>(streamId('site', id)),
    sites: () => standing<SiteState>('site'),
    nightPermit: (id) => state<NightPermitState>(streamId('nightPermit', id)),
    nightPermitsOf: (site) => standing<NightPermitState>('nightPermit', { where: { site } }),
    nightPermits: () => standing<NightPermitState>('nightPermit'),
    repairNotice: (id) => state<RepairNoticeState>(streamId('repairNotice', id)),
    repairNotices: () => standing<RepairNoticeState>('repairNotice'),
    quietPeriod: (id) => state<QuietPeriodState>(streamId('quietPeriod', id)),
    quietPeriods: () => standing<QuietPeriodState>('quietPeriod'),
    videoPoint: (id) => state<VideoPointState>(streamId('videoPoint', id)),
    videoPointByChannel: (channel) => standing<VideoPointState>('videoPoint', { where: { channel } })[0],
    videoPoints: () => standing<VideoPointState>('videoPoint'),
    post: (id) => state<PostState>(streamId('post', id)),
    posts: () => standing<PostState>('post'),
    fence: (id) => state<FenceState>(streamId('fence', id)),
    fences: () => standing<FenceState>('fence'),
    stallPlace: (id) => state<StallPlaceState>(streamId('stallPlace', id)),
    stallPlaces: () => standing<StallPlaceState>('stallPlace'),
    contact: (id) => state<ContactState>(streamId('contact', id)),
    contacts: () => standing<ContactState>('contact'),
    imports: (of) => state<ImportState>(streamId('import', of)),
    unit: (id) => state<UnitState>(streamId('unit', id)),
    units: () => states<UnitState>('unit'),
    position: around.position,
    incident: (id) => state<IncidentState>(streamId('incident', id)),
    incidentByExternalId: (source, externalId) =>
      states<IncidentState>('incident', { where: { externalId, source }, limit: 1 })[0],
    openIncidents: () => states<IncidentState>('incident', { where: { closed: null } }),
    incidentsSince: (at, limit) =>
      states<IncidentState>('incident', {
        atLeast: { column: 'receivedAt', value: at },
        ...{ orderBy: 'receivedAt', descending: true, limit },
      }),
    incidentsOfSite: (site, limit) =>
      states<IncidentState>('incident', { where: { site }, orderBy: 'receivedAt', descending: true, limit }),
    lastRunning: (night) =>
      states<IncidentState>('incident', { where: { night }, orderBy: 'running', descending: true, limit: 1 })[0]
        ?.running ?? 0,
    message: (id) => state<MessageState>(streamId('message', id)),
    messagesSince: (at) => states<MessageState>('message', { atLeast: { column: 'at', value: at } }),
    alarm: (id) => state<AlarmState>(streamId('alarm', id)),
    openAlarms: () =>
      ['raised', 'taken', 'shelved'].flatMap((stage) => states<AlarmState>('alarm', { where: { stage } })),
    attendance: (id) => state<AttendanceState>(streamId('attendance', id)),
    attendancesSince: (at) => states<AttendanceState>('attendance', { atLeast: { column: 'from', value: at } }),
    remark: (id) => state<RemarkState>(streamId('remark', id)),
    urgentReport: (id) => state<UrgentReportState>(streamId('urgentReport', id)),
    openUrgentReports: () => states<UrgentReportState>('urgentReport', { where: { endedAt: null } }),
    roster: (id) => state<RosterState>(streamId('roster', id)),
    rostersAfter: (at) => standing<RosterState>('roster', { atLeast: { column: 'to', value: at + 1 } }),
    assignment: (id) => state<AssignmentState>(streamId('assignment', id)),
    assignmentsOf: (incident) => states<AssignmentState>('assignment', { where: { incident } }),
  };
}

function rank(a: readonly unknown[], b: readonly unknown[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (left === right) continue;
    if (left === null) return -1;
    if (right === null) return 1;
    return typeof left === 'number' && typeof right === 'number' ? left - right : String(left) < String(right) ? -1 : 1;
  }
  return 0;
}

/**
 * The query answered from documents in memory. Columns are members of the state by the same name, so it serves the
 * queries of `readsOf`, not every column that SQL has.
 */
export function selectDocuments(
  from: Iterable<DocumentRecord<unknown>>,
  query: DocumentQuery = {},
): readonly DocumentRecord<unknown>[] {
  const member = ({ state }: DocumentRecord<unknown>, column: string): unknown =>
    (state as { readonly [name: string]: unknown })[column] ?? null;
  const { orderBy, atLeast } = query;
  const where = Object.entries(query.where ?? {});
  const keys = (document: DocumentRecord<unknown>): readonly unknown[] =>
    orderBy === undefined ? [document.stream] : [member(document, orderBy), document.stream];
  const found = [...from]
    .filter((document) => where.every(([column, value]) => member(document, column) === value))
    .filter((document) => {
      if (atLeast === undefined) return true;
      const value = member(document, atLeast.column);
      return typeof value === 'number' && value >= atLeast.value;
    })
    .sort((a, b) => rank(keys(a), keys(b)) * (query.descending === true ? -1 : 1));
  return found.slice(0, query.limit ?? found.length);
}
