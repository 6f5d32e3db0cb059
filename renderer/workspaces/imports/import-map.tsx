/** What an import would draw, over what there is: a light map of its own, so that the live one need not know of it. */
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportDrawing, ImportedThing } from '../../../shared/wire/seat-api.ts';
import { useHall } from '../../hall/hall.tsx';

type LonLat = readonly [number, number];
type Shape = ImportDrawing['areas'][number]['shape'];

interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

const width = 900;
const height = 420;
const levelOf: { readonly [thing: string]: string } = {
  ...{ gridsManagement: 'management', gridsResponsibility: 'responsibility', gridsArea: 'area', gridsCell: 'cell' },
};

/** Flat, north up, one unit a metre or so. */
function projection(middle: LonLat): (at: LonLat) => readonly [number, number] {
  const scale = 111_195;
  const narrow = Math.cos((middle[1] * Math.PI) / 180);
  return ([lon, lat]) => [(lon - middle[0]) * scale * narrow, (middle[1] - lat) * scale];
}

const short = (value: number): string => value.toFixed(1);

function pathOf(line: readonly LonLat[], project: ReturnType<typeof projection>): string {
  return line.map((at, i) => `${i === 0 ? 'M' : 'L'}${project(at).map(short).join(' ')}`).join('');
}

const areaPath = (shape: Shape, project: ReturnType<typeof projection>): string =>
  shape
    .flat()
    .map((ring) => `${pathOf(ring, project)}Z`)
    .join('');

function boxOf(places: readonly LonLat[], project: ReturnType<typeof projection>): Box {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const place of places) {
    const [x, y] = project(place);
    [west, north, east, south] = [Math.min(west, x), Math.min(north, y), Math.max(east, x), Math.max(south, y)];
  }
  if (!Number.isFinite(west)) return { x: -500, y: -250, w: 1_000, h: 500 };
  const w = Math.max((east - west) * 1.1, ((south - north) * 1.1 * width) / height, 300);
  const h = (w * height) / width;
  return { x: (west + east) / 2 - w / 2, y: (north + south) / 2 - h / 2, w, h };
}

const changes = ['same', 'new', 'changed', 'fault'] as const;

export function ImportMap({ drawing, what }: { readonly drawing: ImportDrawing; readonly what: ImportedThing }) {
  const { t } = useTranslation();
  const { plates } = useHall();
  const [moved, setMoved] = useState<{ readonly of: ImportDrawing; readonly box: Box }>();
  const drag = useRef<{ readonly x: number; readonly y: number; readonly box: Box } | null>(null);
  const drawn = useMemo(() => {
    const all: LonLat[] = [
      ...drawing.areas.flatMap(({ shape }) => shape.flat(2)),
      ...drawing.lines.flatMap(({ line }) => line),
      ...drawing.points.map(({ at }) => at),
    ];
    const project = projection(all[0] ?? [121.45, 31.18]);
    const level = levelOf[what] ?? 'responsibility';
    const present = (plates?.grids ?? [])
      .filter((grid) => grid.level === level)
      .map(({ shape }) => areaPath(shape, project));
    const of = (change: string): string =>
      [
        ...drawing.areas.filter((one) => one.change === change).map(({ shape }) => areaPath(shape, project)),
        ...drawing.lines.filter((one) => one.change === change).map(({ line }) => pathOf(line, project)),
      ].join('');
    return {
      ...{ project, present: present.join(''), whole: boxOf(all, project) },
      shapes: changes.map((change) => ({ change, path: of(change) })).filter(({ path }) => path !== ''),
      isLine: drawing.lines.length > 0,
      overlaps: drawing.overlaps.map(({ shape }) => areaPath(shape, project)).join(''),
      gaps: drawing.gaps.map(({ shape }) => areaPath(shape, project)).join(''),
      points: drawing.points.map((point) => ({ ...point, xy: project(point.at) })),
      crossings: drawing.crossings.map((at) => project(at)),
    };
  }, [drawing, what, plates]);
  const box = moved?.of === drawing ? moved.box : drawn.whole;
  const show = (next: Box): void => setMoved({ of: drawing, box: next });
  const zoom = (factor: number, shareX = 0.5, shareY = 0.5): void =>
    show({
      ...{ x: box.x + box.w * shareX * (1 - factor), y: box.y + box.h * shareY * (1 - factor) },
      ...{ w: box.w * factor, h: box.h * factor },
    });
  const dot = (box.w / width) * 4;
  const legend = [
    ...(['new', 'changed', 'same', 'fault'] as const).filter(
      (change) =>
        drawn.shapes.some((shape) => shape.change === change) || drawn.points.some((point) => point.change === change),
    ),
    ...(drawn.overlaps === '' ? [] : (['overlap'] as const)),
    ...(drawn.gaps === '' ? [] : (['gap'] as const)),
    ...(drawn.points.some(({ outside }) => outside) ? (['outside'] as const) : []),
  ];
  return (
    <figure className="import-map" data-overlaps={drawing.overlaps.length} data-areas={drawing.areas.length}>
      <svg
        role="img"
        aria-label={t('imports.map')}
        viewBox={[box.x, box.y, box.w, box.h].map(short).join(' ')}
        onWheel={(event) => {
          const { left, top, width: wide, height: high } = event.currentTarget.getBoundingClientRect();
          zoom(event.deltaY > 0 ? 1.25 : 0.8, (event.clientX - left) / wide, (event.clientY - top) / high);
        }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { x: event.clientX, y: event.clientY, box };
        }}
        onPointerMove={(event) => {
          const from = drag.current;
          if (from === null) return;
          const perPixel = from.box.w / event.currentTarget.getBoundingClientRect().width;
          const [x, y] = [
            from.box.x - (event.clientX - from.x) * perPixel,
            from.box.y - (event.clientY - from.y) * perPixel,
          ];
          show({ ...from.box, x, y });
        }}
        onPointerUp={() => {
          drag.current = null;
        }}
      >
        <path className="import-map__present" d={drawn.present} />
        {drawn.shapes.map(({ change, path }) => (
          <path
            key={change}
            className={`import-map__shape import-map__shape--${change}${drawn.isLine ? ' import-map__shape--line' : ''}`}
            d={path}
            fillRule="evenodd"
          />
        ))}
        <path className="import-map__gap" d={drawn.gaps} />
        <path className="import-map__overlap" d={drawn.overlaps} />
        {drawn.points.map(({ name, change, outside, xy: [x, y] }, at) => (
          <circle
            key={at}
            className={`import-map__point import-map__point--${change}${outside ? ' import-map__point--outside' : ''}`}
            cx={x}
            cy={y}
            r={dot}
          >
            <title>{name}</title>
          </circle>
        ))}
        {drawn.crossings.map(([x, y], at) => (
          <circle key={at} className="import-map__crossing" cx={x} cy={y} r={dot * 2.5} />
        ))}
      </svg>
      <figcaption>
        <span className="import-map__key import-map__key--present">{t('imports.legend.present')}</span>
        {legend.map((one) => (
          <span key={one} className={`import-map__key import-map__key--${one}`}>
            {t(`imports.legend.${one}`)}
          </span>
        ))}
        <span className="import-map__tools">
          <button type="button" className="act" onClick={() => zoom(0.6)} aria-label="+">
            +
          </button>
          <button type="button" className="act" onClick={() => zoom(1.6)} aria-label="−">
            −
          </button>
          <button type="button" className="act" onClick={() => setMoved(undefined)}>
            {t('imports.whole')}
          </button>
        </span>
      </figcaption>
    </figure>
  );
}
