/** What was brought in from files, by whom and when: one stream for each kind of thing that can be imported. */
import { z } from 'zod';
import { provenanceSchema } from '../kernel.ts';
import type { UnionOf } from '../kernel.ts';

/** Parts of the plates that are imported one by one: the four levels of grids, then what lies in them. */
export const plateParts = [
  ...(['gridsManagement', 'gridsResponsibility', 'gridsArea', 'gridsCell'] as const),
  ...(['roads', 'places', 'sensitivePlaces'] as const),
] as const;
export type PlatePart = (typeof plateParts)[number];

/** Registers, by the names that a pack has for them. */
export const importedRegisters = [
  ...(['sites', 'nightPermits', 'repairNotices', 'quietPeriods', 'videoPoints'] as const),
  ...(['squads', 'zones', 'units', 'posts', 'fences', 'stallPlaces', 'rosters'] as const),
] as const;
export type ImportedRegister = (typeof importedRegisters)[number];

/** Lists by which the source says what became of its orders: not satisfied, not solved, nobody turned to the caller before. */
export const listsOfAnswers = ['dissatisfied', 'unsolved', 'uncontacted'] as const;
export type ListOfAnswers = (typeof listsOfAnswers)[number];
export const isListOfAnswers = (thing: string): thing is ListOfAnswers =>
  (listsOfAnswers as readonly string[]).includes(thing);

/** Lists of what came in: each row becomes a thing of its own, and none of them is withdrawn by a later list. */
export const listsOfOrders = ['orders', ...listsOfAnswers] as const;
export type ListOfOrders = (typeof listsOfOrders)[number];
export const isListOfOrders = (thing: string): thing is ListOfOrders =>
  (listsOfOrders as readonly string[]).includes(thing);

export const importedThings = [...importedRegisters, ...plateParts, ...listsOfOrders] as const;
export const importedThingSchema = z.enum(importedThings);
export type ImportedThing = z.infer<typeof importedThingSchema>;

export const sourceCrsSchema = z.enum(['WGS84', 'CGCS2000', 'GCJ02', 'BD09']);

export const importedFileSchema = z.strictObject({
  name: z.string().min(1).max(120),
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const count = z.int().nonnegative();
export const importCountsSchema = z.strictObject({
  ...{ rows: count, new: count, changed: count, same: count },
  /** Withdrawn, or taken out of the plates, because the files do not have them. */
  removed: count,
});

/** What a column of a file may say, of any thing that is imported. */
export const importFields = [
  ...(['address', 'aliases', 'auxiliary', 'basis', 'bodyCam', 'brigade', 'by', 'certified', 'channel'] as const),
  ...([
    'code',
    'conditions',
    'contact',
    'contactCheckedOn',
    'contactLabel',
    'contactPhone',
    'device',
    'devices',
    'everyMinutes',
  ] as const),
  ...(['fov', 'from', 'grids', 'guard', 'heading', 'hours', 'id', 'issuer', 'keeper', 'kind'] as const),
  ...(['lat', 'limitKmh', 'lon', 'lonLat', 'margin', 'minutesPerHour', 'name', 'neighbours', 'note'] as const),
  ...(['notifiedAt', 'number', 'onAssignment', 'order', 'outside', 'paper', 'parent', 'passes', 'people'] as const),
  ...(['permits', 'persons', 'phone', 'ptz', 'pursuit', 'radio', 'radius', 'range', 'registered'] as const),
  ...(['reserve', 'roads', 'site', 'squad', 'squads', 'to', 'units', 'utility', 'vehicle'] as const),
  ...(['videoPoints', 'width', 'work', 'zone', 'zones'] as const),
  ...(['auxiliaries', 'night', 'officers', 'post', 'shift', 'unit'] as const),
  /** Of lists of orders. */
  ...([
    'actAt',
    'caller',
    'callerAddress',
    'externalId',
    'receivedAt',
    'source',
    'text',
    'wantsReply',
    'where',
  ] as const),
  /** Of lists of what became of them. */
  ...(['opinion', 'satisfied', 'solved', 'surveyedAt'] as const),
] as const;
export type ImportField = (typeof importFields)[number];

/** Column of the files by field; what the next import of the kind begins with. */
export const importColumnsSchema = z.partialRecord(z.enum(importFields), z.string().max(120));

export const rowsImportedSchema = z.strictObject({
  files: z.array(importedFileSchema).min(1).max(12),
  /** As it was declared; null where nothing imported has a place. */
  crs: sourceCrsSchema.nullable(),
  columns: importColumnsSchema,
  counts: importCountsSchema,
  provenance: provenanceSchema,
  /** Content hash of the plates in force from then on; null where a register was imported. */
  plates: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
});

export type RowsImported = z.infer<typeof rowsImportedSchema>;

export const importEvents = { RowsImported: rowsImportedSchema };
export type ImportEvent = UnionOf<typeof importEvents>;
