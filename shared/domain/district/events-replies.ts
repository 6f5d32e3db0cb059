/** What the pack may say of replies: wordings by kind and outcome, and the form into which they are typed by hand. */
import { z } from 'zod';

/**
 * A wording. `{name}` stands for a fact, by the names of the rules' `replyFacts`; a part in `[…]` is left out where one of its
 * facts is not known. Absent lists: for all.
 */
export const replyTemplateSchema = z.strictObject({
  id: z.string().regex(/^[a-z][A-Za-z0-9-]{0,39}$/),
  name: z.string().trim().min(1).max(20),
  /** Kinds of assessment, by code. */
  kinds: z.array(z.string().max(40)).min(1).max(20).optional(),
  /** Outcomes, by code; `none`: nothing was reported yet. */
  outcomes: z.array(z.string().max(40)).min(1).max(10).optional(),
  text: z.string().trim().min(1).max(1500),
});
export type ReplyTemplate = z.infer<typeof replyTemplateSchema>;

/** A field of the other side's form, in its order; `text` as in a wording. */
export const replyFormFieldSchema = z.strictObject({
  label: z.string().trim().min(1).max(30),
  text: z.string().max(500),
});
export type ReplyFormField = z.infer<typeof replyFormFieldSchema>;
