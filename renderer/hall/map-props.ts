/** Documents and positions of the hall turned into what the map draws; every screen with a map reads these. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssignmentState } from '../../shared/domain/assignment/state.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { NightPermitState } from '../../shared/domain/permit/state.ts';
import type { MapIncident, MapSite, MapUnit, MapZone } from '../map/index.ts';
import { usePositions } from '../seat-client/hooks.ts';
import { shownStatus } from './force.ts';
import { useHall } from './hall.tsx';
import { alarmOf, assessmentOf, openOnes } from './incident-order.ts';
import { incidentStage, latenessOf } from './stage.ts';
import { stageText } from './words.ts';

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

/** What the register says of a site tonight, as a hint of colour: the assessment of an incident says more. */
function siteState(
  permits: readonly NightPermitState[],
  incident: IncidentState | undefined,
  now: number,
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
      return permits.some(({ from, to }) => from <= now && now < to) ? 'valid' : 'unknown';
  }
}

/** Sites of the register with what is known of each tonight. */
export function useMapSites(now: number): readonly MapSite[] {
  const { t } = useTranslation();
  const { sites, nightPermits, incidents } = useHall();
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
      .map(({ state: { id, name, at, radius } }) => {
        const state = siteState(permits.get(id) ?? [], open.get(id), minute);
        return { id, name, at: [at.lon, at.lat], radius, state, label: t(`siteState.${state}`) };
      });
  }, [sites, nightPermits, incidents, minute, t]);
}

/** Units and where each was last seen. */
export function useMapUnits(now: number): readonly MapUnit[] {
  const { units } = useHall();
  const positions = usePositions();
  // Shifts begin and end on the minute.
  const minute = Math.floor(now / 60_000) * 60_000;
  return useMemo(
    () =>
      [...units.values()].map(({ state: unit }) => {
        const position = positions.get(unit.id);
        return {
          id: unit.id,
          name: unit.name,
          kind: unit.kind,
          status: shownStatus(unit, minute),
          at: position === undefined ? null : [position.lon, position.lat],
          fixAt: position?.at ?? null,
          heading: position?.heading ?? null,
          accuracy: position?.accuracy ?? null,
          certified: unit.certified,
        };
      }),
    [units, positions, minute],
  );
}

/** Open incidents; a complaint is never drawn where its caller stands. */
export function useMapIncidents(now: number): readonly MapIncident[] {
  const { t } = useTranslation();
  const { incidents, assignments, sites } = useHall();
  const open = useMemo(() => openOnes(incidents.values()), [incidents]);
  const engaged = useMemo(() => assignmentsOf(assignments.values()), [assignments]);
  // Time alone only makes another one late: until then the map gets the very same list.
  const lateOnes = open.map((one) => latenessOf(one, engaged.get(one.id) ?? [], now) ?? '').join();
  return useMemo(() => {
    const late = lateOnes.split(',');
    return open.map((incident, index) => {
      const passed = late[index];
      // The suspected source where there is one, else the place; never where the caller stands.
      const at = sites.get(incident.site ?? '')?.state.at ?? incident.placing.at;
      return {
        id: incident.id,
        label: incident.number.slice(-3),
        stage: incidentStage(incident),
        told: incidentStage(incident) === 'refused' ? t('outcome.refusesToStop') : stageText(incident, t),
        relapse: alarmOf(incident) === 'relapse',
        late: passed === 'unit' || passed === 'desk' ? passed : null,
        at: at === null ? null : [at.lon, at.lat],
        cell: incident.placing.grids?.cell,
        precision: incident.site === null ? precisions[incident.placing.precision] : 'site',
      };
    });
  }, [open, sites, lateOnes, t]);
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
