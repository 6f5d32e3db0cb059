/**
 * Files of an incident: brought piece by piece, then attached by naming the upload; read piece by piece. Asked of the office: it
 * is answered at once or not at all, and no seat keeps a byte of it.
 */
import { z } from 'zod';
import { fileOfSchema, fileWhoseSchema } from '../domain/incident/events-papers.ts';

/** Bytes of a piece, either way. */
export const filePieceBytes = 240_000;

const upload = z.uuid();
const ref = z.string().regex(/^[0-9a-f]{32}$/);
const base64 = z.string().max(Math.ceil(filePieceBytes / 3) * 4);

/** The first piece opens the upload; pieces come in order. One upload is one file, and a person has one at a time. */
export const filePieceAskSchema = z.strictObject({
  ask: z.literal('filePiece'),
  upload,
  bytes: z.int().nonnegative(),
  /** Bytes that came before it. */
  at: z.int().nonnegative(),
  data: base64,
});

export const fileAttachAskSchema = z.strictObject({
  ask: z.literal('fileAttach'),
  upload,
  incident: z.uuid(),
  /** As the person's machine calls it; goes to the vault. */
  name: z.string().max(500),
  of: fileOfSchema,
  whose: fileWhoseSchema,
  way: z.enum(['intake', 'detail']),
});
export type FileAttachAsk = z.infer<typeof fileAttachAskSchema>;

/** The first piece stands in the access log with its reason; the next ones belong to it. */
export const fileReadAskSchema = z.strictObject({
  ask: z.literal('fileRead'),
  ref,
  reason: z.string().trim().min(1).max(200),
  from: z.int().nonnegative(),
});

/**
 * `Empty`, `TooLarge`, `TypeUnknown`: of the file; `NameWrong`; `OutOfOrder`, `NoRoom`: of the upload; `Gone`: it is not here,
 * another's, or not whole; the rest as the command desk refuses.
 */
export const fileRefusalSchema = z.strictObject({
  state: z.literal('refused'),
  code: z.string().max(60),
  /** `file`, `name`, `upload`, `incident` … */
  field: z.string().max(60),
});
export type FileRefusal = z.infer<typeof fileRefusalSchema>;

export const fileAnswerSchemas = {
  filePiece: z.discriminatedUnion('state', [
    z.strictObject({ state: z.literal('taken'), have: z.int() }),
    fileRefusalSchema,
  ]),
  /** `there`: the incident has the same content already. */
  fileAttach: z.discriminatedUnion('state', [
    z.strictObject({ state: z.enum(['attached', 'there']), sha256: z.string() }),
    fileRefusalSchema,
  ]),
  fileRead: z.discriminatedUnion('state', [
    z.strictObject({ state: z.literal('piece'), name: z.string(), total: z.int(), data: base64 }),
    /** `Erased`: there was one. `Unavailable`: the look could not be written down. */
    z.strictObject({ state: z.enum(['notAllowed', 'erased', 'unknown', 'unavailable']) }),
  ]),
};
export type FileReadAnswer = z.infer<(typeof fileAnswerSchemas)['fileRead']>;
