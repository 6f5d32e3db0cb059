import { z } from 'zod';
import { placeSchema, reasonSchema } from '../kernel.ts';
import type { UnionOf } from '../kernel.ts';

const id = z.string().max(60);
const name = z.string().max(60);
const instant = z.int();
const named = z.strictObject({ id, name });

/** The first five come from fences, `sos` from a button or a call for help, `noAnswer` from the asking whether all is well. */
export const alarmKindSchema = z.enum([
  ...(['leftPost', 'notAtPost', 'leftArea', 'enteredArea', 'tooFast'] as const),
  ...(['sos', 'noAnswer', 'other'] as const),
]);
export type AlarmKind = z.infer<typeof alarmKindSchema>;

export const clearedAsSchema = z.enum(['returned', 'relieved', 'resolved', 'ordered', 'falseAlarm']);

/** Who could go in the place of who is away; metres as the crow flies. */
export const proposalSchema = z.strictObject({ unit: id, name, metres: z.int().nonnegative() });

export const alarmEvents = {
  AlarmRaised: z.strictObject({
    kind: alarmKindSchema,
    unit: named.nullable(),
    fence: named.nullable(),
    /** Where it was seen last, when, and how sure the place is, metres; null: not known. */
    place: placeSchema.nullable(),
    seenAt: instant.nullable(),
    accuracy: z.number().nonnegative().nullable(),
    /** Since when it is so, as far as that can be told. */
    since: instant,
    /** Why it may be so, where it is known. */
    cause: reasonSchema.nullable(),
    proposal: proposalSchema.nullable(),
    /** What it was judged by, such as the figures of a fence. */
    judgedBy: z.record(z.string().max(40), z.number()),
    /** Whose work it is besides the bureau's. */
    squads: z.array(id).max(20),
    zones: z.array(id).max(20),
  }),
  AlarmTaken: z.strictObject({ name }),
  AlarmHandedOver: z.strictObject({ to: named, name, reason: z.string().max(200) }),
  /** Out of the way until then; who shelved it answers for it. */
  AlarmShelved: z.strictObject({ name, until: instant, reason: z.string().max(200) }),
  /** Back in the list, nobody's; `name`: null where its time was over. */
  AlarmUnshelved: z.strictObject({ name: name.nullable() }),
  /** `name`: null where the hub saw that it is over. */
  AlarmCleared: z.strictObject({ name: name.nullable(), as: clearedAsSchema, reason: z.string().max(200).nullable() }),
};
export type AlarmEvent = UnionOf<typeof alarmEvents>;
