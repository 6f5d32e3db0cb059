/** What a thing that can be imported is made of: its fields, and what a cell of each means. */
/** Registers whose entries, and grids, a cell may name by id or by name. */
export type Named = 'sites' | 'squads' | 'zones' | 'units' | 'posts' | 'videoPoints' | 'grids';

export type FieldType =
  | {
      readonly is:
        'text' | 'number' | 'yes' | 'list' | 'instant' | 'date' | 'window' | 'hours' | 'weekly' | 'lonLat' | 'people';
    }
  | { readonly is: 'choice' | 'choices'; readonly of: Readonly<Record<string, readonly string[]>> }
  | { readonly is: 'one' | 'some'; readonly of: Named };

export interface Field {
  readonly name: string;
  /** A row without it is refused. */
  readonly needed: boolean;
  readonly type: FieldType;
  /** Names of columns that say it, Chinese and English. */
  readonly words: readonly string[];
}

export interface Thing {
  readonly fields: readonly Field[];
  /** What its geometry is, where it has one: rows of GeoJSON and shapefiles bring it, others by columns. */
  readonly place: 'none' | 'point' | 'line' | 'area' | 'any';
  /** Whether each row must have it. */
  readonly placeNeeded: boolean;
  /** What tells entries without an id apart. */
  readonly key: 'number' | 'name' | 'code';
  /** Where it takes more than one field to tell them apart: these before the key. */
  readonly within?: readonly string[];
  /** Its age counts: a list that names an entry again says that it still holds. */
  readonly confirms: boolean;
  /** Whether entries can be withdrawn that a list does not have. */
  readonly withdraws: boolean;
  /** Rows that may come with one import. */
  readonly mostRows: number;
}
