/** Commands about one incident, with what went wrong said where it happens. */
import { useCallback } from 'react';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import type { RequestOf } from '../../../shared/wire/seat-api.ts';
import type { Acted } from '../../hall/act.ts';
import { useAct } from '../../hall/act.ts';

type Data = { readonly [name: string]: RequestOf<'submit'>['data'] };

/** Says what kept an entry from being taken in; what was taken in shows as pending and needs no word. */
export function useSayNotTaken(): (acted: Acted) => boolean {
  const { t } = useTranslation();
  const { message } = App.useApp();
  return useCallback(
    (acted) => {
      if (acted.status === 'queued') return true;
      const content = t(`notTaken.${acted.code}`, { field: acted.field });
      // What is there already is no mishap. One message for one thing: they must not pile up.
      void message.open({ type: acted.code === 'already' ? 'info' : 'error', content, key: `notTaken-${acted.code}` });
      return false;
    },
    [message, t],
  );
}

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
