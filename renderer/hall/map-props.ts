/** Documents and positions of the hall turned into what the map draws; every screen with a map reads these. */
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssignmentState } from '../../shared/domain/assignment/state.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { NightPermitState } from '../../shared/domain/permit/state.ts';
import { inDailyWindow, minute as minuteMs } from '../../shared/lib/time.ts';
import type { UnitPositionShown } from '../../shared/wire/seat-api.ts';
import type { MapFixes, MapIncident, MapSelection, MapSite, MapUnit, MapZone } from '../map/index.ts';
import { useDocuments, usePastPositions, usePositionsSource } from '../seat-client/hooks.ts';
import type { PositionsSource } from '../seat-client/seat-client.ts';
import { shownStatus } from './force.ts';
import { useHall } from './hall.tsx';
import { alarmOf, assessmentOf, openOnes } from './incident-order.ts';
import { useOffset } from './offset.ts';
import { shownPlace } from './shown-place.ts';
import { incidentStage, latenessOf } from './stage.ts';
import type { TFunction } from './types.ts';
import { agoText, stageText } from './words.ts';

/** By incident. */
function assignmentsOf(
  assignments: Iterable<{ readonly state: AssignmentState }>,
): ReadonlyMap<string, readonly AssignmentState[]> {
  const byIncident = new Map<string, AssignmentState[]>();
  for (const { state } of assignments)
    byIncident.set(state.incident, [...(byIncident.get(state.incident) ?? []), state]);
  return byIncident;
}

const precisions: { readonly [P in IncidentState['placing']['precision']]: MapIncident['precision'] } = {
  crossing: 'crossing',
  namedPlace: 'namedPlace',
  point: 'point',
  road: 'road',
  street: 'area',
  callerCell: 'area',
  none: 'none',
};

/** Within its term, and within its hours of the day. */
function isOpenAt({ from, to, hours }: NightPermitState, now: number, offset: number): boolean {
  return from <= now && now < to && (hours === undefined || inDailyWindow(now, offset, hours));
}

/** What the register says of a site tonight, as a hint of colour: the assessment of an incident says more. */
function siteState(
  permits: readonly NightPermitState[],
  incident: IncidentState | undefined,
  now: number,
  offset: number,
): MapSite['state'] {
  switch (incident === undefined ? undefined : assessmentOf(incident)?.kind) {
    case 'none':
      return 'none';
    case 'valid':
      return 'valid';
    case 'expired':
      return 'expired';
    case 'out-of-hours':
      return 'outOfHours';
    case 'quiet':
      return 'quiet';
    case 'emergency':
      return 'emergency';
    default:
      return permits.some((permit) => isOpenAt(permit, now, offset)) ? 'valid' : 'unknown';
  }
}

/** Sites of the register with what is known of each tonight. */
export function useMapSites(now: number): readonly MapSite[] {
  const { t } = useTranslation();
  const { sites, nightPermits, incidents } = useHall();
  const offset = useOffset();
  // Permits begin and end on the minute.
  const minute = Math.floor(now / 60_000) * 60_000;
  return useMemo(() => {
    const permits = new Map<string, NightPermitState[]>();
    for (const { state } of nightPermits.values()) {
      if (state.withdrawn !== undefined || state.permits !== 'nightWork') continue;
      permits.set(state.site, [...(permits.get(state.site) ?? []), state]);
    }
    const open = new Map<string, IncidentState>();
    for (const { state } of incidents.values())
      if (state.closed === null && state.site !== null) open.set(state.site, state);
    return [...sites.values()]
      .filter(({ state }) => state.withdrawn === undefined)
      .map(({ state: { id, name, at, radius, provenance } }) => {
        const state = siteState(permits.get(id) ?? [], open.get(id), minute, offset);
        const { asOf } = provenance;
        return { id, name, at: [at.lon, at.lat], radius, state, label: t(`siteState.${state}`), asOf };
      });
  }, [sites, nightPermits, incidents, minute, offset, t]);
}

type UnitFacts = Omit<MapUnit, 'at' | 'fixAt' | 'heading' | 'accuracy' | 'speed'> & { readonly engaged: boolean };

/** A unit whose place is looked up when somebody asks for it: a fix makes no new list of units. */
class LiveUnit implements MapUnit {
  readonly id: string;
  readonly name: string;
  readonly kind: MapUnit['kind'];
  readonly status: MapUnit['status'];
  readonly certified: number;
  readonly engaged: boolean;
  readonly #source: PositionsSource;

  constructor({ id, name, kind, status, certified, engaged }: UnitFacts, source: PositionsSource) {
    this.id = id;
    this.name = name;
    this.kind = kind;
    this.status = status;
    this.certified = certified;
    this.engaged = engaged;
    this.#source = source;
  }

  get at(): MapUnit['at'] {
    const seen = this.#source.get(this.id);
    return seen === undefined ? null : [seen.lon, seen.lat];
  }
  get fixAt(): number | null {
    return this.#source.get(this.id)?.at ?? null;
  }
  get heading(): number | null {
    return this.#source.get(this.id)?.heading ?? null;
  }
  get accuracy(): number | null {
    return this.#source.get(this.id)?.accuracy ?? null;
  }
  get speed(): number | null {
    return this.#source.get(this.id)?.speed ?? null;
  }
}

function placed(unit: UnitFacts, position: UnitPositionShown | undefined): MapUnit {
  if (position === undefined) return { ...unit, at: null, fixAt: null, heading: null, accuracy: null };
  const { lon, lat, at, heading, accuracy, speed } = position;
  return { ...unit, at: [lon, lat], fixAt: at, heading, accuracy, speed };
}

/** Units, and where each was last seen; in a replay as of the instant it shows, else see `useMapFixes`. */
export function useMapUnits(now: number): readonly MapUnit[] {
  const { units } = useHall();
  const past = usePastPositions();
  const source = usePositionsSource();
  // Shifts begin and end on the minute.
  const minute = Math.floor(now / 60_000) * 60_000;
  return useMemo(
    () =>
      [...units.values()].map(({ state }): MapUnit => {
        const { id, name, kind, certified, jobs } = state;
        const facts = { id, name, kind, certified, engaged: jobs.length > 0, status: shownStatus(state, minute) };
        return past === undefined ? new LiveUnit(facts, source) : placed(facts, past.get(id));
      }),
    [units, past, source, minute],
  );
}

/** What moves the units of `useMapUnits` between two lists of them; undefined in a replay, which makes new lists. */
export function useMapFixes(): MapFixes | undefined {
  const past = usePastPositions();
  const source = usePositionsSource();
  return past === undefined ? source : undefined;
}

type Sites = Parameters<typeof shownPlace>[1];

/** Thousands are open on a bad night, and one changes at a time: the others are said in words once. */
const said = new WeakMap<
  IncidentState,
  { readonly sites: Sites; readonly t: TFunction; readonly shown: MapIncident }
>();

function mapIncident(incident: IncidentState, late: MapIncident['late'], sites: Sites, t: TFunction): MapIncident {
  const { at, cell } = shownPlace(incident, sites);
  const stage = incidentStage(incident);
  return {
    id: incident.id,
    label: incident.number.slice(-3),
    number: incident.number,
    stage,
    told: stage === 'refused' ? t('outcome.refusesToStop') : stageText(incident, t),
    relapse: alarmOf(incident) === 'relapse',
    late,
    sos: incident.source === 'sos',
    at,
    cell,
    precision: incident.site === null ? precisions[incident.placing.precision] : 'site',
  };
}

/** Open incidents; a complaint is never drawn where its caller stands. */
export function useMapIncidents(now: number): readonly MapIncident[] {
  const { t } = useTranslation();
  const { incidents, assignments, sites } = useHall();
  const open = useMemo(() => openOnes(incidents), [incidents]);
  const engaged = useMemo(() => assignmentsOf(assignments.values()), [assignments]);
  // Time alone only makes another one late: until then the map gets the very same list.
  const lateOnes = open.map((one) => latenessOf(one, engaged.get(one.id) ?? [], now) ?? '').join();
  return useMemo(() => {
    const late = lateOnes.split(',');
    return open.map((incident, index) => {
      const word = late[index];
      const passed = word === 'unit' || word === 'desk' ? word : null;
      const before = said.get(incident);
      if (before?.shown.late === passed && before.sites === sites && before.t === t) return before.shown;
      const shown = mapIncident(incident, passed, sites, t);
      said.set(incident, { sites, t, shown });
      return shown;
    });
  }, [open, sites, lateOnes, t]);
}

/** Ids of calls for help on the map begin so. */
const callPrefix = 'sos:';
export const callMark = (alarm: string): string => `${callPrefix}${alarm}`;
/** A place no surer than this is drawn as a rough one, metres. */
const roughFrom = 100;

/** Calls for help that are not over, where they came from; they stay on the map until somebody clears them. */
export function useMapCalls(now: number): readonly MapIncident[] {
  const { t } = useTranslation();
  const { documents } = useDocuments('alarm');
  const minuteNow = Math.floor(now / minuteMs) * minuteMs;
  return useMemo(
    () =>
      documents.flatMap(({ state: { id, kind, stage, unit, place, seenAt, accuracy } }): MapIncident[] => {
        if (kind !== 'sos' || stage === 'cleared' || place === null) return [];
        const ago = seenAt === null ? '' : agoText(Math.max(minuteMs, minuteNow - seenAt), t);
        const label = t(ago === '' ? 'alarms.onMap' : 'alarms.onMapSeen', { unit: unit?.name ?? '', ago });
        return [
          {
            ...{ id: callMark(id), label, stage: 'waiting', told: '', relapse: false, sos: true, late: null },
            at: [place.lon, place.lat],
            precision: accuracy === null || accuracy > roughFrom ? 'road' : 'point',
            within: accuracy ?? undefined,
          },
        ];
      }),
    [documents, minuteNow, t],
  );
}

/** What is chosen on the map: who calls for help is a unit, whose own pane says what is known of it. */
export function useChosenOnMap(select: (what: MapSelection | null) => void): (what: MapSelection | null) => void {
  const { documents } = useDocuments('alarm');
  return useCallback(
    (what) => {
      if (what?.kind !== 'incident' || !what.id.startsWith(callPrefix)) return select(what);
      const unit = documents.find(({ state }) => callMark(state.id) === what.id)?.state.unit ?? null;
      if (unit !== null) select({ kind: 'unit', id: unit.id });
    },
    [documents, select],
  );
}

/** Zones with the grids of their squads. */
export function useMapZones(): readonly MapZone[] {
  const { zones, squads } = useHall();
  return useMemo(
    () =>
      [...zones.values()].map(({ state }) => ({
        id: state.id,
        name: state.name,
        order: state.order,
        grids: state.squads.flatMap((squad) => squads.get(squad)?.state.grids ?? []),
      })),
    [zones, squads],
  );
}
