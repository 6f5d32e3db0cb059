/** The ground drawn by MapLibre. Loaded only where there is WebGL2. */
import type { GeoJSONSource } from 'maplibre-gl';
import { Map as MapLibre, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { BasemapArchive } from './basemap-archive.ts';
import { BasemapOnWebgl } from './basemap-on-webgl.ts';
import type { SchemaLayer } from './basemap-schema.ts';
import type { Camera } from './camera.ts';
import { maxZoom, minZoom, unproject } from './camera.ts';
import type { FlatPicture } from './flat-picture.ts';
import { createFlatPicture } from './flat-picture.ts';
import type { Box, Ground, GroundParts, GroundState } from './ground.ts';
import { blankImage, clearSource, collection, groundData, groundLayers, groundStyle, pointFeature } from './style.ts';

setWorkerUrl(workerUrl);

/** A lost drawing context usually comes back; a screen must not stay empty for longer. */
const lostForMs = 4_000;
/** Longer than a slow machine takes for its first picture. */
const firstPictureMs = 20_000;
const glideMs = 250;

const isGeoJson = (source: unknown): source is GeoJSONSource =>
  (source as { readonly type?: string } | undefined)?.type === 'geojson';

export function createWebglGround(parts: GroundParts): Ground {
  let { state } = parts;
  let room = { width: parts.camera.width, height: parts.camera.height };
  const map = new MapLibre({
    container: parts.container,
    style: groundStyle(state),
    center: [parts.camera.center[0], parts.camera.center[1]],
    zoom: parts.camera.zoom,
    minZoom,
    maxZoom,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    boxZoom: false,
    keyboard: false,
    renderWorldCopies: false,
    // The view follows its room by our own rule.
    trackResize: false,
    fadeDuration: parts.still ? 0 : 120,
    reduceMotion: parts.still,
    localIdeographFontFamily: false,
    canvasContextAttributes: { powerPreference: 'default' },
  });
  map.touchZoomRotate.disableRotation();
  const canvas = map.getCanvas();
  // The frame around both grounds is what takes the focus and has the name.
  canvas.removeAttribute('tabindex');
  canvas.setAttribute('aria-hidden', 'true');
  canvas.removeAttribute('aria-label');
  canvas.removeAttribute('role');

  let isLoaded = false;
  // The first picture takes seconds on a large screen or a slow machine: till then the plain one, never bare marks.
  let standIn: FlatPicture | undefined = createFlatPicture(parts.container);
  standIn.canvas.dataset['standIn'] = 'true';
  const watch = { lost: 0, first: 0 };
  watch.first = window.setTimeout(() => parts.onLost('no first picture'), firstPictureMs);
  map.once('load', () => {
    window.clearTimeout(watch.first);
    standIn?.destroy();
    standIn = undefined;
    parts.container.dataset['drawn'] = 'true';
    // Only now: the first picture must not wait for a file that is slow to come.
    isLoaded = true;
    basemap.follow(state, () => dress(state));
  });
  // For whoever waits for a whole picture: nothing is on its way any more.
  map.on('idle', () => {
    parts.container.dataset['idle'] = 'true';
  });
  map.on('dataloading', () => {
    delete parts.container.dataset['idle'];
  });
  map.on('webglcontextlost', () => {
    window.clearTimeout(watch.lost);
    watch.lost = window.setTimeout(() => parts.onLost('drawing context lost'), lostForMs);
  });
  map.on('webglcontextrestored', () => window.clearTimeout(watch.lost));
  let styled = false;
  map.once('style.load', () => {
    styled = true;
    map.addImage(blankImage, { width: 1, height: 1, data: new Uint8Array(4) });
    if (state !== parts.state) dress(parts.state);
  });
  const basemap = new BasemapOnWebgl(map, parts.onBasemap);
  /** The plates first: a basemap's layers go beneath theirs. */
  const dress = (before: GroundState): void => {
    apply(map, before, state, basemap.archive);
    basemap.show(state);
  };

  const camera = (): Camera => {
    const { lng, lat } = map.getCenter();
    return { center: [lng, lat], zoom: map.getZoom(), ...room };
  };
  // Marks are drawn in the very frame in which the ground is.
  let drawn = camera();
  const moved = (): void => {
    standIn?.draw(state, camera(), [], 0);
    parts.onMove();
  };
  standIn.draw(state, drawn, [], 0);
  map.on('render', () => {
    const next = camera();
    const { center, zoom, width, height } = drawn;
    if (
      next.zoom === zoom &&
      next.center[0] === center[0] &&
      next.center[1] === center[1] &&
      next.width === width &&
      next.height === height
    )
      return;
    drawn = next;
    moved();
  });
  map.on('moveend', moved);

  // By somebody's hand: MapLibre then says what the hand did.
  map.on('move', (event) => {
    if (event.originalEvent !== undefined) parts.onTaken();
  });

  /** One update on its way to the worker at a time; of those that wait only the newest. */
  const clear = { sending: false, next: undefined as readonly Box[] | undefined, sent: '' };
  const sendClear = async (boxes: readonly Box[]): Promise<void> => {
    const source = map.getSource(clearSource);
    if (!isGeoJson(source)) return;
    const view = camera();
    const features = boxes.map(({ left, top, right, bottom }) => {
      const [w, h] = [Math.round((right - left) / 2), Math.round((bottom - top) / 2)];
      return pointFeature(unproject(view, (left + right) / 2, (top + bottom) / 2), { room: [h, w, h, w] });
    });
    const text = JSON.stringify(features);
    if (text === clear.sent) return;
    clear.sent = text;
    await source.setData(collection(features) as never);
  };
  const pump = async (): Promise<void> => {
    if (clear.sending) return;
    clear.sending = true;
    try {
      while (clear.next !== undefined) {
        const boxes = clear.next;
        clear.next = undefined;
        await sendClear(boxes);
      }
    } finally {
      clear.sending = false;
    }
  };

  return {
    kind: 'webgl',
    camera,
    update(next) {
      const before = state;
      state = next;
      if (styled) {
        dress(before);
        if (isLoaded) basemap.follow(next, () => dress(state));
      }
      standIn?.draw(state, camera(), [], 0);
    },
    keepClear(boxes) {
      clear.next = boxes;
      void pump();
    },
    moveTo({ center, zoom, width, height }, glide) {
      const isResized = width !== room.width || height !== room.height;
      room = { width, height };
      if (isResized) map.resize();
      const target = { center: [center[0], center[1]] as [number, number], zoom };
      if (glide) map.easeTo({ ...target, duration: parts.still ? 0 : glideMs });
      else map.jumpTo(target);
      // A canvas of another size is empty until it is drawn anew.
      if (isResized) map.redraw();
    },
    destroy() {
      window.clearTimeout(watch.first);
      window.clearTimeout(watch.lost);
      clear.next = undefined;
      basemap.destroy();
      standIn?.destroy();
      map.remove();
    },
  };
}

/** Only what differs; equal values cost MapLibre nothing. */
function apply(
  map: MapLibre,
  before: GroundState | undefined,
  { shapes, theme, layers, scale }: GroundState,
  archive: BasemapArchive | null,
): void {
  if (before?.shapes !== shapes) {
    for (const [name, data] of Object.entries(groundData(shapes))) {
      const source = map.getSource(name);
      if (isGeoJson(source)) void source.setData(data as never);
    }
  }
  // MapLibre types each property on its own; here they come from one list of layers.
  type Setter = (layer: string, name: string, value: unknown) => unknown;
  const setPaint = map.setPaintProperty.bind(map) as Setter;
  const setLayout = map.setLayoutProperty.bind(map) as Setter;
  const draws = (as: SchemaLayer): boolean =>
    archive !== null && (archive.kind === 'raster' || archive.layers.some((reading) => reading.as === as));
  const over = archive === null ? null : { roads: draws('road'), places: draws('label') };
  for (const layer of groundLayers({ theme, layers, scale, over })) {
    for (const [name, value] of Object.entries(layer.paint ?? {})) setPaint(layer.id, name, value);
    for (const [name, value] of Object.entries(layer.layout ?? {})) setLayout(layer.id, name, value);
    map.setLayerZoomRange(layer.id, layer.minzoom ?? 0, layer.maxzoom ?? 24);
  }
}
