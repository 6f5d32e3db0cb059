/** Commands about one incident, with what went wrong said where it happens. */
import { useCallback } from 'react';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import type { RequestOf } from '../../../shared/wire/seat-api.ts';
import { useAct } from '../../hall/act.ts';
import { useSayNotTaken } from '../../hall/use-say-not-taken.ts';

type Data = { readonly [name: string]: RequestOf<'submit'>['data'] };

/** @param incident Undefined: nothing is selected, and nothing can be done. */
export function useDo(
  incident: IncidentState | undefined,
): (type: string, data?: Data, streams?: readonly string[]) => Promise<boolean> {
  const act = useAct();
  const say = useSayNotTaken();
  const id = incident?.id;
  return useCallback(
    async (type, data = {}, streams = []) => {
      if (id === undefined) return false;
      return say(await act(type, { incident: id, ...data }, [`incident/${id}`, ...streams]));
    },
    [act, say, id],
  );
}

/** Says where an incident is: a point on the map, or a place of the pack by its name. */
export function usePlacing(): (
  incident: string,
  where:
    | { readonly at: { readonly lon: number; readonly lat: number }; readonly place: null }
    | { readonly at: null; readonly place: string },
) => Promise<boolean> {
  const act = useAct();
  const say = useSayNotTaken();
  return useCallback(
    async (incident, where) => say(await act('PlaceIncident', { incident, ...where }, [`incident/${incident}`])),
    [act, say],
  );
}
