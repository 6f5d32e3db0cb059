/**
 * The basemap of the plain ground as squares drawn by the worker: asked for as the view needs them, kept within a bound,
 * and laid out by plain copying. What is not there yet at this zoom is shown from another.
 */
import type { SchemaLayer } from './basemap-schema.ts';
import type { TileLabel } from './flat-decode.ts';
import type { CellPlace, FromWorker, Level, ToWorker } from './flat-messages.ts';
import { cellSide } from './flat-messages.ts';
import type { Frame, PlateLines } from './flat-plates.ts';
import type { WorldBox } from './flat-tiles.ts';
import { Kept, parentOf, tileKey, tilesIn, tileZoom } from './flat-tiles.ts';
import FlatWorker from './flat-worker.ts?worker';
import type { BasemapNews, GroundLook } from './ground.ts';
import type { MapBasemap } from './types.ts';

/** Squares are kept for about three screens, and never for less than this. */
const keepAtLeast = 64 * 1_048_576;
const cellBytes = cellSide * cellSide * 4;
/** A zoom that has stood for so long is drawn sharply. */
const zoomRestMs = 110;
/** Levels further from the present one than this show nothing of use. */
const nearLevels = 2.6;

interface Cell {
  readonly image: ImageBitmap;
  readonly world: number;
  readonly place: CellPlace;
  readonly family: string;
  readonly whole: boolean;
}

export interface CellsParts {
  /** Something new can be drawn. */
  readonly onChange: () => void;
  readonly onNews: (news: BasemapNews) => void;
}

interface Opened {
  readonly kind: 'vector' | 'raster';
  readonly minZoom: number;
  readonly maxZoom: number;
  readonly holds: readonly SchemaLayer[];
}

/** Where a square lies on the canvas, at whole pixels. */
function placed(
  { world, place: { i, j } }: Pick<Cell, 'world' | 'place'>,
  frame: Frame,
): readonly [number, number, number, number] {
  const side = (cellSide * frame.world) / world;
  const [x0, y0] = [Math.round(i * side - frame.left), Math.round(j * side - frame.top)];
  const [x1, y1] = [Math.round((i + 1) * side - frame.left), Math.round((j + 1) * side - frame.top)];
  return [x0, y0, x1 - x0, y1 - y0];
}

const lookKey = ({ theme, layers: { zones, grids, roads } }: GroundLook): string =>
  [theme, zones, grids ?? '', roads].join();

export class Cells {
  readonly #parts: CellsParts;
  readonly #cells = new Kept<Cell>(keepAtLeast, ({ image }) => image.close());
  readonly #labels = new Map<string, readonly TileLabel[]>();
  #worker: Worker | undefined;
  #opening = 0;
  #plates = 0;
  #lines: PlateLines | undefined;
  #opened: Opened | undefined;
  #asked = '';
  #level = '';
  #rest = 0;
  /** Counts what was told about names: a layout of names holds as long as it stands. */
  labelsChange = 0;

  constructor(parts: CellsParts) {
    this.#parts = parts;
  }

  get opened(): Opened | undefined {
    return this.#opened;
  }

  /** Opens it anew, however often it was opened before; null: none. */
  open(basemap: MapBasemap | null): void {
    this.#opening += 1;
    this.#opened = undefined;
    this.#asked = '';
    this.#cells.clear();
    this.#labels.clear();
    this.labelsChange += 1;
    if (basemap === null) {
      this.#stop();
      this.#parts.onNews({ state: 'none' });
      return;
    }
    this.#parts.onNews({ state: 'opening' });
    this.#start();
    this.#tell({ type: 'open', url: new URL(basemap.url, window.location.href).href, opening: this.#opening });
  }

  /** The plates are drawn into the squares: others make all of them void. */
  plates({ areas, roads, zoneEdges, outline, bounds }: PlateLines): void {
    this.#plates += 1;
    this.#asked = '';
    this.#cells.clear();
    this.#lines = { areas, roads, zoneEdges, outline, bounds };
    this.#tell({ type: 'plates', plates: this.#lines });
  }

  /** Draws what there is; whether that covers the whole canvas. Asks for the rest. */
  draw(context: CanvasRenderingContext2D, frame: Frame, look: GroundLook, beneath: () => void): boolean {
    if (this.#opened === undefined) {
      beneath();
      return false;
    }
    const family = [this.#opening, this.#plates, lookKey(look)].join();
    const level: Level = {
      key: `${family}/${String(frame.world)}/${String(frame.ratio)}`,
      family,
      world: frame.world,
      zoom: frame.zoom,
      ratio: frame.ratio,
      look,
    };
    const seen = this.#inView(frame, 0);
    this.#ask(level, seen, frame);
    const here = seen.flatMap((place) => this.#cells.get(this.#cellKey(level.key, place)) ?? []);
    const covered = here.length === seen.length;
    if (!covered) this.#drawOthers(context, frame, family, beneath);
    for (const cell of here) {
      const [x, y] = placed(cell, frame);
      context.drawImage(cell.image, x, y);
    }
    return covered && here.every(({ whole }) => whole);
  }

  /** Names of the tiles in a part of the world, each tile's own or those of the one above it that is there. */
  *labelsIn(box: WorldBox, zoom: number): Iterable<TileLabel> {
    if (this.#opened === undefined || this.#opened.kind === 'raster') return;
    const { minZoom } = this.#opened;
    const seen = new Set<string>();
    for (const place of tilesIn(box, tileZoom(zoom, this.#opened))) {
      let from = place;
      while (from.z > minZoom && !this.#labels.has(tileKey(from))) from = parentOf(from);
      const key = tileKey(from);
      if (seen.has(key)) continue;
      seen.add(key);
      yield* this.#labels.get(key) ?? [];
    }
  }

  destroy(): void {
    this.#stop();
    this.#cells.clear();
    this.#labels.clear();
  }

  #cellKey(level: string, { i, j }: CellPlace): string {
    return `${level}/${String(i)}/${String(j)}`;
  }

  /** Row by row; with so many more on each side. */
  #inView({ left, top, width, height }: Frame, more: number): CellPlace[] {
    const found: CellPlace[] = [];
    const last = (from: number, size: number): number => Math.ceil((from + size) / cellSide) - 1 + more;
    for (let j = Math.floor(top / cellSide) - more; j <= last(top, height); j += 1)
      for (let i = Math.floor(left / cellSide) - more; i <= last(left, width); i += 1) found.push({ i, j });
    return found;
  }

  #ask(level: Level, seen: readonly CellPlace[], frame: Frame): void {
    const [first, last] = [seen[0], seen.at(-1)];
    const asked = `${level.key}/${String(first?.i)}/${String(first?.j)}/${String(last?.i)}/${String(last?.j)}`;
    if (asked === this.#asked) return;
    this.#asked = asked;
    window.clearTimeout(this.#rest);
    const send = (): void => {
      this.#cells.limit = Math.max(keepAtLeast, seen.length * cellBytes * 3);
      const [mi, mj] = [
        (frame.left + frame.width / 2) / cellSide - 0.5,
        (frame.top + frame.height / 2) / cellSide - 0.5,
      ];
      const near = ({ i, j }: CellPlace): number => (i - mi) ** 2 + (j - mj) ** 2;
      const inSight = new Set(seen.map((place) => this.#cellKey(level.key, place)));
      const wanted = this.#inView(frame, 1)
        .filter((place) => this.#cells.peek(this.#cellKey(level.key, place))?.whole !== true)
        .map((place) => ({ place, order: near(place) + (inSight.has(this.#cellKey(level.key, place)) ? 0 : 1e6) }))
        .sort((a, b) => a.order - b.order)
        .map(({ place }) => place);
      this.#tell({ type: 'want', level, cells: wanted });
    };
    // While it is zoomed, every picture has a level of its own: only the one it comes to rest at is worth drawing.
    const zoomed = this.#level !== '' && this.#level !== level.key;
    this.#level = level.key;
    if (zoomed) this.#rest = window.setTimeout(send, zoomRestMs);
    else send();
  }

  /** What other zooms have of the view: the nearest alone where it covers all, else what there is above the plates. */
  #drawOthers(context: CanvasRenderingContext2D, frame: Frame, family: string, beneath: () => void): void {
    const byWorld = new Map<number, Cell[]>();
    const apart = (world: number): number => Math.abs(Math.log2(world / frame.world));
    for (const cell of this.#cells.values()) {
      if (cell.family !== family || cell.world === frame.world || apart(cell.world) >= nearLevels) continue;
      const [x, y, width, height] = placed(cell, frame);
      if (x >= frame.width || y >= frame.height || x + width <= 0 || y + height <= 0) continue;
      byWorld.set(cell.world, [...(byWorld.get(cell.world) ?? []), cell]);
    }
    const worlds = [...byWorld.keys()].sort((a, b) => apart(a) - apart(b));
    const enough = worlds.findIndex((world) => {
      const factor = world / frame.world;
      const [left, top] = [frame.left * factor, frame.top * factor];
      const there = { ...frame, left, top, width: frame.width * factor, height: frame.height * factor };
      return this.#inView(there, 0).length === byWorld.get(world)?.length;
    });
    if (enough < 0) beneath();
    const drawn = enough < 0 ? worlds : worlds.slice(0, enough + 1);
    context.imageSmoothingQuality = 'low';
    for (const world of drawn.reverse()) {
      for (const cell of byWorld.get(world) ?? []) {
        const [x, y, width, height] = placed(cell, frame);
        context.drawImage(cell.image, x, y, width, height);
      }
    }
  }

  #start(): void {
    if (this.#worker !== undefined) return;
    const worker = new FlatWorker();
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#hear(data);
    if (this.#lines !== undefined) this.#tell({ type: 'plates', plates: this.#lines });
    // It could not be loaded, or broke down: the plates stay.
    worker.onerror = (event) => {
      event.preventDefault();
      this.#stop();
      this.#opened = undefined;
      this.#cells.clear();
      this.#parts.onNews({ state: 'failed', fault: 'unreachable' });
      this.#parts.onChange();
    };
  }

  #stop(): void {
    window.clearTimeout(this.#rest);
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #tell(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  #hear(message: FromWorker): void {
    if (message.opening !== this.#opening) {
      if (message.type === 'cell') message.image.close();
      return;
    }
    switch (message.type) {
      case 'opened':
        this.#opened = message;
        this.labelsChange += 1;
        this.#parts.onNews({ state: 'ready' });
        break;
      case 'failed':
        this.#parts.onNews({ state: 'failed', fault: message.fault });
        break;
      case 'broken':
        this.#parts.onNews({ state: 'broken', fault: message.fault });
        break;
      case 'cell': {
        const { level, place, image, whole } = message;
        const cell = { image, world: level.world, place, family: level.family, whole };
        this.#cells.set(this.#cellKey(level.key, place), cell, cellBytes);
        break;
      }
      case 'labels':
        this.#labels.set(message.tile, message.labels);
        this.labelsChange += 1;
        break;
      case 'gone':
        this.#labels.delete(message.tile);
        break;
    }
    this.#parts.onChange();
  }
}
