/** Video points from a platform or a file into the register: asked of the office, first as a preview, then for good. */
import { z } from 'zod';

export const videoImportAskSchema = z.strictObject({
  ask: z.literal('videoImport'),
  from: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('platform') }),
    /** UTF-8, with a first line that names the columns. */
    z.strictObject({ kind: z.literal('csv'), text: z.string().min(1).max(400_000) }),
  ]),
  /** The plan of the preview that was looked at; null: only a preview. */
  confirm: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  /** Go in without the refused rows, which are named; else one refused row keeps all of them out. */
  leaveOut: z.boolean(),
});

/** What is wrong with a row: beside these the codes that refuse a `RecordVideoPoint`. */
export const videoRowRefusals = [
  'NameMissing',
  'PlaceMissing',
  'NotANumber',
  'CrsUnknown',
  'RowTwice',
  /** The platform says it in a way nobody can read. */
  'RowUnreadable',
  /** The platform has more than are taken. */
  'MoreThanTaken',
  'PlaceOutsideDistrict',
  'InvalidRow',
] as const;

/** Rows shown of each kind; the counts are of all. */
export const mostShownRows = 500;

export const videoImportAnswerSchema = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.enum(['preview', 'imported']),
    /** Hash of what would go in. After a change of register, platform or file it is another. */
    plan: z.string(),
    counts: z.strictObject({ new: z.int(), changed: z.int(), same: z.int(), refused: z.int() }),
    changes: z
      .array(
        z.strictObject({
          /** Line of the file, or place in the platform's list, from 1. */
          row: z.int(),
          id: z.string(),
          name: z.string(),
          change: z.enum(['new', 'changed']),
          /** Members of the record that differ. */
          fields: z.array(z.string()),
          /** `HeadingUnknown`: entered as 0, with the widest view; to be set by hand. */
          remarks: z.array(z.string()),
        }),
      )
      .max(mostShownRows),
    refused: z
      .array(z.strictObject({ row: z.int(), name: z.string(), field: z.string(), code: z.string() }))
      .max(mostShownRows),
  }),
  /** The register said no at the very end; nothing went in. */
  z.strictObject({ state: z.literal('refused'), code: z.string(), id: z.string(), field: z.string() }),
  z.strictObject({ state: z.literal('platformAway'), since: z.int().nullable() }),
  /** The hub has no platform. */
  z.strictObject({ state: z.literal('noPlatform') }),
  /** The file as a whole cannot be read; `line` where it is known, from 1. */
  z.strictObject({
    state: z.literal('unreadable'),
    line: z.int().nullable(),
    code: z.enum(['NotCsv', 'ColumnMissing', 'Empty', 'TooManyRows']),
  }),
]);
export type VideoImportAnswer = z.infer<typeof videoImportAnswerSchema>;
