/**
 * What a web tracker does with the same reports, for the benchmark: an object for each unit as it is told, the whole of
 * them as GeoJSON into one clustered source at each tick, drawn by the map library as circles and symbols. One update is
 * on its way at a time, the newest waits.
 */
import type { GeoJSONSource } from 'maplibre-gl';
import { Map as MapLibre, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { PositionTable } from '../../../renderer/seat-client/position-table.ts';

setWorkerUrl(workerUrl);

export interface Yardstick {
  /** Hub time of the newest report that is drawn; undefined: none is. */
  newest(): number | undefined;
  /** How many units the source holds, single or in clusters. */
  drawn(): number;
}

export async function startYardstick(
  container: HTMLElement,
  units: readonly string[],
  table: PositionTable,
): Promise<Yardstick> {
  const map = new MapLibre({
    container,
    style: {
      version: 8,
      sources: {},
      layers: [{ id: 'land', type: 'background', paint: { 'background-color': '#0b1526' } }],
    },
    bounds: [121.385, 31.1, 121.475, 31.225],
    attributionControl: false,
    fadeDuration: 0,
  });
  await map.once('load');
  const size = 24;
  const image = { width: size, height: size, data: new Uint8Array(size * size * 4).fill(0xff) };
  map.addImage('unit', image);
  const nothing = { type: 'FeatureCollection' as const, features: [] };
  map.addSource('units', { type: 'geojson', data: nothing, cluster: true, clusterMaxZoom: 14, clusterRadius: 50 });
  map.addLayer({
    ...{ id: 'cluster', type: 'circle', source: 'units', filter: ['has', 'point_count'] },
    paint: { 'circle-radius': 14, 'circle-color': '#4c9aff' },
  });
  map.addLayer({
    ...{ id: 'unit', type: 'symbol', source: 'units', filter: ['!', ['has', 'point_count']] },
    layout: { 'icon-image': 'unit', 'icon-size': 0.5, 'icon-rotate': ['get', 'heading'], 'icon-allow-overlap': true },
  });
  const source = map.getSource<GeoJSONSource>('units');
  if (source === undefined) throw new Error('no source');
  let newest: number | undefined;
  let busy = false;
  let waits = false;
  const collected = () => {
    let last = 0;
    const features = units.flatMap((id) => {
      const seen = table.get(id);
      if (seen === undefined) return [];
      last = Math.max(last, seen.at);
      const geometry = { type: 'Point' as const, coordinates: [seen.lon, seen.lat] };
      return [{ type: 'Feature' as const, geometry, properties: { id, heading: seen.heading, at: seen.at } }];
    });
    return { last, data: { type: 'FeatureCollection' as const, features } };
  };
  const update = async (): Promise<void> => {
    if (busy) {
      waits = true;
      return;
    }
    busy = true;
    do {
      waits = false;
      const { last, data } = collected();
      // Loaded and drawn: only then is it on the screen.
      const idle = map.once('idle');
      void source.setData(data);
      await idle;
      newest = last;
      // `waits` is set while this one was on its way.
    } while (waits as boolean);
    busy = false;
  };
  table.subscribe(() => void update());
  void update();
  return {
    newest: () => newest,
    drawn: () => {
      const features = map.querySourceFeatures('units');
      const counted = new Map<string, number>();
      for (const { properties, id } of features) {
        const many = (properties as { readonly point_count?: number }).point_count;
        counted.set(many === undefined ? `unit ${String(properties['id'])}` : `cluster ${String(id)}`, many ?? 1);
      }
      return [...counted.values()].reduce((sum, one) => sum + one, 0);
    },
  };
}
