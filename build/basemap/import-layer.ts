/** From a file of somebody's layer to features of our schema: coordinates, classes and properties, each checked. */
import { toWgs84 } from '../../shared/geo/coordinates.ts';
import type { SourceCrs } from '../../shared/geo/coordinates.ts';
import { checkDegrees, fallsWhere, selfIntersects } from './checks.ts';
import type { District } from './checks.ts';
import { BasemapError, dimensionOf, moved, pathsOf } from './features.ts';
import type { Degrees, Geometry, MapFeature, MapLayer } from './features.ts';
import { classFields, foreignClasses, metresPerStorey, propertyFields, storeyFields } from './foreign-classes.ts';
import { classesOf, rankOf } from './layer-spec.ts';
import type { LayerSpec } from './layer-spec.ts';
import { readGeoJson } from './read-geojson.ts';
import { readShapefile } from './read-shapefile.ts';
import { firstZoom, layerRules } from './schema.ts';
import type { LayerName, PropertyName } from './schema.ts';
import type { SourceFeature, SourceFile } from './source.ts';

export interface ImportedLayer extends MapLayer {
  readonly name: LayerName;
  readonly warnings: readonly string[];
}

const present = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

async function read(file: string): Promise<SourceFile> {
  if (/\.shp$/i.test(file)) return readShapefile(file);
  if (/\.(geo)?json(l|s|seq)?$|\.ndjson$/i.test(file)) return readGeoJson(file);
  throw new BasemapError(
    `${file}: neither .geojson, .json, .geojsonl, .ndjson nor .shp: save the layer as one of these`,
  );
}

const oneLine = (value: unknown): string => JSON.stringify(value) ?? 'undefined';

/** Field of the class: as the command says, or the first of the usual ones that the file has. */
function classFieldOf(spec: LayerSpec, { file, features }: SourceFile): string | undefined {
  const fields = new Set(features.flatMap(({ properties }) => Object.keys(properties)));
  if (spec.classField === undefined) return classFields.find((field) => fields.has(field));
  if (fields.has(spec.classField)) return spec.classField;
  throw new BasemapError(
    `${file}: no feature has the field ${spec.classField}: there are ${[...fields].join(', ') || 'none'}`,
  );
}

function checkFields({ fields }: LayerSpec, { file, features }: SourceFile): void {
  for (const field of fields.values()) {
    if (features.some(({ properties }) => Object.hasOwn(properties, field))) continue;
    const there = new Set(features.flatMap(({ properties }) => Object.keys(properties)));
    throw new BasemapError(`${file}: no feature has the field ${field}: there are ${[...there].join(', ') || 'none'}`);
  }
}

function ownClass(layer: LayerName, value: unknown): string | undefined {
  const bare = String(value).trim().toLowerCase();
  if (classesOf(layer).includes(bare)) return bare;
  return Object.entries(foreignClasses[layer]).find(([, values]) => values.includes(bare))?.[0];
}

/** @throws BasemapError for a value that is a class of nobody. */
function classOf(
  spec: LayerSpec,
  field: string | undefined,
  { number, properties }: SourceFeature,
): string | undefined {
  const { otherwise, key } = layerRules[spec.layer];
  if (key === undefined) return '';
  if (spec.as !== undefined) return spec.as;
  const value = field === undefined ? undefined : properties[field];
  if (!present(value)) return otherwise;
  const known = ownClass(spec.layer, value) ?? spec.other;
  if (known !== undefined) return known === '-' ? undefined : known;
  throw new BasemapError(
    `${spec.file}: feature ${String(number)}, field ${field ?? ''}: ${oneLine(value)} is no class of ${spec.layer} ` +
      `(${classesOf(spec.layer).join(', ')}) and not known as one: add other=CLASS to the layer (other=- leaves such features out)`,
  );
}

const yes = (value: unknown): boolean =>
  present(value) && !['no', 'false', '0', '否', 'f', 'n'].includes(String(value).toLowerCase());

function heightOf(value: unknown, where: string): number {
  const metres = typeof value === 'number' ? value : Number.parseFloat(String(value));
  if (Number.isFinite(metres) && metres >= 0 && metres < 2000) return Math.round(metres);
  throw new BasemapError(`${where}: ${oneLine(value)} is no height in metres`);
}

function propertyOf(property: PropertyName, value: unknown, where: string): string | number | boolean | undefined {
  switch (property) {
    case 'name':
      return String(value).trim().slice(0, 80) || undefined;
    case 'height':
      return heightOf(value, where);
    case 'bridge':
    case 'tunnel':
    case 'elevated':
      return yes(value) ? true : undefined;
    case 'colour': {
      const colour = String(value).trim().toLowerCase();
      if (/^#[0-9a-f]{6}$/.test(colour)) return colour;
      throw new BasemapError(`${where}: ${oneLine(value)} is no colour such as #e4002b`);
    }
    case 'rank': {
      const rank = Number(value);
      if (Number.isInteger(rank) && rank >= 1 && rank <= 9) return rank;
      throw new BasemapError(`${where}: ${oneLine(value)} is no rank from 1 to 9`);
    }
  }
}

function propertiesOf(
  spec: LayerSpec,
  klass: string,
  { number, properties }: SourceFeature,
): Record<string, string | number | boolean> {
  const { key, properties: wanted } = layerRules[spec.layer];
  const made: Record<string, string | number | boolean> = key === undefined ? {} : { [key]: klass };
  for (const property of wanted as readonly PropertyName[]) {
    const named = spec.fields.get(property);
    const field = named ?? propertyFields[property].find((one) => present(properties[one]));
    const value = field === undefined ? undefined : properties[field];
    if (!present(value)) continue;
    const found = propertyOf(property, value, `${spec.file}: feature ${String(number)}, field ${field ?? ''}`);
    if (found !== undefined) made[property] = found;
  }
  if (spec.layer === 'building' && made['height'] === undefined) {
    const storeys = storeyFields.map((field) => Number(properties[field])).find((count) => count > 0);
    if (storeys !== undefined) made['height'] = Math.round(storeys * metresPerStorey);
  }
  if (spec.layer === 'label') made['rank'] ??= rankOf(klass);
  return made;
}

/** A point within a polygon's largest ring, for its label: halfway across it at half its height. */
function pointWithin(geometry: Geometry): Degrees {
  const rings = pathsOf(geometry);
  const height = (ring: readonly Degrees[]): number => {
    const lats = ring.map(([, lat]) => lat);
    return Math.max(...lats) - Math.min(...lats);
  };
  const [ring = []] = [...rings].sort((a, b) => height(b) - height(a));
  const lats = ring.map(([, lat]) => lat);
  const middle = (Math.max(...lats) + Math.min(...lats)) / 2;
  const across = ring
    .flatMap((b, i) => {
      const a = ring[i - 1] ?? b;
      return a[1] > middle === b[1] > middle ? [] : [a[0] + ((b[0] - a[0]) * (middle - a[1])) / (b[1] - a[1])];
    })
    .sort((a, b) => a - b);
  let best: readonly [number, number] = [across[0] ?? 0, across[1] ?? across[0] ?? 0];
  for (let i = 0; i + 1 < across.length; i += 2) {
    const [from, to] = [across[i] ?? 0, across[i + 1] ?? 0];
    if (to - from > best[1] - best[0]) best = [from, to];
  }
  return [(best[0] + best[1]) / 2, middle];
}

/** As the layer wants it: borders of areas as lines, labels of areas as points; undefined where it does not fit. */
function fitted(layer: LayerName, geometry: Geometry): Geometry | undefined {
  const { dimension } = layerRules[layer];
  if (dimensionOf(geometry) === dimension) return geometry;
  if (dimensionOf(geometry) !== 'polygon') return undefined;
  if (layer === 'boundary') return { type: 'MultiLineString', coordinates: pathsOf(geometry) };
  if (layer === 'label' || layer === 'station') return { type: 'Point', coordinates: pointWithin(geometry) };
  return undefined;
}

const systemNames: Readonly<Record<SourceCrs, string>> = {
  WGS84: 'wgs84',
  CGCS2000: 'cgcs2000',
  GCJ02: 'gcj02',
  BD09: 'bd09',
};

/** @throws BasemapError where nothing of it lies near the district. */
function checkPlace(spec: LayerSpec, features: readonly SourceFeature[], crs: SourceCrs, district: District): string[] {
  const positions = features.flatMap(({ geometry }) => (geometry === null ? [] : pathsOf(geometry).flat()));
  const { inside, near, swapped } = fallsWhere(positions, district);
  const declared = crs === 'CGCS2000' ? 'WGS84' : crs;
  if (!near.includes(declared)) {
    const others = near.map((other) => `--crs ${systemNames[other]}`);
    const mend =
      others.length > 0
        ? `it would as ${others.join(' or ')}`
        : swapped
          ? 'it would with longitude and latitude exchanged: save it as longitude, latitude'
          : 'nor would it under any system known here: is it of another place?';
    throw new BasemapError(
      `${spec.file}: nothing of it lies in the district of ${district.file} or within 5 km of it; ${mend}`,
    );
  }
  const share = inside.get(declared) ?? 0;
  const better = [...inside].filter(([, other]) => other > share + 0.02).sort((a, b) => b[1] - a[1])[0];
  if (better === undefined) return [];
  const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
  return [
    `${spec.file}: ${percent(share)} of it lies in the district; as --crs ${systemNames[better[0]]} it would be ` +
      `${percent(better[1])}: look whether its makers use that system`,
  ];
}

/** @throws BasemapError naming file, feature and field. */
export async function importLayer(spec: LayerSpec, crs: SourceCrs, district?: District): Promise<ImportedLayer> {
  const source = await read(spec.file);
  const { where } = spec;
  const chosen = source.features.filter(
    ({ properties }) => where === undefined || String(properties[where.field] ?? '') === where.value,
  );
  if (chosen.length === 0) {
    const why = where === undefined ? 'it has no features' : `no feature has ${where.field} = ${where.value}`;
    throw new BasemapError(`${spec.file}: ${why}`);
  }
  for (const { geometry, number } of chosen) {
    if (geometry !== null) checkDegrees(geometry, `${spec.file}: feature ${String(number)}`);
  }
  const warnings = [...source.warnings];
  if (district !== undefined) warnings.push(...checkPlace(spec, chosen, crs, district));
  checkFields(spec, source);
  const field = spec.as === undefined ? classFieldOf(spec, source) : undefined;

  const features: MapFeature[] = [];
  const crossed: number[] = [];
  let [placeless, unfit, leftOut] = [0, 0, 0];
  for (const feature of chosen) {
    const klass = classOf(spec, field, feature);
    const geometry = feature.geometry === null ? undefined : fitted(spec.layer, feature.geometry);
    if (klass === undefined) leftOut += 1;
    else if (feature.geometry === null) placeless += 1;
    else if (geometry === undefined) unfit += 1;
    else {
      if (selfIntersects(feature.geometry)) crossed.push(feature.number);
      features.push({
        geometry: moved(geometry, ([lon, lat]) => {
          const at = toWgs84({ lon, lat }, crs);
          return [at.lon, at.lat];
        }),
        properties: propertiesOf(spec, klass, feature),
        minZoom: firstZoom(spec.layer, klass),
      });
    }
  }
  const { dimension } = layerRules[spec.layer];
  if (features.length === 0) {
    throw new BasemapError(
      `${spec.file}: none of its ${String(chosen.length)} features is a ${dimension} for the layer ${spec.layer}`,
    );
  }
  if (placeless > 0) warnings.push(`${spec.file}: ${String(placeless)} features without a place left out`);
  if (unfit > 0) warnings.push(`${spec.file}: ${String(unfit)} features that are no ${dimension} left out`);
  if (leftOut > 0) warnings.push(`${spec.file}: ${String(leftOut)} features of unknown class left out`);
  if (crossed.length > 0) {
    const first = crossed.slice(0, 5).map(String).join(', ');
    warnings.push(
      `${spec.file}: ${String(crossed.length)} polygons cross themselves (feature ${first}${crossed.length > 5 ? ', …' : ''}); drawn as they are`,
    );
  }
  return { name: spec.layer, features, warnings };
}
