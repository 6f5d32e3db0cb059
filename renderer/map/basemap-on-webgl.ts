/** The life of a basemap on the MapLibre ground: opened, put beneath the plates, kept in step with the looks, taken away. */
import type { LayerSpecification, Map as MapLibre } from 'maplibre-gl';
import { addProtocol } from 'maplibre-gl';
import type { BasemapArchive, BasemapFault } from './basemap-archive.ts';
import { BasemapError, faultOf, openBasemap } from './basemap-archive.ts';
import type { BasemapLayers } from './basemap-webgl.ts';
import { basemapLayers, basemapSource } from './basemap-webgl.ts';
import type { BasemapNews, GroundState } from './ground.ts';
import { beneathNames, beneathTown, beneathZones } from './style.ts';

const protocol = 'lianqin-basemap';

interface Served {
  readonly archive: BasemapArchive;
  readonly onFault: (fault: BasemapFault) => void;
}

/** Archives that maps read from, by the number in their tiles' address. */
const served = new Map<number, Served>();
let numbers = 0;
let isKnown = false;

/** Where there is no picture. */
const nothing = (): Promise<ImageBitmap> => createImageBitmap(new ImageData(1, 1));

/** Tiles come through the page: MapLibre's worker asks here for each. */
function makeKnown(): void {
  if (isKnown) return;
  isKnown = true;
  addProtocol(protocol, async ({ url }, { signal }) => {
    const [number = 0, z = 0, x = 0, y = 0] = url
      .slice(protocol.length + 3)
      .split('/')
      .map(Number);
    const one = served.get(number);
    // Asked before another archive took its place: nobody waits for it.
    if (one === undefined) throw new DOMException(`basemap: archive ${String(number)} is closed`, 'AbortError');
    try {
      if (one.archive.picture !== undefined)
        return { data: (await one.archive.picture(z, x, y, signal)) ?? (await nothing()) };
      const bytes = await one.archive.tile(z, x, y, signal);
      if (bytes !== undefined) return { data: bytes };
      if (one.archive.kind === 'vector') return { data: new ArrayBuffer(0) };
      return { data: await nothing() };
    } catch (error) {
      if (error instanceof BasemapError) one.onFault(error.fault);
      throw error;
    }
  });
}

/** A tile that the view no longer wants is no broken one; between workers an error keeps no more than its words. */
const isGivenUp = (error: unknown): boolean =>
  error instanceof Error && /abort/i.test(`${error.name} ${error.message}`);

interface Opened {
  readonly number: number;
  readonly archive: BasemapArchive;
}

export class BasemapOnWebgl {
  readonly #map: MapLibre;
  readonly #onNews: (news: BasemapNews) => void;
  #opening = 0;
  #opened: Opened | undefined;
  #shown: { readonly url: string | undefined; readonly attempt: number } | undefined;
  #told = false;
  #layers: readonly string[] = [];

  constructor(map: MapLibre, onNews: (news: BasemapNews) => void) {
    this.#map = map;
    this.#onNews = onNews;
    map.on('error', (event) => {
      const { sourceId, error } = event as unknown as { readonly sourceId?: string; readonly error: unknown };
      if (sourceId === basemapSource) {
        if (!isGivenUp(error)) this.#broken('tile');
      }
      // Of anything else nobody would hear.
      else window.reportError(error);
    });
  }

  /** What is drawn of the basemap; null where that is none. */
  get archive(): BasemapArchive | null {
    return this.#opened?.archive ?? null;
  }

  /**
   * Opens what the state wants, if that is another. `onReady` is called once it is there, or gone: the plates have to
   * be told, and then `show` calls for its layers.
   */
  follow({ basemap, attempt }: GroundState, onReady: () => void): void {
    if (this.#shown?.url === basemap?.url && this.#shown?.attempt === attempt) return;
    const first = this.#shown === undefined;
    this.#shown = { url: basemap?.url, attempt };
    this.#opening += 1;
    this.#close();
    this.#told = false;
    if (basemap === null) {
      if (first) return;
      this.#onNews({ state: 'none' });
      onReady();
      return;
    }
    this.#onNews({ state: 'opening' });
    void this.#open(basemap.url, this.#opening, onReady);
  }

  /** Puts its layers where they are not yet, and gives them the looks of the state. */
  show(state: GroundState): void {
    if (this.#opened === undefined) return;
    const { number, archive } = this.#opened;
    const map = this.#map;
    const made = basemapLayers({
      theme: state.theme,
      layers: state.layers,
      scale: state.scale,
      kind: archive.kind,
      readings: archive.layers,
      named: state.shapes.areas.filter(({ level }) => level === 'responsibility').map(({ name }) => name),
    });
    if (map.getSource(basemapSource) === undefined) this.#add(number, archive, made);
    else for (const layer of [...made.land, ...made.town, ...made.names]) this.#adapt(layer);
  }

  destroy(): void {
    this.#opening += 1;
    if (this.#opened !== undefined) served.delete(this.#opened.number);
    this.#opened = undefined;
  }

  async #open(url: string, opening: number, onReady: () => void): Promise<void> {
    try {
      const archive = await openBasemap(url);
      if (opening !== this.#opening) return;
      makeKnown();
      numbers += 1;
      served.set(numbers, { archive, onFault: (fault) => this.#broken(fault) });
      this.#opened = { number: numbers, archive };
      this.#onNews({ state: 'ready' });
    } catch (error) {
      if (opening !== this.#opening) return;
      this.#onNews({ state: 'failed', fault: faultOf(error) });
    }
    onReady();
  }

  #add(number: number, archive: BasemapArchive, { land, town, names }: BasemapLayers): void {
    const map = this.#map;
    const { kind, minZoom, maxZoom } = archive;
    const tiles = [`${protocol}://${String(number)}/{z}/{x}/{y}`];
    const common = { tiles, minzoom: minZoom, maxzoom: maxZoom };
    map.addSource(
      basemapSource,
      kind === 'vector' ? { type: 'vector', ...common } : { type: 'raster', tileSize: 256, ...common },
    );
    for (const [layers, before] of [
      [land, beneathZones],
      [town, beneathTown],
      [names, beneathNames],
    ] as const)
      for (const layer of layers) map.addLayer(layer, before);
    this.#layers = [...land, ...town, ...names].map(({ id }) => id);
  }

  #adapt(layer: LayerSpecification): void {
    // MapLibre types each property on its own; here they come from one list of layers.
    type Setter = (layer: string, name: string, value: unknown) => unknown;
    const map = this.#map;
    const setPaint = map.setPaintProperty.bind(map) as Setter;
    const setLayout = map.setLayoutProperty.bind(map) as Setter;
    for (const [name, value] of Object.entries(layer.paint ?? {})) setPaint(layer.id, name, value);
    for (const [name, value] of Object.entries(layer.layout ?? {})) setLayout(layer.id, name, value);
    if ('filter' in layer) map.setFilter(layer.id, layer.filter);
    map.setLayerZoomRange(layer.id, layer.minzoom ?? 0, layer.maxzoom ?? 24);
  }

  #close(): void {
    const map = this.#map;
    for (const id of this.#layers) map.removeLayer(id);
    this.#layers = [];
    if (this.#opened === undefined) return;
    if (map.getSource(basemapSource) !== undefined) map.removeSource(basemapSource);
    served.delete(this.#opened.number);
    this.#opened = undefined;
  }

  #broken(fault: BasemapFault | 'tile'): void {
    if (this.#told || this.#opened === undefined) return;
    this.#told = true;
    this.#onNews({ state: 'broken', fault });
  }
}
