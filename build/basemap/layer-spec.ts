/** One `--layer` of the command line: `road=roads.geojson,class=FIELD,name=FIELD`. */
import { BasemapError } from './features.ts';
import { labelRanks, layerNames, layerRules, propertyNames } from './schema.ts';
import type { LayerName, PropertyName } from './schema.ts';

export interface LayerSpec {
  readonly layer: LayerName;
  readonly file: string;
  /** Field that holds the class; looked for among the usual ones where not given. */
  readonly classField: string | undefined;
  /** Class of every feature, whatever the file says. */
  readonly as: string | undefined;
  /** Class of features whose value is unknown; `-` leaves them out. */
  readonly other: string | undefined;
  /** Only features whose field has this value. */
  readonly where: { readonly field: string; readonly value: string } | undefined;
  readonly fields: ReadonlyMap<PropertyName, string>;
}

const isLayer = (name: string): name is LayerName => Object.hasOwn(layerRules, name);

/** Where the file's name ends and the options begin: at a comma with `word=` behind it. */
const optionStart = /,(?=[a-z]+=)/;

export function classesOf(layer: LayerName): readonly string[] {
  return Object.keys(layerRules[layer].classes).filter((name) => name !== '');
}

function checkClass(spec: string, layer: LayerName, option: string, value: string | undefined): void {
  if (value === undefined || (option === 'other' && value === '-') || classesOf(layer).includes(value)) return;
  throw new BasemapError(`--layer ${spec}: ${option}=${value} is no class of ${layer}: ${classesOf(layer).join(', ')}`);
}

/** @throws BasemapError naming what is wrong with it. */
export function parseLayer(spec: string): LayerSpec {
  const [head = '', ...options] = spec.split(optionStart);
  const equals = head.indexOf('=');
  const [name, file] = [head.slice(0, equals), head.slice(equals + 1)];
  if (equals < 1 || file === '')
    throw new BasemapError(`--layer ${spec}: write LAYER=FILE, such as road=roads.geojson`);
  if (!isLayer(name)) throw new BasemapError(`--layer ${spec}: no layer ${name}: there are ${layerNames.join(', ')}`);
  const given = new Map<string, string>();
  for (const option of options) {
    const [key = '', ...rest] = option.split('=');
    const known = ['class', 'as', 'other', 'where', ...propertyNames];
    if (!known.includes(key))
      throw new BasemapError(`--layer ${spec}: no option ${key}: there are ${known.join(', ')}`);
    given.set(key, rest.join('='));
  }
  const where = given.get('where');
  const colon = where?.indexOf(':') ?? -1;
  if (where !== undefined && colon < 1) throw new BasemapError(`--layer ${spec}: write where=FIELD:VALUE`);
  for (const option of ['as', 'other']) checkClass(spec, name, option, given.get(option));
  return {
    layer: name,
    file,
    classField: given.get('class'),
    as: given.get('as'),
    other: given.get('other'),
    where: where === undefined ? undefined : { field: where.slice(0, colon), value: where.slice(colon + 1) },
    fields: new Map(
      propertyNames.flatMap((property) => {
        const field = given.get(property);
        return field === undefined ? [] : [[property, field] as const];
      }),
    ),
  };
}

export const rankOf = (klass: string): number => labelRanks[klass] ?? 5;
