/** What happens to an assignment: one unit sent to one incident. */
import { z } from 'zod';
import { channelSchema, outcomeKindSchema } from '../incident/events.ts';
import { personalDataErasedSchema, personalHandleSchema, placeSchema, reasonSchema } from '../kernel.ts';
import type { UnionOf } from '../kernel.ts';

const id = z.string().max(60);
const reasons = z.array(reasonSchema).max(16);

/** When somebody is thought to be there, Unix ms, from the earliest to the latest; what a caller may be told. */
export const expectedSchema = z.strictObject({ from: z.int(), to: z.int() });

/** In whose name the unit acts (执法主体). */
export const enforcerSchema = z.strictObject({
  name: z.string().max(60),
  /** False: it may act first, and the case goes to the squad of the place. */
  power: z.boolean(),
  /** Name of the squad that the case goes to; null with power, or where nobody knows. */
  transferTo: z.string().max(40).nullable(),
});

/** How an arrival is proven, strongest first: position at the place, photo with place and time, the unit's word, 代报. */
export const arrivalGradeSchema = z.enum(['position', 'photo', 'word', 'reportedByDesk']);
export type ArrivalGrade = z.infer<typeof arrivalGradeSchema>;

/** `enforce` needs two certificates; without them a unit persuades, guards, verifies. */
export const taskSchema = z.enum(['enforce', 'verify']);

/** Null: reported by the unit itself or seen by the hub; else by the desk for it. */
const step = { reportedByDesk: channelSchema.nullable() };

export const assignmentEvents = {
  UnitAssigned: z.strictObject({
    incident: id,
    incidentNumber: z.string().max(20),
    /** Labels of the incident's place, for the scope. */
    incidentSquad: id.nullable(),
    incidentZone: id.nullable(),
    /** Code of its responsibility grid; absent in events from before streets held work. */
    incidentStreet: id.nullable().optional(),
    unit: id,
    unitName: z.string().max(40),
    squad: id,
    certified: z.int(),
    auxiliary: z.int(),
    task: taskSchema,
    /** Rank of the unit among those recommended at that moment, from 1; 0: not recommended. */
    rank: z.int().min(0),
    reasons,
    /** What was known to speak against it, such as too few certificates. */
    warnings: reasons,
    etaMinutes: z.number().nullable(),
    /** Absent in events from before it was told. Null: nobody can say. */
    expected: expectedSchema.nullable().optional(),
    /** Absent in events from before it was named. Null: the pack says nothing of it. */
    enforcer: enforcerSchema.nullable().optional(),
    /** Code of the reason for sending another than the one recommended; null: none was given, or none was needed. */
    override: id.nullable().optional(),
    /** It had other jobs before this one. */
    queued: z.boolean(),
    acceptBy: z.int(),
    /** Null while it waits behind other jobs: nobody can say yet when the unit will come. */
    arriveBy: z.int().nullable(),
    /** Minutes it has to come, once it can set out. */
    arriveMinutes: z.number().positive(),
    /** Minutes on scene after which it is asked whether all is well. */
    safeMinutes: z.number().positive(),
  }),
  /** The incident was placed elsewhere: whose it is, for the scope. */
  AssignmentMoved: z.strictObject({
    incidentSquad: id.nullable(),
    incidentZone: id.nullable(),
    /** As when assigned; absent in events from before streets held work. */
    incidentStreet: id.nullable().optional(),
  }),
  /** What was before it is done: the unit can set out now. */
  TurnCame: z.strictObject({ arriveBy: z.int() }),
  /** The unit has a job again that was before it. */
  TurnPutOff: z.strictObject({}),
  /** What is before it changed, and with it when the unit is thought to be there. */
  ArrivalExpected: z.strictObject({ expected: expectedSchema.nullable() }),
  AssignmentAccepted: z.strictObject(step),
  UnitSetOut: z.strictObject(step),
  UnitArrived: z.strictObject({
    grade: arrivalGradeSchema,
    /** Where it was seen, and how far from the site or the complaint's place, metres. */
    seenAt: placeSchema.nullable(),
    metres: z.number().nullable(),
    nearTo: z.enum(['site', 'place']).nullable(),
    ...step,
  }),
  EvidenceNoted: z.strictObject({
    kind: z.enum(['note', 'photo', 'video', 'permitShown', 'noticePosted', 'person', 'measurement', 'deviceRange']),
    /** Words may hold strangers' data: they live in the vault. */
    personal: personalHandleSchema.nullable(),
    ...step,
  }),
  OutcomeReported: z.strictObject({ kind: outcomeKindSchema, ...step }),
  AssignmentHandedBack: z.strictObject({
    why: z.enum(['otherUnitCloser', 'emergency', 'cannotReach', 'shiftEnds', 'notOurTask']),
    ...step,
  }),
  AssignmentWithdrawn: z.strictObject({
    why: z.enum(['wrongUnit', 'otherUnitCloser', 'joined', 'solved', 'emergency', 'callerWithdrew']),
  }),
  AssignmentOverdue: z.strictObject({ limit: z.enum(['accept', 'arrive', 'safe', 'silent']), dueAt: z.int() }),
  SafetyConfirmed: z.strictObject(step),
  /** A command's events on this stream taken back by who gave it. */
  AssignmentStepUndone: z.strictObject({ command: id }),
  PersonalDataErased: personalDataErasedSchema,
};
export type AssignmentEvent = UnionOf<typeof assignmentEvents>;
