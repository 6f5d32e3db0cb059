/** Parts of the plates as tables: which elements they have, and the plates with others in their place. */
import type { z } from 'zod';
import type { GridLevel, Plates } from '../../shared/domain/district/events.ts';
import { platesSchema } from '../../shared/domain/district/events.ts';
import type { Grid } from '../../shared/domain/district/state.ts';
import type { ImportedThing, PlatePart } from '../../shared/domain/import/events.ts';
import { plateParts } from '../../shared/domain/import/events.ts';
import type { ImportPreview } from '../../shared/wire/imports.ts';
import { importLimits } from '../../shared/wire/imports.ts';
import type { Entries, WorkInput } from './work-types.ts';

export const isPlatePart = (what: ImportedThing): what is PlatePart => (plateParts as readonly string[]).includes(what);

export const levels = {
  gridsManagement: 'management',
  gridsResponsibility: 'responsibility',
  gridsArea: 'area',
  gridsCell: 'cell',
} as const;
type GridPart = keyof typeof levels;
export const isGridPart = (what: ImportedThing): what is GridPart => Object.hasOwn(levels, what);
export const order: readonly GridLevel[] = ['management', 'responsibility', 'area', 'cell'];

export type Element = Readonly<Record<string, unknown>>;

export function partOf(plates: Plates, part: PlatePart): readonly Element[] {
  if (isGridPart(part)) return plates.grids.filter(({ level }) => level === levels[part]);
  return part === 'sensitivePlaces' ? (plates.sensitivePlaces ?? []) : plates[part];
}

export function withPart(plates: Plates, part: PlatePart, elements: readonly Element[]): Plates {
  if (!isGridPart(part)) return { ...plates, [part]: elements };
  const grids = elements as unknown as readonly Grid[];
  return { ...plates, grids: [...plates.grids.filter(({ level }) => level !== levels[part]), ...grids] };
}

export const elementSchemas: { readonly [P in PlatePart]: z.ZodType } = {
  ...{ gridsManagement: platesSchema.shape.grids.element, gridsResponsibility: platesSchema.shape.grids.element },
  ...{ gridsArea: platesSchema.shape.grids.element, gridsCell: platesSchema.shape.grids.element },
  ...{ roads: platesSchema.shape.roads.element, places: platesSchema.shape.places.element },
  sensitivePlaces: platesSchema.shape.sensitivePlaces.unwrap().element,
};

/** What names grids that would not be there any more. */
export function danglingIn(
  before: Plates,
  next: Plates,
  { squads = [], quietPeriods = [] }: WorkInput['entries'],
): ImportPreview['dangling'] {
  const codes = new Set(next.grids.map(({ code }) => code));
  const gone = new Set(before.grids.map(({ code }) => code).filter((code) => !codes.has(code)));
  if (gone.size === 0) return [];
  const from = (register: string, list: Entries): ImportPreview['dangling'] =>
    list.flatMap((entry) =>
      ((entry['grids'] ?? []) as readonly string[])
        .filter((code) => gone.has(code))
        .map((grid) => ({ register, id: entry.id, name: String(entry['name']), grid })),
    );
  const children = next.grids.flatMap(({ code, name, parent }) =>
    parent !== undefined && gone.has(parent) ? [{ register: 'grids', id: code, name, grid: parent }] : [],
  );
  return [...from('squads', squads), ...from('quietPeriods', quietPeriods), ...children].slice(
    0,
    importLimits.shownRows,
  );
}
