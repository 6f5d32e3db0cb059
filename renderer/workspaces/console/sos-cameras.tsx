/**
 * Somebody called for help: what the nearest cameras see opens by itself beneath the map, whatever is selected. A call from an
 * order until a seat has taken it, where its own pane does not show them; a call of our own people (alarm) at the seat that has
 * taken it, until it is over: before that, the call stands over everything and shows them itself.
 */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlarmState } from '../../../shared/domain/alarm/state.ts';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { useHall } from '../../hall/hall.tsx';
import { isQueued } from '../../hall/incident-order.ts';
import { NearCameras, useNearCameras } from '../../hall/near-cameras.tsx';
import { useSelection } from '../../hall/selection.tsx';
import type { Selected } from '../../hall/selection.tsx';
import { shownPlace } from '../../hall/shown-place.ts';
import { useMay } from '../../hall/use-may.ts';
import { useDocuments, useStatus } from '../../seat-client/hooks.ts';
import './sos-cameras.css';

interface Call {
  readonly id: string;
  /** Number of the order, or the unit. */
  readonly name: string;
  readonly headline: string;
  readonly place: { readonly lon: number; readonly lat: number } | undefined;
  readonly opens: Selected | null;
}

/** The newest first. */
function ofOrders(incidents: ReturnType<typeof useHall>['incidents']): readonly IncidentState[] {
  return Array.from(incidents.values(), ({ state }) => state)
    .filter((one) => one.source === 'sos' && one.acknowledged === null && isQueued(one))
    .sort((a, b) => b.receivedAt - a.receivedAt);
}

const ofUnits = (alarms: readonly { readonly state: AlarmState }[], user: string | undefined): readonly AlarmState[] =>
  alarms
    .map(({ state }) => state)
    .filter(({ kind, stage, owner }) => kind === 'sos' && stage !== 'cleared' && owner?.user === user)
    .sort((a, b) => b.at - a.at);

export function SosCameras({ onSelect }: { readonly onSelect: (what: Selected) => void }) {
  const { t } = useTranslation();
  const { incidents, sites } = useHall();
  const { documents: alarms } = useDocuments('alarm');
  const user = useStatus().status?.user?.id;
  const { selected } = useSelection();
  const mayWatch = useMay().ask('watchVideo');
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const call = useMemo(() => {
    const units = ofUnits(alarms, user).map(({ id, unit, place }): Call => ({
      ...{ id, name: unit?.name ?? '', headline: '', place: place ?? undefined },
      opens: unit === null ? null : { kind: 'unit', id: unit.id },
    }));
    const orders = ofOrders(incidents)
      .filter(({ id }) => !(selected?.kind === 'incident' && selected.id === id))
      .map((one): Call => {
        const [lon, lat] = shownPlace(one, sites).at ?? [];
        const place = lon === undefined || lat === undefined ? undefined : { lon, lat };
        return { id: one.id, name: one.number, headline: one.headline, place, opens: { kind: 'incident', id: one.id } };
      });
    return [...units, ...orders].find(({ id }) => !closed.has(id));
  }, [alarms, user, incidents, sites, closed, selected]);
  const near = useNearCameras(call?.place);
  if (!mayWatch || call === undefined || near.length === 0) return null;
  const { id, name, headline, opens } = call;
  return (
    <section className="sos-cameras" aria-label={t('sosCameras.title', { number: name })}>
      <header className="sos-cameras__head">
        <b>{t('sosCameras.title', { number: name })}</b>
        <span>{headline}</span>
        {opens !== null && (
          <button type="button" className="act act--main" onClick={() => onSelect(opens)}>
            {t(opens.kind === 'unit' ? 'sosCameras.openUnit' : 'sosCameras.open')}
          </button>
        )}
        <button type="button" className="act" onClick={() => setClosed((before) => new Set(before).add(id))}>
          {t('sosCameras.close')}
        </button>
      </header>
      <NearCameras of={id} near={near} />
    </section>
  );
}
