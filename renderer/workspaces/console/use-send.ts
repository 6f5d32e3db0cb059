/** Sending a unit: one command, based on the incident and the unit as they are on screen. */
import { useCallback } from 'react';
import type { RecommendedUnit } from '../../../shared/domain/assignment/state.ts';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { useSelection } from '../../hall/selection.tsx';
import { useDo } from './use-do.ts';

export function useSend(
  incident: IncidentState | undefined,
): (unit: Pick<RecommendedUnit, 'unit' | 'jobsBefore'>) => Promise<boolean> {
  const doIt = useDo(incident);
  const { preview } = useSelection();
  return useCallback(
    async ({ unit, jobsBefore }) => {
      const data = { id: crypto.randomUUID(), unit, queue: jobsBefore > 0 };
      const taken = await doIt('AssignUnit', data, [`unit/${unit}`]);
      if (taken) preview(null);
      return taken;
    },
    [doIt, preview],
  );
}
