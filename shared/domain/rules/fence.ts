/** What a fence asks of whom: read by the map and by what watches it. Whether it is kept is decided elsewhere. */
import type { Plates } from '../district/events.ts';
import type { FenceState, Hysteresis } from '../fence/state.ts';
import type { UnitState } from '../unit/state.ts';

/** Where the pack has no policy: judgement of practice, not law. */
export const fenceDefaults: Hysteresis = { dwellSeconds: 30, marginMetres: 20, poorFixMetres: 50, gapSeconds: 180 };

/** The fence's own figures before those of the policy. */
export function hysteresisOf({ hysteresis }: Pick<FenceState, 'hysteresis'>, policy: Plates['policy']): Hysteresis {
  const base = policy.fence ?? fenceDefaults;
  return {
    dwellSeconds: hysteresis?.dwellSeconds ?? base.dwellSeconds,
    marginMetres: hysteresis?.marginMetres ?? base.marginMetres,
    poorFixMetres: hysteresis?.poorFixMetres ?? base.poorFixMetres,
    gapSeconds: hysteresis?.gapSeconds ?? base.gapSeconds,
  };
}

/** Whether the fence is for this unit. `zoneOf`: the zone of a squad; a unit stands in its own zone, else its squad's. */
export function isFor(
  { appliesTo: { units, squads, zones, kinds } }: Pick<FenceState, 'appliesTo'>,
  unit: Pick<UnitState, 'id' | 'squad' | 'zone' | 'kind'>,
  zoneOf: (squad: string) => string | undefined,
): boolean {
  if (kinds.length > 0 && !kinds.includes(unit.kind)) return false;
  if (units.length + squads.length + zones.length === 0) return true;
  const zone = unit.zone ?? zoneOf(unit.squad);
  return units.includes(unit.id) || squads.includes(unit.squad) || (zone !== undefined && zones.includes(zone));
}
