/** The command line of `npm run basemap`. */
import { parseArgs } from 'node:util';
import type { SourceCrs } from '../../shared/geo/coordinates.ts';
import { BasemapError } from './features.ts';
import { parseLayer } from './layer-spec.ts';
import type { LayerSpec } from './layer-spec.ts';

export const usage = `usage: npm run basemap -- --out FILE.pmtiles --name NAME --attribution TEXT
         --layer LAYER=FILE[,class=FIELD][,name=FIELD]… [--layer …]
         [--crs wgs84|cgcs2000|gcj02|bd09] [--district PACK.json|FILE.geojson]
         [--schematic] [--min-zoom 8] [--max-zoom 14]
       npm run basemap -- --from FILE.mbtiles --out FILE.pmtiles [--name NAME] [--attribution TEXT] [--schematic]
       npm run basemap -- --from FILE.pmtiles
docs/basemap.md says more.
`;

const systems: Readonly<Record<string, SourceCrs>> = {
  wgs84: 'WGS84',
  cgcs2000: 'CGCS2000',
  gcj02: 'GCJ02',
  bd09: 'BD09',
};

export interface MakeOptions {
  readonly task: 'make';
  readonly out: string;
  readonly name: string;
  readonly attribution: string;
  readonly schematic: boolean;
  readonly crs: SourceCrs;
  readonly minZoom: number;
  readonly maxZoom: number;
  readonly district: string | undefined;
  readonly layers: readonly LayerSpec[];
}

export interface ConvertOptions {
  readonly task: 'convert';
  readonly from: string;
  readonly out: string;
  readonly name: string | undefined;
  readonly attribution: string | undefined;
  readonly schematic: boolean;
}

export interface CheckOptions {
  readonly task: 'check';
  readonly from: string;
}

function zoomOf(option: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const zoom = Number(text);
  if (/^\d+$/.test(text) && zoom <= 16) return zoom;
  throw new BasemapError(`--${option} ${text}: a whole number from 0 to 16 is wanted`);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        out: { type: 'string' },
        name: { type: 'string' },
        attribution: { type: 'string' },
        schematic: { type: 'boolean', default: false },
        crs: { type: 'string', default: 'wgs84' },
        'min-zoom': { type: 'string' },
        'max-zoom': { type: 'string' },
        district: { type: 'string' },
        layer: { type: 'string', multiple: true, default: [] },
        from: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new BasemapError(error instanceof Error ? error.message : String(error));
  }
}

const longestAttribution = 200;

/** @throws BasemapError naming the option. */
export function parseOptions(args: readonly string[]): MakeOptions | ConvertOptions | CheckOptions {
  const values = parsed(args);
  const { out, name, attribution, schematic, from, district } = values;
  if (attribution !== undefined && attribution.length > longestAttribution) {
    throw new BasemapError(
      `--attribution: ${String(attribution.length)} characters; at most ${String(longestAttribution)} are shown`,
    );
  }
  if (from !== undefined) {
    if (values.layer.length > 0) throw new BasemapError('--from and --layer: give one of them');
    if (/\.pmtiles$/i.test(from)) {
      if (out !== undefined)
        throw new BasemapError('--out: a PMTiles archive is only checked; it can be used as it is');
      return { task: 'check', from };
    }
    if (!/\.mbtiles$/i.test(from)) throw new BasemapError(`--from ${from}: a .mbtiles or .pmtiles file is wanted`);
    if (out === undefined) throw new BasemapError('--out FILE.pmtiles is missing');
    return { task: 'convert', from, out, name, attribution, schematic };
  }
  if (values.layer.length === 0) throw new BasemapError('--layer LAYER=FILE is missing');
  if (out === undefined) throw new BasemapError('--out FILE.pmtiles is missing');
  if (name === undefined) throw new BasemapError('--name NAME is missing');
  if (attribution === undefined) throw new BasemapError('--attribution TEXT is missing: whose data are they?');
  const crs = systems[values.crs.toLowerCase()];
  if (crs === undefined) throw new BasemapError(`--crs ${values.crs}: there are ${Object.keys(systems).join(', ')}`);
  const minZoom = zoomOf('min-zoom', values['min-zoom'], 8);
  const maxZoom = zoomOf('max-zoom', values['max-zoom'], 14);
  if (minZoom > maxZoom) throw new BasemapError(`--min-zoom ${String(minZoom)} is above --max-zoom ${String(maxZoom)}`);
  const layers = values.layer.map(parseLayer);
  return { task: 'make', out, name, attribution, schematic, crs, minZoom, maxZoom, district, layers };
}
