/**
 * Finding, and what came before. `find` and `past` are asked of the seat, which answers of what it holds, and of the hub,
 * which answers of all years; `caller` is asked of the hub alone, which notes who looked for whom, and why.
 */
import { z } from 'zod';
import { assessmentKindSchema, outcomeKindSchema, sourceSchema } from '../domain/incident/events.ts';

/** Groups of what is found; those of `shared/domain/rules/searched.ts`. */
export const foundKindSchema = z.enum([
  ...(['incident', 'unit', 'site', 'nightPermit', 'repairNotice'] as const),
  ...(['videoPoint', 'contact', 'post', 'fence', 'stallPlace', 'jointOperation'] as const),
]);
export type FoundKind = z.infer<typeof foundKindSchema>;

const instant = z.int();

/** As it was typed or pasted: anything. Only its beginning is looked for where it is longer than that. */
const typed = z.string().max(2_000);

/** `only`: one group, and more of it. */
export const findFields = { text: typed, only: foundKindSchema.nullable() };

export const foundSchema = z.strictObject({
  kind: foundKindSchema,
  id: z.string(),
  /** Its number or name. */
  name: z.string(),
  detail: z.string(),
  /** Stage of an incident or operation, status of a unit. */
  stage: z.string().nullable(),
  /** When an incident was received, when a paper ends. */
  at: instant.nullable(),
  /** Of a permit: its site. */
  site: z.string().nullable(),
});
export type Found = z.infer<typeof foundSchema>;

export const foundAnswerSchema = z.strictObject({
  /** The group of what fits best first. */
  groups: z.array(
    z.strictObject({
      kind: foundKindSchema,
      found: z.array(foundSchema).min(1),
      /** There are more of them. */
      more: z.boolean(),
    }),
  ),
  /** `short`: fewer than two letters, characters or digits were typed. */
  looked: z.enum(['all', 'beginning', 'short']),
});
export type FoundAnswer = z.infer<typeof foundAnswerSchema>;

/** What was before at a site, in a cell of the grid. */
export const pastOfSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('site'), site: z.string().min(1).max(60) }),
  z.strictObject({ kind: z.literal('cell'), cell: z.string().min(1).max(60) }),
]);
export type PastOf = z.infer<typeof pastOfSchema>;

/** An incident of the past, with how it was judged and how it ended. */
export const pastIncidentSchema = z.strictObject({
  id: z.string(),
  number: z.string(),
  receivedAt: instant,
  source: sourceSchema,
  headline: z.string(),
  stage: z.string(),
  /** The assessment that counts. */
  assessment: assessmentKindSchema.nullable(),
  outcome: outcomeKindSchema.nullable(),
  relapses: z.int(),
  /** The last answer to its caller; `ref`: of its words in the vault, null where there are none, or they were erased. */
  reply: z.strictObject({ at: instant, way: z.string(), ref: z.string().nullable() }).nullable(),
  /** What the last survey of the hotline said of it. */
  survey: z.strictObject({ satisfied: z.boolean().nullable(), solved: z.boolean().nullable() }).nullable(),
});
export type PastIncident = z.infer<typeof pastIncidentSchema>;

/** Newest first. */
export const pastAnswerSchema = z.strictObject({ incidents: z.array(pastIncidentSchema), more: z.boolean() });
export type PastAnswer = z.infer<typeof pastAnswerSchema>;

/** By number or name, whole; or whoever reported an incident. */
export const callerOfSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('phone'), phone: z.string().trim().min(1).max(60) }),
  z.strictObject({ kind: z.literal('name'), name: z.string().trim().min(1).max(60) }),
  z.strictObject({ kind: z.literal('incident'), incident: z.string().min(1).max(60) }),
]);
export type CallerOf = z.infer<typeof callerOfSchema>;

export const searchAsks = [
  z.strictObject({ ask: z.literal('find'), ...findFields }),
  z.strictObject({ ask: z.literal('past'), of: pastOfSchema }),
  z.strictObject({ ask: z.literal('caller'), of: callerOfSchema, reason: z.string().trim().min(1).max(200) }),
] as const;

export const searchAnswerSchemas = { find: foundAnswerSchema, past: pastAnswerSchema, caller: pastAnswerSchema };
