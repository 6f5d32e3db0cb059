/** What is done about a source that keeps coming back, besides each of its nights: 约谈, 抄告. Facts with a trace, taken back by none. */
import { z } from 'zod';
import { personalHandleSchema } from '../kernel.ts';

/** For whom somebody spoke: a function, never a person's name. */
export const talkWithSchema = z.enum(['siteLead', 'contractor', 'developer', 'property', 'other']);
export type TalkWith = z.infer<typeof talkWithSchema>;

/** What they promised; the words of it are in the vault. */
export const sourcePromiseSchema = z.enum([
  ...(['noNightWork', 'stopInTime', 'permitFirst', 'quieter', 'tellNeighbours', 'nightWatch'] as const),
]);
export type SourcePromise = z.infer<typeof sourcePromiseSchema>;

export const noticeWaySchema = z.enum(['document', 'platform', 'fax', 'byHand']);
export const stepErrorSchema = z.enum(['neverWas', 'otherSource', 'wrongEntry']);

const step = z.uuid();
const site = z.string().max(60);
/** What was said, what was sent. */
const words = personalHandleSchema.nullable();

export const sourceStepEvents = {
  /** 约谈; when: the time of the event. */
  SourceTalkHeld: z.strictObject({
    step,
    site,
    with: talkWithSchema,
    /** Empty: nothing was promised. */
    promised: z.array(sourcePromiseSchema).max(6),
    personal: words,
  }),
  /** 抄告: another authority was told in writing. */
  SourceNoticeSent: z.strictObject({
    step,
    site,
    /** As the pack or the book of contacts names it. */
    authority: z.string().min(1).max(60),
    way: noticeWaySchema,
    personal: words,
  }),
  /** It stays on file, and counts no more. */
  SourceStepCorrected: z.strictObject({ step, why: stepErrorSchema }),
};
