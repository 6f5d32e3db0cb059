/** Facts of the life of an incident besides its path: limits, stops, supervision, returns, rework, appeals, ends. */
import { z } from 'zod';
import {
  limitKindSchema,
  mostSupervisionLevels,
  stageLimitSchema,
  supervisionGroundSchema,
} from '../district/events.ts';
import { personalHandleSchema } from '../kernel.ts';
import { sourceStepEvents } from './events-source-steps.ts';

const instant = z.int();
const name = z.string().max(40);
const code = z.string().max(40);
/** Words that belong to the step, in the vault: reasons, reports, what was answered. */
const words = personalHandleSchema.nullable();

/** What paper tells of that was written while the hub was away (补录). */
export const lateActSchema = z.enum([
  ...(['received', 'sent', 'setOut', 'arrived', 'outcome', 'phoned', 'contacted', 'replied', 'observed'] as const),
]);
export type LateAct = z.infer<typeof lateActSchema>;

/** Limits that may pass. */
export const limitSchema = z.enum([
  ...(['acknowledge', 'dispatch', 'afterCall', 'sameNight', 'sameHour', 'firstContact', 'reply', 'finish'] as const),
  ...([
    'verify',
    'handle',
    'check',
    'total',
    'returnAnswer',
    'supervision',
    'resume',
    'appeal',
    'simpleReport',
  ] as const),
]);
export type Limit = z.infer<typeof limitSchema>;

/** A limit as the pack of that day has it: what a rule took stands in the event. */
export const termSchema = z.strictObject({
  limit: stageLimitSchema,
  kind: limitKindSchema,
  amount: z.number(),
  from: instant,
  /** From when on it is warned; null: not before it passes. */
  warnAt: instant.nullable(),
  at: instant,
});
export type Term = z.infer<typeof termSchema>;
export const termsSchema = z.array(termSchema).max(8);

/** 服务、管理、执法: by what means it was dealt with. */
export const meansSchema = z.enum(['service', 'management', 'enforcement']);
export type Means = z.infer<typeof meansSchema>;

/** Proof that goes with a return. */
export const proofSchema = z.enum(['place', 'matter', 'photo', 'document', 'earlierOrder']);
export const verificationWaySchema = z.enum(['onSite', 'phone', 'camera', 'document']);
export const extensionReasonSchema = z.enum(['complex', 'waitsForOthers', 'weather', 'callerUnreachable', 'procedure']);

const supervisionSchema = z.strictObject({
  ground: supervisionGroundSchema,
  /** 1 is the lowest. */
  level: z.int().min(1).max(mostSupervisionLevels),
  levelName: name,
  /** The limit that passed, where that is the ground. */
  limit: limitSchema.nullable(),
  reportBy: instant,
  personal: words,
});

export const secrecyLiftedSchema = z.enum(['callerAgrees', 'misread']);

export const lifeEvents = {
  /** What the source said to a return, or that it let the time pass. */
  ReturnAnswered: z.strictObject({
    answer: z.enum(['takenBack', 'sentBack', 'silence']),
    /** Of `sentBack`: whether it may be returned once more. */
    again: z.boolean(),
    /** Of `sentBack`: the limits that begin anew. */
    terms: termsSchema,
    personal: words,
  }),
  /** 核实: whether there is such a thing at all. */
  VerificationRecorded: z.strictObject({
    result: z.enum(['exists', 'not', 'unable']),
    way: verificationWaySchema,
    /** The limit for sending somebody, which begins now. */
    terms: termsSchema,
  }),
  /** 核查: whether what was reported as done is done. */
  InspectionRecorded: z.strictObject({
    result: z.enum(['pass', 'notPass', 'unable']),
    way: verificationWaySchema,
  }),
  ExtensionAsked: z.strictObject({
    limit: stageLimitSchema,
    why: extensionReasonSchema,
    to: instant,
    personal: words,
  }),
  ExtensionAnswered: z.strictObject({
    granted: z.boolean(),
    /** Who said so: a lead of ours, or whoever sent the order. */
    from: z.enum(['lead', 'source']),
    /** The limit as it is now; null: refused. */
    term: termSchema.nullable(),
  }),
  /** Limits stand still (挂起). */
  IncidentSuspended: z.strictObject({
    reason: code,
    reasonName: name,
    stops: z.array(stageLimitSchema).max(8),
    /** By when it has to be looked at again. */
    until: instant,
    personal: words,
  }),
  /** They run on, each with what was left of it. */
  IncidentResumed: z.strictObject({ terms: termsSchema }),
  SupervisionBegan: supervisionSchema,
  SupervisionReported: z.strictObject({ personal: words }),
  /** 回访: the hotline's survey, imported. */
  SurveyRecorded: z.strictObject({
    reached: z.boolean(),
    satisfied: z.boolean().nullable(),
    solved: z.boolean().nullable(),
    surveyedAt: instant,
    /** Whether by the pack it is to be done again, and the caller answered anew. */
    rework: z.boolean(),
    personal: words,
  }),
  /** 未先行联系: whoever sent the order says that nobody turned to the caller before the answer. */
  ContactMissRecorded: z.strictObject({
    /** What day or hour the list speaks for. */
    statedAt: instant,
    /** Whether a contact until then is on file: then there is something to appeal with. */
    onFile: z.boolean(),
    personal: words,
  }),
  /** A row of paper that was entered after an outage: what it was about, who wrote it and in which words, in the vault. */
  LateEntryNoted: z.strictObject({ act: lateActSchema, personal: words }),
  AppealFiled: z.strictObject({
    against: z.enum(['survey', 'limit', 'contact']),
    limit: limitSchema.nullable(),
    decideBy: instant,
    personal: words,
  }),
  AppealDecided: z.strictObject({ upheld: z.boolean(), personal: words }),
  /** 强制结案: asked for by one, granted or refused by another. */
  ForcedCloseAsked: z.strictObject({ reason: code, reasonName: name, personal: words }),
  ForcedCloseAnswered: z.strictObject({ granted: z.boolean(), role: code }),
  /** 简易事项: closed on the spot by the squad, to be reported afterwards. */
  ClosedSimply: z.strictObject({ means: meansSchema, reportBy: instant }),
  SimpleReported: z.strictObject({ personal: words }),
  /** The caller asked that nobody learn who they are (要求保密、隐去个人信息); said when asking, or later. */
  CallerKeptSecret: z.strictObject({ personal: words }),
  /** They agree to be named, or never asked for it and the words were read wrongly: why, in the vault. */
  CallerSecrecyLifted: z.strictObject({ why: secrecyLiftedSchema, personal: personalHandleSchema }),
  ...sourceStepEvents,
};
