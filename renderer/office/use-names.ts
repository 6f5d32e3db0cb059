/** Squads, zones, brigades, streets and operations by name, as far as this seat holds or is told them. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useHall } from '../hall/hall.tsx';
import type { GrantLimit, ScopeNames } from './account-words.ts';
import { useOperations } from './operations.tsx';

export interface ScopeChoice {
  readonly value: string;
  readonly label: string;
}

/** What a grant can be limited to; none where this seat does not hold them. */
export function useScopeChoices(): (limit: GrantLimit) => readonly ScopeChoice[] {
  const { t } = useTranslation();
  const { squads, zones, plates } = useHall();
  const { operations } = useOperations();
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
      operation: operations.flatMap(({ id, name, stage }) =>
        stage === 'ended' ? [] : [{ value: id, label: t(`grant.operationOf.${stage}`, { name }) }],
      ),
    };
    return (limit) => all[limit];
  }, [squads, zones, plates, operations, t]);
}

export function useNames(): ScopeNames {
  const choices = useScopeChoices();
  const { operations } = useOperations();
  return useMemo(
    () => (limit, id) =>
      (limit === 'operation'
        ? operations.find((operation) => operation.id === id)?.name
        : choices(limit).find(({ value }) => value === id)?.label) ?? id,
    [choices, operations],
  );
}
