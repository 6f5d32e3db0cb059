/** What the signs mean, drawn by the hand that draws the map; of the layers that are on, and of no others. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeatSpan } from './heat.ts';
import { heatMetres, heatPlaces, heatSteps } from './heat.ts';
import type { MarkSymbol } from './marks.ts';
import { Sample } from './sample.tsx';
import { incidentTone } from './scene-incidents.ts';
import type { PlateShapes } from './shapes.ts';
import { hueOf } from './shapes.ts';
import type { DistrictMapProps } from './types.ts';
import { incidentStages, sensitiveKinds, siteStates, unitKinds, unitStatuses } from './types.ts';

function Row({ mark, children }: { readonly mark: ReactNode; readonly children: string }) {
  return (
    <li>
      {mark}
      <span>{children}</span>
    </li>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h3>{title}</h3>
      <ul>{children}</ul>
    </section>
  );
}

const sign = (name: string): ReactNode => <i className="map-sign" data-sign={name} />;

interface LegendProps {
  readonly things: DistrictMapProps;
  readonly shapes: PlateShapes;
  readonly span: HeatSpan;
}

export function Legend({ things, shapes, span }: LegendProps) {
  const { t } = useTranslation();
  const { zones, layers, theme, scale = 1, heat, sensitivePlaces } = things;
  const sample = (symbol: MarkSymbol): ReactNode => <Sample symbol={symbol} theme={theme} scale={scale} />;
  const ordered = [...zones].sort((a, b) => a.order - b.order);
  const kinds = new Set((sensitivePlaces ?? []).map(({ kind }) => kind));
  const calm = { relapse: false, late: null };
  const hasAreas =
    layers.squads === true || layers.quietAreas === true || layers.stallPlaces === true || layers.operations === true;
  return (
    <div className="district-map-legend" data-corner="passing">
      {layers.incidents && (
        <Part title={t('mapLegend.incidents')}>
          {incidentStages.map((stage) => (
            <Row
              key={stage}
              mark={sample({ type: 'incident', stage, late: null, tone: incidentTone({ stage, ...calm }) })}
            >
              {t(`map.stage.${stage}`)}
            </Row>
          ))}
          <Row mark={sample({ type: 'incident', stage: 'underWay', tone: 'alarm', late: null })}>
            {t('mapLegend.sos')}
          </Row>
          <Row mark={sample({ type: 'incident', stage: 'waiting', tone: 'alarm', late: 'late' })}>
            {t('map.lateUnit')}
          </Row>
          <Row mark={sample({ type: 'incident', stage: 'waiting', tone: 'warn', late: 'warn' })}>
            {t('map.lateDesk')}
          </Row>
          <Row mark={sample({ type: 'cluster', of: 'incident', count: 5, tone: 'warn', late: null })}>
            {t('mapLegend.cluster')}
          </Row>
          <Row mark={<i className="district-map-rough" />}>{t('map.roughPlace')}</Row>
          <Row mark={sample({ type: 'incident', stage: 'waiting', tone: 'warn', late: null, area: true })}>
            {t('mapLegend.areaOnly')}
          </Row>
        </Part>
      )}
      {layers.units && (
        <Part title={t('map.legendUnits')}>
          {unitKinds.map((kind) => (
            <Row key={kind} mark={sample({ type: 'unit', kind, status: 'free', age: 'fresh' })}>
              {t(`map.unitKind.${kind}`)}
            </Row>
          ))}
          {unitStatuses.map((status) => (
            <Row key={status} mark={sample({ type: 'unit', kind: 'group', status, age: 'fresh' })}>
              {t(`map.unitStatus.${status}`)}
            </Row>
          ))}
        </Part>
      )}
      {layers.units && (
        <Part title={t('map.legendFix')}>
          {(['fresh', 'aging', 'stale'] as const).map((age) => (
            <Row key={age} mark={sample({ type: 'unit', kind: 'group', status: 'free', age })}>
              {t(`map.fixAge.${age}`)}
            </Row>
          ))}
        </Part>
      )}
      {layers.trails === true && (
        <Part title={t('mapLegend.trails')}>
          <Row mark={sign('trail')}>{t('mapLegend.trail')}</Row>
        </Part>
      )}
      {layers.heat === true && heat !== undefined && (
        <Part title={t('mapLegend.heat', { metres: heatMetres })}>
          {heatSteps.map(({ counts }, i) => (
            <Row key={counts} mark={<i className="map-sign" data-sign="heat" data-step={i + 1} />}>
              {t('mapLegend.step', { counts })}
            </Row>
          ))}
          <Row mark={<i className="map-sign" />}>
            {t('mapLegend.heatTotal', {
              span: t(`mapLayers.span.${span}`),
              n: heatPlaces(heat, span, things.now(), shapes).length,
            })}
          </Row>
        </Part>
      )}
      {layers.sites && (
        <Part title={t('map.legendSites')}>
          {siteStates.map((state) => (
            <Row key={state} mark={sample({ type: 'site', state, small: false })}>
              {t(`map.siteState.${state}`)}
            </Row>
          ))}
          <Row mark={sample({ type: 'cluster', of: 'site', count: 4, tone: 'warn', late: null })}>
            {t('mapLegend.siteCluster')}
          </Row>
        </Part>
      )}
      {layers.permits === true && (
        <Part title={t('mapLegend.permits')}>
          {(['now', 'later', 'over'] as const).map((when) => (
            <Row key={when} mark={<i className="map-sign" data-sign="permit" data-when={when} />}>
              {t(`mapLegend.permit.${when}`)}
            </Row>
          ))}
          <Row mark={<i className="map-sign" />}>{t('mapLegend.permitNote')}</Row>
        </Part>
      )}
      {layers.zones && ordered.length > 0 && (
        <Part title={t('mapLegend.zones')}>
          {ordered.map(({ id, name, order }) => (
            <Row key={id} mark={<i className="district-map-hue" data-hue={hueOf(order)} />}>
              {name}
            </Row>
          ))}
        </Part>
      )}
      {hasAreas && (
        <Part title={t('mapLegend.areas')}>
          {layers.squads === true && <Row mark={sign('squad')}>{t('mapLegend.squad')}</Row>}
          {layers.quietAreas === true && <Row mark={sign('quiet')}>{t('mapLegend.quiet')}</Row>}
          {layers.stallPlaces === true && (
            <>
              <Row mark={sign('stall')}>{t('mapLegend.stall.due')}</Row>
              <Row mark={<i className="map-sign" data-sign="stall" data-off="true" />}>{t('mapLegend.stall.off')}</Row>
            </>
          )}
          {layers.operations === true && (
            <>
              <Row mark={sign('operation')}>{t('mapLegend.operation.running')}</Row>
              <Row mark={<i className="map-sign" data-sign="operation" data-off="true" />}>
                {t('mapLegend.operation.planned')}
              </Row>
            </>
          )}
        </Part>
      )}
      {layers.cover === true && (
        <Part title={t('mapLegend.cover')}>
          {(['kept', 'thin', 'nobody', 'open'] as const).map((state) => (
            <Row key={state} mark={<i className="map-sign" data-sign="cover" data-state={state} />}>
              {t(`mapLegend.coverState.${state}`)}
            </Row>
          ))}
        </Part>
      )}
      {(layers.posts === true || layers.fences === true) && (
        <Part title={t('mapLegend.posts')}>
          {layers.posts === true &&
            (['due', 'off'] as const).map((state) => (
              <Row key={state} mark={sample({ type: 'post', state })}>
                {t(`mapLegend.post.${state}`)}
              </Row>
            ))}
          {layers.fences === true &&
            (['due', 'off'] as const).map((state) => (
              <Row key={state} mark={<i className="map-sign" data-sign="fence" data-off={state === 'off'} />}>
                {t(`mapLegend.fence.${state}`)}
              </Row>
            ))}
        </Part>
      )}
      {layers.sensitivePlaces === true && kinds.size > 0 && (
        <Part title={t('mapLegend.sensitive')}>
          {sensitiveKinds
            .filter((kind) => kinds.has(kind))
            .map((kind) => (
              <Row
                key={kind}
                mark={sample({
                  ...{ type: 'sensitivePlace', letter: t(`mapLegend.sensitiveLetter.${kind}`), small: false },
                })}
              >
                {t(`mapLegend.sensitiveKind.${kind}`)}
              </Row>
            ))}
        </Part>
      )}
      {layers.videoPoints && (
        <Part title={t('mapLegend.video')}>
          <Row mark={sample({ type: 'videoPoint', small: false })}>{t('mapLegend.video')}</Row>
          <Row mark={sample({ type: 'cluster', of: 'videoPoint', count: 12, tone: 'muted', late: null })}>
            {t('mapLegend.siteCluster')}
          </Row>
          <Row mark={sign('sector')}>{t('mapLegend.sector')}</Row>
        </Part>
      )}
    </div>
  );
}
