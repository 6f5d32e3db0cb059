/** The demo district's registers as the rules read them, without events: for tests of single rules. */
import { makeDemoRegisters } from '../../build/demo-district/registers.ts';
import type { DemoEntry } from '../../build/demo-district/registers/entry.ts';
import { noLife } from '../../shared/domain/incident/evolve-life.ts';
import type { IncidentState, Understanding } from '../../shared/domain/incident/state.ts';
import type { Entry } from '../../shared/domain/kernel.ts';
import { understand } from '../../shared/domain/rules/understand.ts';
import { workOut } from '../../shared/domain/rules/work-out.ts';
import type { Report, WorkedOut, WorkOutReads } from '../../shared/domain/rules/work-out.ts';
import { must } from '../../shared/lib/must.ts';
import { parseIso } from '../../shared/lib/time.ts';
import { demoDistrict } from './demo-night.ts';

/** `2026-11-21T22:41`, Shanghai. */
export const instantOf = (text: string): number => must(parseIso(`${text}:00+08:00`), text);

const registers = makeDemoRegisters('2026-11-21');
const provenance = registers.provenance(instantOf('2026-11-21T20:30'));
const entries = <R extends object>(rows: readonly DemoEntry<R>[]): readonly Entry<R>[] =>
  rows.map(({ id, record }) => ({ ...record, id, provenance }));

const [sites, permits] = [entries(registers.sites), entries(registers.nightPermits)];
const stallPlaces = entries(registers.stallPlaces);
const [notices, quiet] = [entries(registers.repairNotices), entries(registers.quietPeriods)];

/** Reads over the registers, with these incidents. */
export function rulesReads(incidents: readonly IncidentState[] = []): WorkOutReads {
  return {
    district: () => demoDistrict,
    squads: () => entries(registers.squads).map((squad) => ({ ...squad, helps: [] })),
    zones: () => entries(registers.zones),
    site: (id) => sites.find((site) => site.id === id),
    sites: () => sites,
    nightPermit: (id) => permits.find((permit) => permit.id === id),
    nightPermits: () => permits,
    nightPermitsOf: (site) => permits.filter((permit) => permit.site === site),
    repairNotice: (id) => notices.find((notice) => notice.id === id),
    repairNotices: () => notices,
    quietPeriod: (id) => quiet.find((period) => period.id === id),
    quietPeriods: () => quiet,
    stallPlace: (id) => stallPlaces.find((place) => place.id === id),
    stallPlaces: () => stallPlaces,
    incidentsSince: (at) => incidents.filter(({ receivedAt }) => receivedAt >= at),
  };
}

export const understood = (text: string): Understanding => understand(text, demoDistrict.plates);

let count = 0;
const newId = (): string => `i${String((count += 1))}`;

export function report(text: string, time: string, more: Partial<Report> = {}): Report {
  const receivedAt = instantOf(time);
  const said = { id: newId(), source: 'phone', receivedAt, actAt: null, position: null, wantsReply: 'yes' } as const;
  return { ...said, understanding: understood(text), ...more };
}

/** What follows from a report, at the moment it comes. */
export function worked(of: Report, incidents: readonly IncidentState[] = []): WorkedOut {
  return must(workOut(of, rulesReads(incidents), of.receivedAt), 'worked out');
}

/** The incident that a report made, open and untouched. */
export function incidentOf(
  of: Report,
  more: Partial<IncidentState> = {},
  among: readonly IncidentState[] = [],
): IncidentState {
  return incidentFrom(of, worked(of, among), more);
}

/** The incident that a report made by what was worked out of it. */
export function incidentFrom(of: Report, what: WorkedOut, more: Partial<IncidentState> = {}): IncidentState {
  const { assessment, relapseOf: _, ...found } = what;
  return {
    ...found,
    ...noLife,
    ...{ id: of.id, number: `1121-${of.id}`, running: 1, source: of.source, externalId: null },
    ...{ receivedAt: of.receivedAt, personal: null, wantsReply: of.wantsReply },
    site: found.match.status === 'certain' ? found.match.site : null,
    assessments: [assessment],
    findings: [],
    corrections: [],
    contacts: [],
    ...{ chosen: null, stage: 'received', acknowledged: null, phoned: [], units: [], outcome: null, escalated: [] },
    ...{ checks: [], replies: [], told: [], handedTo: null, joinedInto: null, tookIn: [], returned: null },
    ...{ referred: [], reopened: [], closed: null, overdue: [], open: [], next: null, claim: null, lastStep: null },
    ...more,
  };
}

/** What a unit that stopped the work leaves behind. */
export function stoppedAt(at: number): Pick<IncidentState, 'units' | 'outcome' | 'stage'> {
  const unit = { assignment: 'as', unit: 'm1', unitName: '机动一组', sentAt: at - 1_800_000, arrivedAt: at - 900_000 };
  return {
    units: [{ ...unit, goneAt: at, why: 'done' }],
    stage: 'handled',
    outcome: {
      ...{ at, user: 'lin', assignment: 'as', kind: 'stopped', finishBy: null },
      ...{ recheckBetween: null, sameHourCheckAt: null },
    },
  };
}
