/** The panel of layers: what is drawn, how many there are, how old a register is; the preset, and the way back to it. */
import { useTranslation } from 'react-i18next';
import { timeText } from '../hall/words.ts';
import { ageParts } from './ages.ts';
import { ageLimited, staleText } from './card.ts';
import type { HeatSpan } from './heat.ts';
import { heatSpans } from './heat.ts';
import { isOn, layerFacts, layerGroups, layerSign } from './layer-table.ts';
import { Sample } from './sample.tsx';
import type { DistrictMapProps, GridLevel, MapDesk, MapLayer } from './types.ts';
import { ageText } from './words.ts';

interface Props {
  readonly things: DistrictMapProps;
  readonly desk: MapDesk;
  readonly span: HeatSpan;
  readonly onSpan: (span: HeatSpan) => void;
  readonly onClose: () => void;
}

const gridChoices = ['auto', 'management', 'responsibility', 'area', 'cell'] as const;

export function LayerPanel({ things, desk, span, onSpan, onClose }: Props) {
  const { t } = useTranslation();
  const { layers, theme, scale = 1, now } = things;
  const at = now();
  const facts = (layer: MapLayer): string => {
    const { count, asOf, newest } = layerFacts(layer, things);
    if (count === 0) return t('mapLayers.none');
    const age =
      asOf !== undefined
        ? t('mapLayers.asOf', { time: timeText(asOf, at, desk.utcOffset) })
        : newest !== undefined
          ? t('mapLayers.newest', { age: ageText(ageParts(newest, at), t) })
          : '';
    return [count === null ? '' : t('mapLayers.count', { n: count }), age].filter((part) => part !== '').join(' · ');
  };
  const staleOf = (layer: MapLayer): string | undefined =>
    ageLimited.has(layer) ? staleText(layerFacts(layer, things).asOf, at, desk, t) : undefined;
  const choose = (layer: MapLayer, on: boolean): void => desk.onLayers({ ...layers, [layer]: on });
  return (
    <section className="map-panel map-layers" data-corner="passing" aria-label={t('mapLayers.title')} id="map-layers">
      <header className="map-panel__head">
        <h2>{t('mapLayers.title')}</h2>
        <span className="map-layers__mode" data-own={desk.own}>
          {desk.own
            ? t('mapLayers.own')
            : desk.mode === null
              ? t('mapLayers.noMode')
              : t('mapLayers.preset', { mode: desk.mode })}
        </span>
        {desk.own && (
          <button type="button" className="map-link" onClick={desk.onPreset}>
            {t('mapLayers.restore')}
          </button>
        )}
        <button type="button" className="map-panel__close" aria-label={t('mapLayers.close')} onClick={onClose}>
          <span aria-hidden="true">×</span>
        </button>
      </header>
      <div className="map-panel__body">
        {layerGroups.map(({ group, layers: names }) => (
          <fieldset key={group} className="map-layers__group">
            <legend>{t(`mapLayers.group.${group}`)}</legend>
            {names.map((layer) => {
              const sign = layerSign(layer, t('mapLegend.sensitiveLetter.school'));
              return (
                <label
                  key={layer}
                  className="map-layers__row"
                  data-layer={layer}
                  title={layer === 'trails' ? t('mapLayers.trailsHint') : undefined}
                >
                  <input
                    type="checkbox"
                    checked={isOn(layers, layer)}
                    onChange={(event) => choose(layer, event.target.checked)}
                  />
                  {typeof sign === 'string' ? (
                    <i className="map-sign" data-sign={sign} />
                  ) : (
                    <Sample symbol={sign} theme={theme} scale={scale} />
                  )}
                  <span className="map-layers__name">{t(`mapLayers.layer.${layer}`)}</span>
                  <span className="map-layers__facts" data-stale={staleOf(layer) !== undefined} title={staleOf(layer)}>
                    {facts(layer)}
                  </span>
                </label>
              );
            })}
            {names.map((layer) => staleOf(layer)).find((text) => text !== undefined) !== undefined && (
              <p className="map-layers__stale">
                {names.map((layer) => staleOf(layer)).find((text) => text !== undefined)}
              </p>
            )}
            {group === 'tonight' && layers.heat === true && (
              <div className="map-choice" role="radiogroup" aria-label={t('mapLayers.heatSpan')}>
                {heatSpans.map((each) => (
                  <label key={each}>
                    <input type="radio" name="map-heat" checked={span === each} onChange={() => onSpan(each)} />
                    <span>{t(`mapLayers.span.${each}`)}</span>
                  </label>
                ))}
              </div>
            )}
            {group === 'base' && desk.basemaps !== undefined && (
              <div className="map-choice" data-list="true" role="radiogroup" aria-label={t('mapLayers.basemap')}>
                {desk.basemaps.all.map(({ id, name, away }) => (
                  <label key={id ?? ''} data-basemap-choice={id ?? 'local'} data-away={away !== ''} title={away}>
                    <input
                      type="radio"
                      name="map-basemap"
                      checked={desk.basemaps?.chosen === id}
                      onChange={() => desk.basemaps?.onChoose(id)}
                    />
                    <span>{away === '' ? name : t('mapLayers.choiceAway', { name })}</span>
                  </label>
                ))}
              </div>
            )}
            {group === 'ground' && (
              <div className="map-choice" role="radiogroup" aria-label={t('mapLayers.gridLevel')}>
                {gridChoices.map((each) => {
                  const level: GridLevel | null = each === 'auto' ? null : each;
                  return (
                    <label key={each}>
                      <input
                        type="radio"
                        name="map-grid"
                        checked={layers.grids === level}
                        onChange={() => desk.onLayers({ ...layers, grids: level })}
                      />
                      <span>{t(`mapLayers.grid.${each}`)}</span>
                    </label>
                  );
                })}
              </div>
            )}
          </fieldset>
        ))}
      </div>
    </section>
  );
}
