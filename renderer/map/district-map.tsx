/** The live map of the district: plates below, everything that happens above, every fact with its age. */
import { useCallback, useId, useMemo, useRef, useState } from 'react';
import type { CSSProperties, KeyboardEvent, PointerEvent, MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Camera } from './camera.ts';
import { metresPerPixel, scaleLength, unproject } from './camera.ts';
import { BasemapAway, BasemapCredit, BasemapNote } from './basemap-notes.tsx';
import { DeskButtons, DeskParts } from './desk-parts.tsx';
import type { FrozenMapProps } from './frozen-print.tsx';
import { FrozenPrint } from './frozen-print.tsx';
import type { BasemapNews, GroundState } from './ground.ts';
import { Legend } from './legend.tsx';
import './map-desk.css';
import './map.css';
import type { MarkState } from './mark-layer.ts';
import { makeAreas } from './scene-areas.ts';
import { placeOfSelected } from './scene.ts';
import { makeShapes } from './shapes.ts';
import { useDesk } from './use-desk.ts';
import { useBasemapAgain } from './use-basemap-again.ts';
import type { MapParts } from './use-map.ts';
import { useMap } from './use-map.ts';
import { lengthText, markWords, scaleText } from './words.ts';

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

export function DistrictMap(props: FrozenMapProps) {
  const { plates, zones, sites, videoPoints, units, incidents, selected, preview, now, theme, focus, layers } = props;
  const { onPick, trail, scale = 1, permits, posts, sensitivePlaces, heat, squads, fences } = props;
  const {
    fixes,
    quietAreas,
    stallPlaces,
    cover,
    operations,
    basemap = null,
    basemapFetching = null,
    basemapAway = null,
  } = props;
  const { t } = useTranslation();
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const container = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const pressed = useRef<readonly [number, number] | null>(null);
  const [bar, setBar] = useState<ScaleBar>({ metres: 0, px: 0 });
  const [over, setOver] = useState(false);
  const [legend, setLegend] = useState(false);
  const [basemapNews, setBasemapNews] = useState<BasemapNews>({ state: 'none' });
  const [attempt, setAttempt] = useState(0);
  const again = useCallback(() => setAttempt((before) => before + 1), []);
  useBasemapAgain(basemapNews, again);

  const shapes = useMemo(() => makeShapes(plates, zones), [plates, zones]);
  const words = useMemo(() => markWords(t), [t]);
  const { zones: zonesOn, grids, roads } = layers;
  // Without the finer grids, but for the level that was chosen.
  const coarse = useMemo(() => {
    if (layers.finerGrids !== false) return shapes;
    const kept = shapes.areas.filter(({ level }) => !['area', 'cell'].includes(level) || level === grids);
    return { ...shapes, areas: kept };
  }, [shapes, layers.finerGrids, grids]);
  const ground = useMemo(
    (): GroundState => ({ shapes: coarse, basemap, attempt, theme, layers: { zones: zonesOn, grids, roads }, scale }),
    [coarse, basemap, attempt, theme, zonesOn, grids, roads, scale],
  );
  const areas = useMemo(
    () => makeAreas({ shapes, layers, squads, fences, quietAreas, stallPlaces, operations, posts, cover }),
    [shapes, layers, squads, fences, quietAreas, stallPlaces, operations, posts, cover],
  );
  const made = useRef<MapParts | null>(null);
  const desk = useDesk({ things: props, shapes, areas, parts: made });
  const { tool, printing } = desk.state;
  const { frozen } = props;
  const { fan, found, span } = frozen ?? desk.state;
  const measure = frozen === undefined ? (tool?.tool === 'measure' ? tool.measure : null) : frozen.measure;
  const length = useCallback((metres: number) => lengthText(metres, t), [t]);
  const marks = useMemo(
    (): MarkState => ({
      sites,
      videoPoints,
      units,
      fixes,
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
      areas,
      permits,
      posts,
      sensitivePlaces,
      heat,
      heatSpan: span,
      fan,
      found,
      measure,
      lengthText: length,
      seen: frozen?.seen,
    }),
    [
      sites,
      videoPoints,
      units,
      fixes,
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
      areas,
      permits,
      posts,
      sensitivePlaces,
      heat,
      span,
      fan,
      found,
      measure,
      length,
      frozen?.seen,
    ],
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
  const { kind } = useMap({
    parts: made,
    frame,
    container,
    canvas,
    ground,
    marks,
    focus,
    selectedAt,
    renderer: props.renderer ?? 'auto',
    onCamera,
    onBasemap: setBasemapNews,
  });
  const parts = made;
  const isDrawn = basemap !== null && (basemapNews.state === 'ready' || basemapNews.state === 'broken');

  const placeOf = ({ clientX, clientY }: MouseEvent): readonly [number, number] => {
    const { left, top } = container.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
    return [clientX - left, clientY - top];
  };
  const click = (event: MouseEvent): void => {
    const [x, y] = placeOf(event);
    const from = pressed.current;
    if (parts.current === null || from === null || Math.hypot(x - from[0], y - from[1]) > clickSlack) return;
    const at = unproject(parts.current.view.camera(), x, y);
    if (onPick !== undefined) return onPick(at);
    desk.click(parts.current.marks.hits(x, y), at);
  };
  const hover = (event: PointerEvent): void => {
    // Not while the map is dragged, nor under a finger.
    if (event.buttons !== 0 || event.pointerType === 'touch' || parts.current === null) return;
    const [x, y] = placeOf(event);
    if (tool !== null) desk.move(unproject(parts.current.view.camera(), x, y));
    const thing = onPick === undefined && measure === null ? parts.current.marks.hit(x, y) : null;
    parts.current.marks.hover(thing);
    setOver(thing !== null);
  };
  const leave = (): void => {
    parts.current?.marks.hover(null);
    setOver(false);
    if (tool !== null) desk.move(null);
  };
  const whole = (): void => parts.current?.view.whole();
  const key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.nativeEvent.isComposing) return;
    if (event.target instanceof HTMLElement && event.target.closest('button, input, textarea') !== null) return;
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
      data-basemap={basemapNews.state}
      data-trail={trail?.flat().length}
      style={{ '--map-scale': scale } as CSSProperties}
      onKeyDown={key}
    >
      <div
        className="district-map-stage"
        data-cursor={onPick !== undefined || tool !== null ? 'pick' : over ? 'thing' : 'ground'}
        onPointerDown={(event) => {
          pressed.current = placeOf(event);
        }}
        onPointerMove={hover}
        onPointerLeave={leave}
        onClick={click}
        // In capture: the ground would zoom in.
        onDoubleClickCapture={(event) => {
          if (desk.doubleClick()) event.stopPropagation();
        }}
      >
        <div ref={container} className="district-map-ground" />
        <canvas ref={canvas} className="district-map-marks" aria-hidden="true" />
      </div>
      <p id={`${id}-keys`} className="district-map-unseen">
        {t('map.keys')}
      </p>
      <div className="district-map-notes">
        {(plates.schematic || (isDrawn && basemap.schematic)) && (
          <span data-corner="true" title={t('map.schematicHint')}>
            {t('map.schematic')}
          </span>
        )}
        {onPick !== undefined && (
          <span data-corner="passing" data-pick="true">
            {t('map.pickHint')}
          </span>
        )}
        {basemapAway !== null && <BasemapAway away={basemapAway} />}
        <BasemapNote news={basemapNews} fetching={basemapFetching} onRetry={again} />
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
      {props.desk !== undefined && <DeskButtons desk={desk} />}
      <DeskParts things={props} shapes={shapes} desk={desk} />
      {printing > 0 && props.desk !== undefined && made.current !== null && (
        <FrozenPrint
          key={printing}
          things={props}
          camera={made.current.view.camera()}
          shapes={shapes}
          stood={{ span, seen: made.current.marks.seen(), measure, found, fan }}
          draw={(frozen) => <DistrictMap {...frozen} />}
          onDone={() => desk.change({ printing: 0 })}
        />
      )}
      <div className="district-map-foot">
        {legend && <Legend things={props} shapes={shapes} span={span} />}
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
      {isDrawn && <BasemapCredit text={basemap.attribution} picture={basemap.kind === 'raster'} />}
    </div>
  );
}
