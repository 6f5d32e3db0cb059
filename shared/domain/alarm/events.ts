import { z } from 'zod';
import { hysteresisSchema } from '../fence/events.ts';
import { placeSchema } from '../kernel.ts';
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

/** Why it may be so: what the unit was sent to, since when it rests, Unix ms, or at which job it does not answer. */
export const alarmCauseSchema = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('awayOnAssignment'), params: z.strictObject({ assignment: id }) }),
  z.strictObject({ code: z.literal('awayResting'), params: z.strictObject({ since: instant }) }),
  z.strictObject({
    code: z.literal('silentOnScene'),
    params: z.strictObject({ assignment: id, number: z.string().max(40) }),
  }),
]);

/** Who is told next of a call for help that nobody answers: roles, in this order. */
export const sosStepRoles = ['shiftLead', 'dutyLeader', 'commander'] as const;
export const sosStepSchema = z.enum(sosStepRoles);
export type SosStep = z.infer<typeof sosStepSchema>;

/** What a unit that was sent in support says, or what is said for it. */
export const supportSaidSchema = z.enum(['coming', 'there', 'cannot']);

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
    cause: alarmCauseSchema.nullable(),
    proposal: proposalSchema.nullable(),
    /** The figures of the fence that it was judged by; none where it comes from no fence. */
    judgedBy: hysteresisSchema.partial(),
    /** By when a call for help is told to whom while nobody helps; absent: it is not, as in events from before. */
    steps: z
      .array(z.strictObject({ to: sosStepSchema, at: instant }))
      .max(6)
      .optional(),
    /** Whose work it is besides the bureau's. */
    squads: z.array(id).max(20),
    zones: z.array(id).max(20),
  }),
  AlarmTaken: z.strictObject({ name }),
  AlarmHandedOver: z.strictObject({ to: named, name, reason: z.string().max(200) }),
  /** Units were asked to go there and help; metres as the crow flies, null where nobody knows. */
  SupportSent: z.strictObject({
    name,
    units: z.array(named.extend({ metres: z.int().nonnegative().nullable() })).max(12),
  }),
  /** `name`: who said it for the unit; null: the unit itself. */
  SupportAnswered: z.strictObject({ unit: named, is: supportSaidSchema, name: name.nullable() }),
  /** Nobody has taken it by then, or whoever has it sent nobody. */
  AlarmEscalated: z.strictObject({ to: sosStepSchema, because: z.enum(['notTaken', 'noSupport']) }),
  /** Out of the way until then; who shelved it answers for it. */
  AlarmShelved: z.strictObject({ name, until: instant, reason: z.string().max(200) }),
  /** Back in the list, nobody's; `name`: null where its time was over. */
  AlarmUnshelved: z.strictObject({ name: name.nullable() }),
  /** `name`: null where the hub saw that it is over. */
  AlarmCleared: z.strictObject({ name: name.nullable(), as: clearedAsSchema, reason: z.string().max(200).nullable() }),
};
export type AlarmEvent = UnionOf<typeof alarmEvents>;
