/** Names on the plain ground: streets, roads along their run, places, areas and cells, none upon another or a mark. */
import { contains } from '../../shared/geo/polygon.ts';
import type { Palette } from '../theme/tokens.ts';
import type { Camera } from './camera.ts';
import { project, unproject } from './camera.ts';
import type { Box, GroundState } from './ground.ts';
import { atZoom, detail, fonts } from './ground.ts';
import { BoxIndex } from './labels.ts';
import type { AreaShape } from './shapes.ts';
import type { LonLat } from './types.ts';

interface Name {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly colour: string;
  /** Radians; along a road. */
  readonly turn: number;
  /** How far it may slide along its road to either side, px. */
  readonly slide: number;
  /** Its own area, which the name must not leave; null: it may stand anywhere. */
  readonly area: AreaShape['shape'] | null;
  /** Second line, smaller. */
  readonly under: string;
}

const family = fonts.map((name) => (name === 'sans-serif' ? name : `"${name}"`)).join(', ');

/** The longest straight stretch of a road within view, for its name; undefined where none is long enough. */
function stretch(
  line: readonly LonLat[],
  camera: Camera,
  length: number,
): { readonly x: number; readonly y: number; readonly turn: number; readonly slide: number } | undefined {
  let best: { readonly x: number; readonly y: number; readonly turn: number; readonly long: number } | undefined;
  for (let i = 1; i < line.length; i += 1) {
    const [a, b] = [line[i - 1], line[i]];
    if (a === undefined || b === undefined) continue;
    const [[ax, ay], [bx, by]] = [project(camera, a), project(camera, b)];
    const [dx, dy] = [bx - ax, by - ay];
    const long = Math.hypot(dx, dy);
    if (long < length || (best !== undefined && long <= best.long)) continue;
    const [x, y] = [(ax + bx) / 2, (ay + by) / 2];
    if (x < 0 || y < 0 || x > camera.width || y > camera.height) continue;
    // Never upside down.
    const turn = Math.atan2(dy, dx);
    best = { x, y, long, turn: turn > Math.PI / 2 ? turn - Math.PI : turn <= -Math.PI / 2 ? turn + Math.PI : turn };
  }
  return best === undefined ? undefined : { x: best.x, y: best.y, turn: best.turn, slide: (best.long - length) / 2 };
}

function isWithin(area: AreaShape['shape'], camera: Camera, { left, top, right, bottom }: Box): boolean {
  const [lon, lat] = unproject(camera, (left + right) / 2, (top + bottom) / 2);
  return contains(area, { lon, lat });
}

function* wanted({ shapes, layers }: GroundState, camera: Camera, palette: Palette): Iterable<Name> {
  const { zoom } = camera;
  const upright = (
    text: string,
    at: LonLat,
    size: number,
    colour: string,
    area: Name['area'] = null,
    under = '',
  ): Name => {
    const [x, y] = project(camera, at);
    return { text, x, y, size, colour, turn: 0, slide: 0, area, under };
  };
  const streetSize = atZoom(
    [
      [11, 12],
      [14, 15],
    ],
    zoom,
  );
  const zoneOnStreets = layers.zones && zoom >= detail.zoneOnStreets;
  for (const { level, name, label, zoneName, shape } of shapes.areas) {
    if (level === 'responsibility')
      yield upright(name, label, streetSize, palette.text, shape, zoneOnStreets ? zoneName : '');
  }
  if (layers.zones && !zoneOnStreets) {
    for (const { name, at } of shapes.zoneNames) yield upright(name, at, 12, palette.muted);
  }
  if (layers.roads && zoom >= detail.roadNames) {
    for (const { name, line } of shapes.roads) {
      const found = stretch(line, camera, name.length * 13 + 16);
      if (found !== undefined) yield { text: name, size: 12, colour: palette.muted, area: null, under: '', ...found };
    }
  }
  if (zoom >= detail.places) for (const { name, at } of shapes.places) yield upright(name, at, 12, palette.muted);
  for (const { level, name, label, shape } of shapes.areas) {
    const from = level === 'area' ? detail.areaNames : level === 'cell' ? detail.cellNames : Infinity;
    if (zoom >= from || (level === 'area' && layers.grids === 'area' && zoom >= detail.areaBorders)) {
      yield upright(name, label, level === 'area' ? 12 : 11, palette.muted, shape);
    }
  }
}

export function paintNames(
  context: CanvasRenderingContext2D,
  state: GroundState,
  camera: Camera,
  palette: Palette,
  clear: readonly Box[],
): void {
  const taken = new BoxIndex();
  for (const box of clear) taken.add(box);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  for (const { text, x, y, size, colour, turn, slide, area, under } of wanted(state, camera, palette)) {
    if (x < -80 || y < -40 || x > camera.width + 80 || y > camera.height + 40) continue;
    context.font = `${String(size)}px ${family}`;
    const half = context.measureText(text).width / 2 + 4;
    const [w, h] = [
      Math.abs(Math.cos(turn)) * half + Math.abs(Math.sin(turn)) * 9,
      Math.abs(Math.sin(turn)) * half + Math.abs(Math.cos(turn)) * (under === '' ? 9 : 17),
    ];
    // A name that stands upright steps aside for a mark rather than vanish; never to where it would name something else.
    const asides: readonly (readonly [number, number])[] =
      turn === 0
        ? [
            [0, 0],
            [0, h + 4],
            [0, -h - 4],
            [0, 2 * h],
            [0, -2 * h],
            [half / 2, 0],
            [-half / 2, 0],
          ]
        : [0, 0.5, -0.5, 1, -1].map((part) => [Math.cos(turn) * slide * part, Math.sin(turn) * slide * part]);
    const place = asides
      .map(([ax, ay]) => ({ left: x + ax - w, top: y + ay - h, right: x + ax + w, bottom: y + ay + h }))
      .find((box, i) => !taken.taken(box) && (i === 0 || area === null || isWithin(area, camera, box)));
    if (place === undefined) continue;
    taken.add(place);
    const draw = (line: string, dy: number): void => {
      context.strokeStyle = palette.mapLand;
      context.lineWidth = 3;
      context.strokeText(line, 0, dy);
      context.fillStyle = colour;
      context.fillText(line, 0, dy);
    };
    context.save();
    context.translate((place.left + place.right) / 2, (place.top + place.bottom) / 2);
    context.rotate(turn);
    draw(text, under === '' ? 0 : -size * 0.6);
    if (under !== '') {
      context.font = `${String(Math.round(size * 0.82))}px ${family}`;
      draw(under, size * 0.65);
    }
    context.restore();
  }
}
