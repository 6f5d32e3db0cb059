/** What covers ground: squads, fences, quiet areas, joint operations. Drawn beneath the marks, above the ground. */
import type { Mark, Tone } from './marks.ts';
import type { AreaShape, PlateShapes } from './shapes.ts';
import { bordersOf, labelPoint } from './shapes.ts';
import type {
  LonLat,
  MapBand,
  MapCover,
  MapFence,
  MapLayers,
  MapOperation,
  MapPost,
  MapQuietArea,
  MapShape,
  MapSquad,
  MapStallPlace,
} from './types.ts';

export const areaKinds = ['squad', 'fence', 'quietArea', 'stallPlace', 'operation', 'post', 'cover'] as const;
export type AreaKind = (typeof areaKinds)[number];

export interface PaintedArea {
  readonly kind: AreaKind;
  readonly id: string;
  readonly name: string;
  readonly shape: MapShape;
  /** Instead of a shape. */
  readonly band?: MapBand | undefined;
  /** Not in force at this hour: drawn pale. */
  readonly off: boolean;
  /** Where its name stands, and what it says. */
  readonly label: LonLat;
  readonly text: string;
  readonly tone: Tone;
}

export interface Areas {
  readonly painted: readonly PaintedArea[];
  readonly squadBorders: readonly (readonly [LonLat, LonLat])[];
}

interface AreaInput {
  readonly shapes: PlateShapes;
  readonly layers: MapLayers;
  readonly squads?: readonly MapSquad[] | undefined;
  readonly fences?: readonly MapFence[] | undefined;
  readonly quietAreas?: readonly MapQuietArea[] | undefined;
  readonly stallPlaces?: readonly MapStallPlace[] | undefined;
  readonly operations?: readonly MapOperation[] | undefined;
  readonly posts?: readonly MapPost[] | undefined;
  readonly cover?: readonly MapCover[] | undefined;
}

const coverTones = { kept: 'ok', thin: 'late', nobody: 'alarm', open: 'muted' } as const satisfies Record<string, Tone>;

/** Grids together; none of them known: the whole district, where the list was empty. */
function gridShape({ areas, byCode }: PlateShapes, codes: readonly string[], all: boolean): MapShape {
  const grids: readonly AreaShape[] =
    codes.length === 0 && all
      ? areas.filter(({ level }) => level === 'responsibility')
      : codes.flatMap((code) => byCode.get(code) ?? []);
  return grids.flatMap(({ shape }) => shape);
}

/** Of the layers that are on; what has no shape here is left out. */
export function makeAreas(input: AreaInput): Areas {
  const { shapes, layers, squads, fences, quietAreas, stallPlaces, operations, posts, cover } = input;
  const painted: PaintedArea[] = [];
  const add = (area: Omit<PaintedArea, 'label'>): void => {
    const { shape, band } = area;
    const along = band?.line[Math.floor(band.line.length / 2)];
    if (shape.length > 0) painted.push({ ...area, label: labelPoint(shape) });
    else if (along !== undefined) painted.push({ ...area, label: along });
  };
  // The lowest of them: everything else is read above it.
  if (layers.cover === true)
    for (const { id, grids, state } of cover ?? [])
      add({
        ...{
          kind: 'cover',
          id,
          name: '',
          text: '',
          tone: coverTones[state],
          off: state === 'kept' || state === 'open',
        },
        shape: gridShape(shapes, grids, false),
      });
  if (layers.quietAreas === true)
    for (const { id, name, grids, shape = [] } of quietAreas ?? [])
      add({
        ...{ kind: 'quietArea', id, name, text: name, tone: 'late', off: false },
        shape: [...gridShape(shapes, grids, shape.length === 0), ...shape],
      });
  if (layers.stallPlaces === true)
    for (const { id, name, shape, state } of stallPlaces ?? [])
      add({
        kind: 'stallPlace',
        id,
        name,
        text: name,
        tone: state === 'due' ? 'accent' : 'muted',
        off: state === 'off',
        shape,
      });
  if (layers.operations === true)
    for (const { id, name, grids, state } of operations ?? [])
      add({
        ...{ kind: 'operation', id, name, text: name, tone: 'accent', off: state !== 'running' },
        shape: gridShape(shapes, grids, false),
      });
  if (layers.squads === true)
    for (const { id, name, grids, share } of squads ?? [])
      add({
        ...{ kind: 'squad', id, name, tone: 'muted', off: false },
        text: share === '' ? name : `${name}·${share}`,
        shape: gridShape(shapes, grids, false),
      });
  if (layers.fences === true)
    for (const { id, name, shape, band, state } of fences ?? [])
      add({
        kind: 'fence',
        id,
        name,
        text: name,
        tone: state === 'due' ? 'ok' : 'muted',
        off: state === 'off',
        shape,
        band,
      });
  // Their flags say their names.
  if (layers.posts === true)
    for (const { id, name, shape = [], band, state } of posts ?? [])
      add({
        ...{ kind: 'post', id, name, text: '', tone: state === 'due' ? 'text' : 'muted', off: state === 'off' },
        ...{ shape, band },
      });
  const ownerOf = new Map((squads ?? []).flatMap(({ id, grids }) => grids.map((code) => [code, id] as const)));
  return {
    painted,
    squadBorders: layers.squads === true ? bordersOf(shapes.areas, (code) => ownerOf.get(code)) : [],
  };
}

const fenceNamesFrom = 12.4;

/** Names of the areas: labels that give way to everything that lives. */
export function areaMarks({ painted }: Areas, zoom: number, inView: (at: LonLat) => boolean): Mark[] {
  return painted.flatMap(({ kind, id, label, text, tone }): Mark[] => {
    if (text === '' || !inView(label) || ((kind === 'fence' || kind === 'stallPlace') && zoom < fenceNamesFrom))
      return [];
    return [
      {
        thing: { kind: 'area', id: `${kind}:${id}` },
        at: label,
        symbol: null,
        heading: null,
        aside: null,
        rough: false,
        selected: false,
        hovered: false,
        label: { text, tone, upon: true, must: false },
        weight: kind === 'squad' ? 6 : 7,
      },
    ];
  });
}
