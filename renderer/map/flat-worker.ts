/**
 * Draws the basemap of the plain ground away from the page: reads the tiles, keeps them, and hands over finished squares
 * of the map and the names upon it. A hand that drags the map never waits for any of this.
 */
import type { BasemapArchive } from './basemap-archive.ts';
import { faultOf, BasemapError, openBasemap } from './basemap-archive.ts';
import type { TilePlace } from './flat-decode.ts';
import { decodeTile } from './flat-decode.ts';
import type { CellPlace, FromWorker, Level, ToWorker } from './flat-messages.ts';
import { cellSide } from './flat-messages.ts';
import type { Piece, TileContent } from './flat-paint.ts';
import { paintGround } from './flat-paint.ts';
import type { Frame, PlatePaths } from './flat-plates.ts';
import { makePlatePaths } from './flat-plates.ts';
import type { TileState, WorldBox } from './flat-tiles.ts';
import { coverOf, Kept, tileKey, tilesIn, tileZoom } from './flat-tiles.ts';

/** What the worker's own global offers, of which the page's types know nothing. */
interface WorkerScope {
  postMessage(message: FromWorker, transfer?: readonly Transferable[]): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
}
const scope = globalThis as unknown as WorkerScope;

/** Decoded tiles take this much memory at most. */
const keepBytes = 64 * 1_048_576;
const atOnce = 6;

interface Opened {
  readonly opening: number;
  readonly archive: BasemapArchive;
  readonly tiles: Kept<TileContent>;
  readonly broken: Set<string>;
  readonly loading: Map<string, AbortController>;
  told: boolean;
}

interface Wanted {
  readonly level: Level;
  /** Those not yet whole, in order. */
  readonly cells: CellPlace[];
  /** Already drawn from what stands in. */
  readonly sketched: Set<string>;
}

let opening = 0;
let opened: Opened | undefined;
let plates: PlatePaths | undefined;
let wanted: Wanted | undefined;
let scheduled = false;
const turn = new MessageChannel();
turn.port1.onmessage = () => {
  scheduled = false;
  step();
};

/** A turn of its own: what the page says in the meantime is heard first. */
function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  turn.port2.postMessage(null);
}

function forget({ loading, tiles }: Opened): void {
  for (const stop of loading.values()) stop.abort();
  loading.clear();
  tiles.clear();
}

async function open(url: string, number: number): Promise<void> {
  opening = number;
  if (opened !== undefined) forget(opened);
  opened = undefined;
  wanted = undefined;
  try {
    const archive = await openBasemap(url);
    if (opening !== number) return;
    opened = {
      opening,
      archive,
      tiles: new Kept<TileContent>(keepBytes, (content, tile) => {
        if ('picture' in content) content.picture.close();
        else scope.postMessage({ type: 'gone', opening: number, tile });
      }),
      broken: new Set(),
      loading: new Map(),
      told: false,
    };
    const { kind, minZoom, maxZoom } = archive;
    const holds = [...new Set(archive.layers.map(({ as }) => as))];
    scope.postMessage({ type: 'opened', opening, kind, minZoom, maxZoom, holds });
  } catch (error) {
    if (opening === number) scope.postMessage({ type: 'failed', opening: number, fault: faultOf(error) });
  }
}

const nothing: readonly [TileContent, number] = [{ groups: [], labels: [], bytes: 500 }, 500];

async function contentOf(from: Opened, place: TilePlace, signal: AbortSignal): Promise<readonly [TileContent, number]> {
  const { z, x, y } = place;
  if (from.archive.picture !== undefined) {
    const picture = await from.archive.picture(z, x, y, signal);
    return picture === undefined ? nothing : [{ picture }, picture.width * picture.height * 4];
  }
  const bytes = await from.archive.tile(z, x, y, signal);
  if (bytes === undefined) return nothing;
  if (from.archive.kind === 'raster') {
    const picture = await createImageBitmap(new Blob([bytes], { type: from.archive.imageType }));
    return [{ picture }, picture.width * picture.height * 4];
  }
  const content = decodeTile(place, bytes, from.archive.layers);
  return [content, content.bytes];
}

async function load(from: Opened, place: TilePlace): Promise<void> {
  const key = tileKey(place);
  const stop = new AbortController();
  from.loading.set(key, stop);
  try {
    const [content, bytes] = await contentOf(from, place, stop.signal);
    if (stop.signal.aborted) return;
    from.tiles.set(key, content, bytes);
    if ('labels' in content) {
      scope.postMessage({ type: 'labels', opening: from.opening, tile: key, labels: content.labels });
    }
  } catch (error) {
    if (stop.signal.aborted) return;
    from.broken.add(key);
    if (from.told) return;
    from.told = true;
    const fault = error instanceof BasemapError ? error.fault : 'tile';
    scope.postMessage({ type: 'broken', opening: from.opening, fault });
  } finally {
    if (from.loading.get(key) === stop) from.loading.delete(key);
    if (from === opened) schedule();
  }
}

const boxOf = ({ i, j }: CellPlace, { world }: Level): WorldBox => [
  (i * cellSide) / world,
  (j * cellSide) / world,
  ((i + 1) * cellSide) / world,
  ((j + 1) * cellSide) / world,
];

function paintCell(
  from: Opened,
  paths: PlatePaths,
  level: Level,
  cell: CellPlace,
  pieces: readonly Piece[],
): ImageBitmap {
  const canvas = new OffscreenCanvas(cellSide, cellSide);
  // This ground is for machines without a graphics card: a stand-in for one would only be in the way.
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) throw new Error('canvas: no 2-D context in the worker');
  const frame: Frame = {
    world: level.world,
    left: cell.i * cellSide,
    top: cell.j * cellSide,
    width: cellSide,
    height: cellSide,
    zoom: level.zoom,
    ratio: level.ratio,
  };
  const holdsRoads = from.archive.kind === 'raster' || from.archive.layers.some(({ as }) => as === 'road');
  paintGround(context, frame, level.look, pieces, paths, !holdsRoads);
  return canvas.transferToImageBitmap();
}

/** Asks for what is missing, the first first, and lets go what nobody wants any more. */
function request(from: Opened, missing: readonly TilePlace[]): void {
  const keys = new Set(missing.map(tileKey));
  for (const [key, stop] of from.loading) {
    if (keys.has(key)) continue;
    stop.abort();
    from.loading.delete(key);
  }
  for (const place of missing) {
    if (from.loading.size >= atOnce) return;
    if (!from.loading.has(tileKey(place))) void load(from, place);
  }
}

/** Draws one cell, a whole one if there is any. */
function step(): void {
  const [from, want, paths] = [opened, wanted, plates];
  if (from === undefined || want === undefined || paths === undefined) return;
  const { level, cells, sketched } = want;
  const z = tileZoom(level.zoom, from.archive);
  const stateOf = (place: TilePlace): TileState => {
    const key = tileKey(place);
    return from.tiles.peek(key) !== undefined ? 'ready' : from.broken.has(key) ? 'broken' : 'unknown';
  };
  const covers = cells.map((cell) => coverOf(tilesIn(boxOf(cell, level), z), from.archive.minZoom, stateOf));
  request(from, [
    ...new Map(covers.flatMap(({ missing }) => missing).map((place) => [tileKey(place), place])).values(),
  ]);
  const paint = (index: number, whole: boolean): void => {
    const [cell, cover] = [cells[index], covers[index]];
    if (cell === undefined || cover === undefined) return;
    const pieces = cover.sources.flatMap(({ area, from: source }): Piece[] => {
      const content = from.tiles.get(tileKey(source));
      return content === undefined ? [] : [{ area, from: source, content }];
    });
    const image = paintCell(from, paths, level, cell, pieces);
    scope.postMessage({ type: 'cell', opening, level, place: cell, image, whole }, [image]);
    if (whole) cells.splice(index, 1);
    else sketched.add(`${String(cell.i)}/${String(cell.j)}`);
    schedule();
  };
  const ready = covers.findIndex(({ missing }) => missing.length === 0);
  if (ready >= 0) return paint(ready, true);
  const sketch = covers.findIndex(({ sources }, i) => {
    const cell = cells[i];
    return sources.length > 0 && cell !== undefined && !sketched.has(`${String(cell.i)}/${String(cell.j)}`);
  });
  if (sketch >= 0) paint(sketch, false);
}

scope.onmessage = ({ data }) => {
  if (data.type === 'open') void open(data.url, data.opening);
  else if (data.type === 'plates') plates = makePlatePaths(data.plates);
  else {
    const same = wanted !== undefined && wanted.level.key === data.level.key;
    wanted = {
      level: data.level,
      cells: [...data.cells],
      sketched: same ? (wanted?.sketched ?? new Set()) : new Set(),
    };
  }
  schedule();
};
