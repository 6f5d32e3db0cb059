/** Sending a unit: one command, based on the incident and the unit as they are on screen. */
import { useCallback } from 'react';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RecommendedUnit } from '../../../shared/domain/assignment/state.ts';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { useSelection } from '../../hall/selection.tsx';
import { useSeat, useStatus } from '../../seat-client/hooks.ts';
import { useAskOverride } from './override.tsx';
import { useDo } from './use-do.ts';
import type { Worked } from './use-recommendation.ts';
import { askRecommendation } from './use-recommendation.ts';

type Sent = Pick<RecommendedUnit, 'unit' | 'jobsBefore'> & Partial<Pick<RecommendedUnit, 'before'>>;

/** Who would be sent first; undefined where nobody is, or somebody is there and another one is the exception anyway. */
function recommendedNow(incident: IncidentState | undefined, worked: Worked | undefined): RecommendedUnit | undefined {
  const isThere = incident?.units.some(({ goneAt }) => goneAt === null) ?? false;
  return isThere ? undefined : worked?.recommendation.units[0];
}

export function useSend(
  incident: IncidentState | undefined,
  worked: Worked | undefined,
): (unit: Sent) => Promise<boolean> {
  const seat = useSeat();
  const doIt = useDo(incident);
  const ask = useAskOverride();
  const { preview } = useSelection();
  const { t } = useTranslation();
  const { message } = App.useApp();
  const user = useStatus().status?.user?.id;
  const claim = incident?.claim ?? null;
  const holder = claim === null || claim.user === user ? undefined : claim.name;
  return useCallback(
    async ({ unit, jobsBefore, before = null }) => {
      // Sent before it was worked out who is best: that is asked for first, or the reason would be lost.
      const known = worked ?? (incident === undefined ? undefined : await askRecommendation(seat, incident.id));
      const first = recommendedNow(incident, known);
      const override = first === undefined || first.unit === unit ? undefined : await ask(first.name);
      if (override === null) return false;
      const data = {
        ...{ id: crypto.randomUUID(), unit, queue: jobsBefore > 0 },
        ...(before === null ? {} : { before }),
        ...(override === undefined ? {} : { override }),
      };
      const taken = await doIt('AssignUnit', data, [`unit/${unit}`]);
      if (taken) preview(null);
      // A claim keeps nobody from sending; whose it is they are told, and the holder is told of them.
      if (taken && holder !== undefined)
        void message.open({ type: 'info', content: t('claim.sent', { name: holder }), key: 'claimSent' });
      return taken;
    },
    [doIt, seat, preview, ask, incident, worked, holder, message, t],
  );
}
