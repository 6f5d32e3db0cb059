/** What the way of replies back to the source changes about an incident. */
import type { Recorded } from '../../lib/journal.ts';
import { unreachable } from '../../lib/must.ts';
import type { IncidentEvent } from './events.ts';
import { postingEvents } from './events-posting.ts';
import type { IncidentFacts, Posting } from './state.ts';

export type PostingEvent = Extract<Recorded<IncidentEvent>, { type: keyof typeof postingEvents }>;

export const isOfPosting = (event: { readonly type: string }): event is PostingEvent => event.type in postingEvents;

/** One of each reply: the later word holds. */
const withPosting = (held: readonly Posting[], one: Posting): readonly Posting[] => [
  ...held.filter(({ reply }) => reply !== one.reply),
  one,
];

function changed(held: readonly Posting[], posting: string, change: Partial<Posting>): readonly Posting[] {
  return held.map((one) => (one.posting === posting ? { ...one, ...change } : one));
}

export function changedPostings(facts: IncidentFacts, event: PostingEvent): IncidentFacts {
  const { postings } = facts;
  const done = { at: event.meta.occurredAt, user: event.meta.by.user };
  switch (event.type) {
    case 'ReplyPostQueued': {
      const queued = { ...done, ...event.data, state: 'waiting', why: null, tries: 0, receipt: null } as const;
      return { ...facts, postings: withPosting(postings, queued) };
    }
    case 'ReplyPostAskedAgain': {
      const again = { ...done, state: 'waiting', why: null, tries: 0 } as const;
      return { ...facts, postings: changed(postings, event.data.posting, again) };
    }
    case 'ReplyPosted': {
      const { posting, receipt } = event.data;
      return { ...facts, postings: changed(postings, posting, { ...done, state: 'posted', why: null, receipt }) };
    }
    case 'ReplyPostFailed': {
      const { posting, why, tries, over } = event.data;
      const failed = { ...done, state: over ? 'failed' : 'waiting', why, tries } as const;
      return { ...facts, postings: changed(postings, posting, failed) };
    }
    case 'ReplyPostedByHand': {
      const { reply, why } = event.data;
      const before = postings.find((one) => one.reply === reply);
      const { posting, to, tries, receipt } = before ?? { posting: null, to: null, tries: 0, receipt: null };
      const byHand = { ...done, reply, posting, to, state: 'byHand', why, tries, receipt } as const;
      return { ...facts, postings: withPosting(postings, byHand) };
    }
    default:
      return unreachable(event);
  }
}
