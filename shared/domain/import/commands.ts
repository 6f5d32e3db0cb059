/** The wish to take in what files brought: rows of one register, or plates in which one part is another. */
import { z } from 'zod';
import { fenceRecordSchema } from '../fence/events.ts';
import { provenanceSchema, registerIdSchema } from '../kernel.ts';
import { nightPermitRecordSchema, quietPeriodRecordSchema, repairNoticeRecordSchema } from '../permit/events.ts';
import { postRecordSchema } from '../post/events.ts';
import { rosterRecordSchema } from '../roster/events.ts';
import { siteRecordSchema } from '../site/events.ts';
import { squadRecordSchema } from '../squad/events.ts';
import { stallPlaceRecordSchema } from '../stall-place/events.ts';
import { unitRecordSchema } from '../unit/events.ts';
import { videoPointRecordSchema } from '../video-point/events.ts';
import { zoneRecordSchema } from '../zone/events.ts';
import { importColumnsSchema, importCountsSchema, importedFileSchema, sourceCrsSchema } from './events.ts';
import { importedRegisters, listsOfOrders, plateParts } from './events.ts';
import type { ImportedRegister } from './events.ts';

/** Most rows that change with one import. A platform of cameras has more of them than any other register. */
export const mostImportedRows = 10_000;

const contentHashSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** Instant that the word spoke for on which the row was judged, Unix ms; null where no such entry stood. */
const seen = z.int().nullable();

const nightPermitRow = nightPermitRecordSchema.extend({ site: registerIdSchema });
/** Of any register; `decide` holds it to the schema of the one that is named. */
const recordSchema = z.union([
  siteRecordSchema,
  nightPermitRow,
  repairNoticeRecordSchema,
  quietPeriodRecordSchema,
  videoPointRecordSchema,
  squadRecordSchema,
  zoneRecordSchema,
  unitRecordSchema,
  postRecordSchema,
  fenceRecordSchema,
  stallPlaceRecordSchema,
  rosterRecordSchema,
]);
const rowSchema = z.strictObject({ id: registerIdSchema, record: recordSchema, seen });

export const importRowsSchema = z.strictObject({
  what: z.discriminatedUnion('of', [
    z.strictObject({
      of: z.literal('register'),
      register: z.enum(importedRegisters),
      rows: z.array(rowSchema).max(mostImportedRows),
      /** Entries that the files do not have any more. */
      withdrawn: z.array(rowSchema.omit({ record: true })).max(mostImportedRows),
    }),
    z.strictObject({
      of: z.literal('plates'),
      part: z.enum(plateParts),
      plates: contentHashSchema,
      /** Those that the import was judged against. */
      seen: contentHashSchema,
    }),
    /** A list of orders, each taken in by a command of its own: what is noted is that it was this list. */
    z.strictObject({ of: z.literal('list'), list: z.enum(listsOfOrders) }),
  ]),
  files: z.array(importedFileSchema).min(1).max(12),
  crs: sourceCrsSchema.nullable(),
  columns: importColumnsSchema,
  counts: importCountsSchema,
  provenance: provenanceSchema,
});
export type ImportRows = z.infer<typeof importRowsSchema>;
export type RegisterRows = Extract<ImportRows['what'], { of: 'register' }>;

const row = <R extends z.ZodType>(record: R) => z.strictObject({ id: registerIdSchema, record });
/** A row of each register: id and record. */
export const registerRowSchemas = {
  sites: row(siteRecordSchema),
  nightPermits: row(nightPermitRow),
  repairNotices: row(repairNoticeRecordSchema),
  quietPeriods: row(quietPeriodRecordSchema),
  videoPoints: row(videoPointRecordSchema),
  squads: row(squadRecordSchema),
  zones: row(zoneRecordSchema),
  units: row(unitRecordSchema),
  posts: row(postRecordSchema),
  fences: row(fenceRecordSchema),
  stallPlaces: row(stallPlaceRecordSchema),
  rosters: row(rosterRecordSchema),
} as const satisfies { readonly [R in ImportedRegister]: z.ZodType };
