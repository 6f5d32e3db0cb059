/** Squads, zones, brigades and streets by name, as far as this seat holds them. */
import { useMemo } from 'react';
import { useHall } from '../hall/hall.tsx';
import type { GrantLimit, ScopeNames } from './account-words.ts';

export interface ScopeChoice {
  readonly value: string;
  readonly label: string;
}

/** What a grant can be limited to; none where this seat does not hold them. */
export function useScopeChoices(): (limit: GrantLimit) => readonly ScopeChoice[] {
  const { squads, zones, plates } = useHall();
  return useMemo(() => {
    const ofSquads = [...squads.values()].map(({ state }) => ({ value: state.id, label: state.name }));
    const ofZones = [...zones.values()].map(({ state }) => ({ value: state.id, label: state.name }));
    const brigades = new Set([...squads.values()].flatMap(({ state }) => state.brigade ?? []));
    const ofBrigades = [...brigades].map((brigade) => ({ value: brigade, label: brigade }));
    const ofStreets = (plates?.grids ?? [])
      .filter(({ level }) => level === 'responsibility')
      .map(({ code, name }) => ({ value: code, label: name }));
    const all: { readonly [L in GrantLimit]: readonly ScopeChoice[] } = {
      brigade: ofBrigades,
      squad: ofSquads,
      zone: ofZones,
      street: ofStreets,
      // Operations are not held by who keeps the accounts.
      operation: [],
    };
    return (limit) => all[limit];
  }, [squads, zones, plates]);
}

export function useNames(): ScopeNames {
  const choices = useScopeChoices();
  return useMemo(() => (limit, id) => choices(limit).find(({ value }) => value === id)?.label ?? id, [choices]);
}
