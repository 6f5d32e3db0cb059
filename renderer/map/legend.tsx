/** What the signs mean, drawn by the hand that draws the map. */
import { useLayoutEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ThemeName } from '../theme/tokens.ts';
import { palettes } from '../theme/tokens.ts';
import type { MarkSymbol } from './scene.ts';
import { incidentTone } from './scene.ts';
import { hueOf } from './shapes.ts';
import { drawSymbol, extentOf } from './symbols.ts';
import type { MapZone } from './types.ts';
import { incidentStages, siteStates, unitKinds, unitStatuses } from './types.ts';

const size = 30;

interface SampleProps {
  readonly symbol: MarkSymbol;
  readonly theme: ThemeName;
  readonly scale: number;
}

function Sample({ symbol, theme, scale }: SampleProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    if (canvas === null || context === undefined || context === null) return;
    const ratio = window.devicePixelRatio * scale;
    canvas.width = canvas.height = Math.round(size * ratio);
    const { top, bottom } = extentOf(symbol);
    context.setTransform(ratio, 0, 0, ratio, (size / 2) * ratio, (size / 2 - (top + bottom) / 2) * ratio);
    drawSymbol(context, symbol, palettes[theme], 'plain');
  }, [symbol, theme, scale]);
  return <canvas ref={ref} className="district-map-sample" aria-hidden="true" />;
}

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

interface LegendProps {
  readonly zones: readonly MapZone[];
  readonly theme: ThemeName;
  readonly scale: number;
}

export function Legend({ zones, theme, scale }: LegendProps) {
  const { t } = useTranslation();
  const sample = (symbol: MarkSymbol): ReactNode => <Sample symbol={symbol} theme={theme} scale={scale} />;
  const ordered = [...zones].sort((a, b) => a.order - b.order);
  return (
    <div className="district-map-legend" data-corner="passing">
      {ordered.length > 0 && (
        <Part title={t('map.legendZones')}>
          {ordered.map(({ id, name, order }) => (
            <Row key={id} mark={<i className="district-map-hue" data-hue={hueOf(order)} />}>
              {name}
            </Row>
          ))}
        </Part>
      )}
      <Part title={t('map.legendIncidents')}>
        {incidentStages.map((stage) => (
          <Row
            key={stage}
            mark={sample({
              type: 'incident',
              stage,
              late: null,
              tone: incidentTone({ stage, relapse: false, late: null }),
            })}
          >
            {t(`map.stage.${stage}`)}
          </Row>
        ))}
        <Row mark={sample({ type: 'incident', stage: 'underWay', tone: 'alarm', late: null })}>
          {t('queue.alarm.relapse')}
        </Row>
        <Row mark={sample({ type: 'incident', stage: 'waiting', tone: 'alarm', late: 'late' })}>
          {t('map.lateUnit')}
        </Row>
        <Row mark={sample({ type: 'incident', stage: 'waiting', tone: 'warn', late: 'warn' })}>{t('map.lateDesk')}</Row>
        <Row mark={<i className="district-map-rough" />}>{t('map.roughPlace')}</Row>
        <Row mark={<i className="district-map-cell" />}>{t('map.areaOnly')}</Row>
      </Part>
      <Part title={t('map.legendUnits')}>
        {unitKinds.map((kind) => (
          <Row key={kind} mark={sample({ type: 'unit', kind, status: 'free', age: 'fresh' })}>
            {t(`map.unitKind.${kind}`)}
          </Row>
        ))}
      </Part>
      <Part title={t('map.legendStatus')}>
        {unitStatuses.map((status) => (
          <Row key={status} mark={sample({ type: 'unit', kind: 'group', status, age: 'fresh' })}>
            {t(`map.unitStatus.${status}`)}
          </Row>
        ))}
      </Part>
      <Part title={t('map.legendFix')}>
        {(['fresh', 'aging', 'stale'] as const).map((age) => (
          <Row key={age} mark={sample({ type: 'unit', kind: 'group', status: 'free', age })}>
            {t(`map.fixAge.${age}`)}
          </Row>
        ))}
      </Part>
      <Part title={t('map.legendSites')}>
        {siteStates.map((state) => (
          <Row key={state} mark={sample({ type: 'site', state, small: false })}>
            {t(`map.siteState.${state}`)}
          </Row>
        ))}
        <Row mark={sample({ type: 'videoPoint', small: false })}>{t('map.legendVideo')}</Row>
      </Part>
    </div>
  );
}
