/**
 * Files into registers and plates: brought piece by piece, looked into as often as wanted, and taken in by naming the plan
 * that was looked at. Asked of the office; which things who may import: `mayImport` of `permissions.ts`.
 */
import { z } from 'zod';
import { orderSourceSchema } from './orders.ts';
import {
  importColumnsSchema,
  importCountsSchema,
  importedThingSchema,
  sourceCrsSchema,
} from '../domain/import/events.ts';

/** Bounds of one import. */
export const importLimits = {
  files: 12,
  /** Of all files together. */
  bytes: 24_000_000,
  /** Of a piece on its way. */
  pieceBytes: 240_000,
  /** Rows told of each kind; the counts are of all. */
  shownRows: 500,
} as const;

const upload = z.uuid();
const fileName = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^\p{Cc}\\]+$/u);

/** A piece of a file; the first one of an upload opens it. Pieces of a file come in order. */
export const importPieceAskSchema = z.strictObject({
  ask: z.literal('importPiece'),
  upload,
  file: z.strictObject({ name: fileName, bytes: z.int().nonnegative().max(importLimits.bytes) }),
  /** Bytes that came before it. */
  at: z.int().nonnegative(),
  /** base64 */
  data: z.string().max(Math.ceil(importLimits.pieceBytes / 3) * 4),
});

export const importLookAskSchema = z.strictObject({
  ask: z.literal('importLook'),
  upload,
  what: importedThingSchema,
  /** Declared by a person; null: not yet. */
  crs: sourceCrsSchema.nullable(),
  /** Column by field; null: as the hub suggests. */
  columns: importColumnsSchema.nullable(),
  encoding: z.enum(['auto', 'utf-8', 'gb18030']),
  sheet: z.string().max(120).nullable(),
  /** What becomes of entries that the files do not have: they stay, or they are withdrawn. */
  absent: z.enum(['keep', 'remove']),
  /** Instant that the files speak for, hub time, Unix ms; null: now. */
  asOf: z.int().nullable(),
  source: z.string().trim().min(1).max(60).nullable(),
  /** Of a list of orders: where those come from whose row does not say it. */
  orderSource: orderSourceSchema,
  /** Of a list of orders: rows that are wrong stay out, the others go in. */
  leaveOut: z.boolean(),
  /** Overlaps, gaps and places outside the district were looked at and are as they ought to be. */
  accept: z.boolean(),
  /** The plan that was looked at; null: only look. */
  confirm: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
});
export type ImportLookAsk = z.infer<typeof importLookAskSchema>;

export const importDropAskSchema = z.strictObject({ ask: z.literal('importDrop'), upload });

export const importPieceAnswerSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('taken'), have: z.int() }),
  /** `OutOfOrder`: `at` is not what came so far; `NoRoom`: too much is being imported at once. */
  z.strictObject({ state: z.literal('refused'), code: z.enum(['TooLarge', 'TooMany', 'NoRoom', 'OutOfOrder']) }),
]);

export const importFaultSchema = z.strictObject({
  file: z.string(),
  /** Line of a text, row of a sheet, number of a feature; null: the file as a whole. */
  row: z.int().nullable(),
  column: z.string(),
  field: z.string(),
  code: z.string(),
  /** What stands there, or what it clashes with. */
  value: z.string(),
});
export type ImportFault = z.infer<typeof importFaultSchema>;

const change = z.strictObject({
  file: z.string(),
  row: z.int().nullable(),
  id: z.string(),
  name: z.string(),
  change: z.enum(['new', 'changed', 'removed', 'absent', 'same']),
  /**
   * Of a list of what became of orders: noted; to be done again; noted, though a contact is on file, so that it can be
   * appealed against; on file already.
   */
  becomes: z.enum(['noted', 'rework', 'disputable', 'known']).optional(),
  fields: z.array(z.strictObject({ field: z.string(), was: z.string(), is: z.string() })),
});
export type ImportChange = z.infer<typeof change>;

const areas = z.strictObject({ count: z.int(), squareMetres: z.number() });

export const importPreviewSchema = z.strictObject({
  state: z.enum(['preview', 'imported']),
  /** Names this plan; null while nothing can go in. */
  plan: z.string().nullable(),
  /** Instant the files are taken to speak for, hub time, Unix ms: to be given with the next look. */
  asOf: z.int(),
  sheets: z.array(z.string()),
  /** Columns of the files with the first cells of each. */
  columns: z.array(z.strictObject({ name: z.string(), samples: z.array(z.string()) })),
  fields: z.array(
    z.strictObject({ name: z.string(), needed: z.boolean(), column: z.string().nullable(), place: z.boolean() }),
  ),
  /** Rows of the files bring their own geometry. */
  hasGeometry: z.boolean(),
  /** A coordinate system has to be declared before rows can be judged. */
  crsNeeded: z.boolean(),
  counts: importCountsSchema.extend({
    refused: z.int(),
    /** Entries that the files do not have, and that stay. */
    absent: z.int(),
  }),
  changes: z.array(change),
  faults: z.array(importFaultSchema),
  /** Rows whose place is outside the district; `others`: how many would be so in another system. */
  outside: z.strictObject({
    rows: z.int(),
    others: z.array(z.strictObject({ crs: sourceCrsSchema, rows: z.int() })),
  }),
  /** Between grids of one level. */
  coverage: z.strictObject({ overlaps: areas, gaps: areas, beyond: areas }),
  /** Whether something has to be accepted before it can go in. */
  toAccept: z.boolean(),
  /** Codes of grids that registers name and that the plates would not have any more. */
  dangling: z.array(z.strictObject({ register: z.string(), id: z.string(), name: z.string(), grid: z.string() })),
  /** Ids of rows for which the plan that was confirmed does not hold any more. */
  moved: z.array(z.string()),
  /** JSON of `ImportDrawing`: one text, as nobody but the map reads it. */
  drawn: z.string(),
});
export type ImportPreview = z.infer<typeof importPreviewSchema>;

/** Places WGS84 `[lon, lat]`. */
export interface ImportDrawing {
  readonly areas: readonly {
    readonly change: 'new' | 'changed' | 'same' | 'fault';
    readonly name: string;
    readonly shape: readonly (readonly (readonly (readonly [number, number])[])[])[];
  }[];
  readonly lines: readonly {
    readonly change: string;
    readonly name: string;
    readonly line: readonly (readonly [number, number])[];
  }[];
  readonly points: readonly {
    readonly change: string;
    readonly name: string;
    readonly at: readonly [number, number];
    readonly outside: boolean;
  }[];
  readonly overlaps: readonly {
    readonly codes: readonly string[];
    readonly squareMetres: number;
    readonly shape: ImportDrawing['areas'][number]['shape'];
  }[];
  readonly gaps: readonly { readonly squareMetres: number; readonly shape: ImportDrawing['areas'][number]['shape'] }[];
  /** Where a border crosses itself. */
  readonly crossings: readonly (readonly [number, number])[];
}

export const importLookAnswerSchema = z.discriminatedUnion('state', [
  importPreviewSchema.extend({ state: z.literal('preview') }),
  importPreviewSchema.extend({ state: z.literal('imported') }),
  /** A file that cannot be read at all. */
  z.strictObject({
    state: z.literal('unreadable'),
    file: z.string(),
    row: z.int().nullable(),
    code: z.string(),
    detail: z.string(),
  }),
  /** The upload is not here any more: bring the files again. */
  z.strictObject({ state: z.literal('gone') }),
  /** Another import is being worked out. */
  z.strictObject({ state: z.literal('busy') }),
  /** The hub has no district pack that something could be imported into. */
  z.strictObject({ state: z.literal('noPack') }),
  /** The register said no at the very end; nothing went in. */
  z.strictObject({ state: z.literal('refused'), code: z.string(), id: z.string(), field: z.string() }),
]);
export type ImportLookAnswer = z.infer<typeof importLookAnswerSchema>;

/** What each ask is answered with. */
export const importAnswerSchemas = {
  importPiece: importPieceAnswerSchema,
  importLook: importLookAnswerSchema,
  importDrop: z.strictObject({}),
} as const;
