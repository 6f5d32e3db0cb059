import { z } from 'zod';
import { channelSchema } from '../incident/events.ts';
import { provenanceSchema, registerIdSchema } from '../kernel.ts';
import type { UnionOf } from '../kernel.ts';

export const shiftSchema = z.enum(['early', 'middle', 'late', 'night']);
/** 早班, 中班, 晚班, 夜班. */
export type Shift = z.infer<typeof shiftSchema>;

export const rosterMemberSchema = z.strictObject({
  /** Staff number (工号): auxiliary officers have no account here. The same number is the same person in every roster. */
  officer: registerIdSchema,
  name: z.string().trim().min(1).max(20),
  kind: z.enum(['certified', 'auxiliary']),
  /** Last civil day of the enforcement certificate: it holds until that day's midnight. Absent: nothing is said, it holds. */
  certificateTo: z.iso.date().optional(),
});
export type RosterMember = z.infer<typeof rosterMemberSchema>;

export const rosterRecordSchema = z.strictObject({
  /** Civil date on which the duty night, or the day of duty, begins. */
  night: z.iso.date(),
  squad: registerIdSchema,
  zone: registerIdSchema.optional(),
  /** 机动一组, 徐家汇商圈岗. */
  name: z.string().trim().min(1).max(40),
  shift: shiftSchema,
  /** Unix ms, [from, to). */
  from: z.int(),
  to: z.int(),
  /** What the group is sent as; absent where it is not sent. */
  unit: registerIdSchema.optional(),
  /** The post that it keeps; absent: it can be sent. */
  post: registerIdSchema.optional(),
  /** Plate, or the name by which the squad calls the vehicle. */
  vehicle: z.string().trim().min(1).max(40).optional(),
  members: z.array(rosterMemberSchema).min(1).max(20),
});
export type RosterRecord = z.infer<typeof rosterRecordSchema>;

export const leaveKindSchema = z.enum(['annual', 'sick', 'training', 'dutyElsewhere', 'other']);
export const equipmentItemSchema = z.enum(['radio', 'bodyCam', 'vehicle', 'tablet']);
export const conditionSchema = z.enum(['good', 'damaged', 'lost']);

/** How the officer's word reached whoever enters it. */
const heard = { channel: channelSchema };

export const rosterEvents = {
  RosterRecorded: z.strictObject({ record: rosterRecordSchema, provenance: provenanceSchema }),
  RosterWithdrawn: z.strictObject({ reason: z.string().max(200), provenance: provenanceSchema }),
  /** A code and no words: why somebody is ill is nobody's business here. */
  LeaveRecorded: z.strictObject({ officer: registerIdSchema, kind: leaveKindSchema }),
  LeaveEnded: z.strictObject({ officer: registerIdSchema }),
  /** The group works for another squad in this shift; null: for its own again. */
  GroupLent: z.strictObject({ squad: registerIdSchema.nullable(), zone: registerIdSchema.nullable() }),
  /** In both rosters: `officer` is of this one. */
  SwapProposed: z.strictObject({
    swap: z.uuid(),
    officer: rosterMemberSchema,
    /** The other roster, and who is to come from it. */
    other: z.strictObject({
      roster: registerIdSchema,
      squad: registerIdSchema,
      name: z.string(),
      officer: rosterMemberSchema,
    }),
    /** Whether it was proposed for the officer of this roster; else they are asked. */
    proposes: z.boolean(),
  }),
  /** In both rosters. Agreed: they change places. */
  SwapAnswered: z.strictObject({ swap: z.uuid(), agreed: z.boolean(), ...heard }),
  EquipmentIssued: z.strictObject({
    issue: z.uuid(),
    officer: registerIdSchema,
    item: equipmentItemSchema,
    /** 电台 21, J-03, 示警01. */
    number: z.string().min(1).max(40),
  }),
  EquipmentReturned: z.strictObject({ issue: z.uuid(), condition: conditionSchema }),
};
export type RosterEvent = UnionOf<typeof rosterEvents>;
