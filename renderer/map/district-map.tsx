/** The live map of the district: plates below, everything that happens above, every fact with its age. */
import { useCallback, useId, useMemo, useRef, useState } from 'react';
import type { CSSProperties, KeyboardEvent, PointerEvent, MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Camera } from './camera.ts';
import { metresPerPixel, scaleLength, unproject } from './camera.ts';
import type { GroundState } from './ground.ts';
import { Legend } from './legend.tsx';
import './map.css';
import type { MarkState } from './mark-layer.ts';
import { placeOfSelected } from './scene.ts';
import { makeShapes } from './shapes.ts';
import type { DistrictMapProps } from './types.ts';
import { useMap } from './use-map.ts';
import { markWords, scaleText } from './words.ts';

const keyStep = 120;
/** A hand that trembles by this much still clicks, px. */
const clickSlack = 4;
const scaleMaxPx = 96;

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-keyStep, 0],
  ArrowRight: [keyStep, 0],
  ArrowUp: [0, -keyStep],
  ArrowDown: [0, keyStep],
};

interface ScaleBar {
  readonly metres: number;
  readonly px: number;
}

export function DistrictMap(props: DistrictMapProps) {
  const { plates, zones, sites, videoPoints, units, incidents, selected, preview, now, theme, focus, layers } = props;
  const { onSelect, onPick, trail, scale = 1 } = props;
  const { t } = useTranslation();
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const container = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const pressed = useRef<readonly [number, number] | null>(null);
  const [bar, setBar] = useState<ScaleBar>({ metres: 0, px: 0 });
  const [over, setOver] = useState(false);
  const [legend, setLegend] = useState(false);

  const shapes = useMemo(() => makeShapes(plates, zones), [plates, zones]);
  const words = useMemo(() => markWords(t), [t]);
  const { zones: zonesOn, grids, roads } = layers;
  const ground = useMemo(
    (): GroundState => ({ shapes, theme, layers: { zones: zonesOn, grids, roads }, scale }),
    [shapes, theme, zonesOn, grids, roads, scale],
  );
  const marks = useMemo(
    (): MarkState => ({
      sites,
      videoPoints,
      units,
      incidents,
      selected,
      preview,
      trail,
      layers,
      theme,
      now,
      shapes,
      words,
      scale,
    }),
    [sites, videoPoints, units, incidents, selected, preview, trail, layers, theme, now, shapes, words, scale],
  );
  const onCamera = useCallback(
    ({ zoom, center }: Camera) => {
      const { metres, px } = scaleLength(metresPerPixel(zoom, center[1]), scaleMaxPx * scale);
      setBar((before) =>
        before.metres === metres && Math.round(before.px) === Math.round(px) ? before : { metres, px: Math.round(px) },
      );
    },
    [scale],
  );
  const selectedAt = useMemo(
    () => placeOfSelected({ selected, units, incidents, sites, videoPoints, shapes }),
    [selected, units, incidents, sites, videoPoints, shapes],
  );
  const { parts, kind } = useMap({
    frame,
    container,
    canvas,
    ground,
    marks,
    focus,
    selectedAt,
    renderer: props.renderer ?? 'auto',
    onCamera,
  });

  const placeOf = ({ clientX, clientY }: MouseEvent): readonly [number, number] => {
    const { left, top } = container.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
    return [clientX - left, clientY - top];
  };
  const click = (event: MouseEvent): void => {
    const [x, y] = placeOf(event);
    const from = pressed.current;
    if (parts.current === null || from === null || Math.hypot(x - from[0], y - from[1]) > clickSlack) return;
    if (onPick !== undefined) return onPick(unproject(parts.current.view.camera(), x, y));
    onSelect(parts.current.marks.hit(x, y));
  };
  const hover = (event: PointerEvent): void => {
    // Not while the map is dragged, nor under a finger.
    if (event.buttons !== 0 || event.pointerType === 'touch' || parts.current === null) return;
    const thing = onPick === undefined ? parts.current.marks.hit(...placeOf(event)) : null;
    parts.current.marks.hover(thing);
    setOver(thing !== null);
  };
  const leave = (): void => {
    parts.current?.marks.hover(null);
    setOver(false);
  };
  const whole = (): void => parts.current?.view.whole();
  const key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.nativeEvent.isComposing) return;
    if (event.target instanceof HTMLElement && event.target.closest('button') !== null) return;
    const step = arrows[event.key];
    const view = parts.current?.view;
    if (step !== undefined) view?.panBy(...step);
    else if (event.key === '+' || event.key === '=') view?.zoomBy(1);
    else if (event.key === '-' || event.key === '_') view?.zoomBy(-1);
    else if (event.key === 'Home') whole();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={frame}
      className="district-map"
      role="application"
      tabIndex={0}
      aria-label={t('map.name')}
      aria-describedby={`${id}-keys`}
      data-ground={kind}
      data-theme={theme}
      data-trail={trail?.flat().length}
      style={{ '--map-scale': scale } as CSSProperties}
      onKeyDown={key}
    >
      <div
        className="district-map-stage"
        data-cursor={onPick !== undefined ? 'pick' : over ? 'thing' : 'ground'}
        onPointerDown={(event) => {
          pressed.current = placeOf(event);
        }}
        onPointerMove={hover}
        onPointerLeave={leave}
        onClick={click}
      >
        <div ref={container} className="district-map-ground" />
        <canvas ref={canvas} className="district-map-marks" aria-hidden="true" />
      </div>
      <p id={`${id}-keys`} className="district-map-unseen">
        {t('map.keys')}
      </p>
      <div className="district-map-notes">
        {plates.schematic && (
          <span data-corner="true" title={t('map.schematicHint')}>
            {t('map.schematic')}
          </span>
        )}
        {onPick !== undefined && (
          <span data-corner="passing" data-pick="true">
            {t('map.pickHint')}
          </span>
        )}
      </div>
      <div className="district-map-buttons" data-corner="true">
        <button type="button" title={t('map.wholeHint')} onClick={whole}>
          {t('map.whole')}
        </button>
        <button type="button" aria-label={t('map.zoomIn')} onClick={() => parts.current?.view.zoomBy(1)}>
          <span aria-hidden="true">+</span>
        </button>
        <button type="button" aria-label={t('map.zoomOut')} onClick={() => parts.current?.view.zoomBy(-1)}>
          <span aria-hidden="true">−</span>
        </button>
      </div>
      <div className="district-map-foot">
        {legend && <Legend zones={zones} theme={theme} scale={scale} />}
        <button
          type="button"
          data-corner="true"
          className="district-map-legend-button"
          aria-expanded={legend}
          onClick={() => setLegend(!legend)}
        >
          {t('map.legend')}
        </button>
      </div>
      <div className="district-map-scale" data-corner="passing" hidden={bar.px === 0} style={{ width: bar.px }}>
        {bar.px > 0 && scaleText(bar.metres, t)}
      </div>
    </div>
  );
}
