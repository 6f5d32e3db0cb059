/** Giving a reply back to whoever sent the order. Nothing of it ever keeps an incident open, or a desk waiting. */
import { refuse } from '../../lib/journal.ts';
import type { Decision } from '../../lib/journal.ts';
import type { CommandRule } from '../kernel.ts';
import {
  markReplyPostedSchema,
  noteReplyPostedSchema,
  noteReplyPostFailedSchema,
  queueReplyPostSchema,
  sendReplyAgainSchema,
} from './commands.ts';
import type {
  MarkReplyPosted,
  NoteReplyPosted,
  NoteReplyPostFailed,
  QueueReplyPost,
  SendReplyAgain,
} from './commands.ts';
import { draft, nothing, ofIncident, onIncident } from './decide-common.ts';
import type { IncidentReads, IncidentState, Posting } from './state.ts';

type Reads = Pick<IncidentReads, 'incident'>;

/** Refuses `PostingUnknown` where no reply of the incident goes by this id. */
function onPosting(
  data: { readonly incident: string; readonly posting: string },
  reads: Reads,
  decide: (posting: Posting) => Decision,
): Decision {
  return onIncident(data.incident, reads, ({ id, postings }) => {
    const found = postings.find(({ posting }) => posting === data.posting);
    return found === undefined ? refuse('PostingUnknown', { field: 'posting', incident: id }) : decide(found);
  });
}

/** Brings nothing for a reply that is queued, or was typed in by hand; refuses `ReplyUnknown` where there are no words. */
export const queueReplyPost: CommandRule<QueueReplyPost, Reads> = {
  type: 'QueueReplyPost',
  schema: queueReplyPostSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: [],
  decide: ({ incident: id, ...data }, reads) =>
    onIncident(id, reads, ({ replies, postings }) => {
      if ((replies[data.reply]?.personal ?? null) === null)
        return refuse('ReplyUnknown', { field: 'reply', incident: id });
      const isKnown = postings.some(({ reply }) => reply === data.reply);
      return isKnown ? nothing : { events: [draft(id, 'ReplyPostQueued', data)] };
    }),
};

/** Brings nothing where that is known. Also where somebody typed it in meanwhile: the other side has it. */
export const noteReplyPosted: CommandRule<NoteReplyPosted, Reads> = {
  type: 'NoteReplyPosted',
  schema: noteReplyPostedSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: [],
  decide: ({ incident: id, ...data }, reads) =>
    onPosting({ incident: id, posting: data.posting }, reads, ({ state }) =>
      state === 'posted' ? nothing : { events: [draft(id, 'ReplyPosted', data)] },
    ),
};

/** Brings nothing where nobody waits for it any more. */
export const noteReplyPostFailed: CommandRule<NoteReplyPostFailed, Reads> = {
  type: 'NoteReplyPostFailed',
  schema: noteReplyPostFailedSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: [],
  decide: ({ incident: id, ...data }, reads) =>
    onPosting({ incident: id, posting: data.posting }, reads, ({ state }) =>
      state === 'waiting' ? { events: [draft(id, 'ReplyPostFailed', data)] } : nothing,
    ),
};

/**
 * Refuses `PostingUnknown` where it was never queued, and `ReplyPostedAlready` where the other side acknowledged it. What was
 * typed in by hand may be sent all the same: whoever marked the wrong one has this way back.
 */
export const sendReplyAgain: CommandRule<SendReplyAgain, Reads> = {
  type: 'SendReplyAgain',
  schema: sendReplyAgainSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: ['ReplyPosted'],
  decide: ({ incident: id, reply }, reads) =>
    onIncident(id, reads, ({ postings }) => {
      const found = postings.find((one) => one.reply === reply);
      if (found?.state === 'posted') return postedAlready(found, id);
      const posting = found?.posting ?? null;
      if (posting === null) return refuse('PostingUnknown', { field: 'reply', incident: id });
      return { events: [draft(id, 'ReplyPostAskedAgain', { posting })] };
    }),
};

const postedAlready = ({ at }: Posting, incident: string): Decision =>
  refuse('ReplyPostedAlready', { field: 'reply', incident, postedAt: at });

/** Whether there is anybody to give an answer back to: an order with the number of whoever sent it. */
const hasSender = ({ externalId }: IncidentState): boolean => externalId !== null;

/**
 * Somebody typed it into the other side's page (人工回传). Refuses `ReplyUnknown`, `NoSenderToTell` for what no order of anybody
 * is, `ReplyPostedAlready` where the other side acknowledged it.
 */
export const markReplyPosted: CommandRule<MarkReplyPosted, Reads> = {
  type: 'MarkReplyPosted',
  schema: markReplyPostedSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: [],
  decide: ({ incident: id, reply, why }, reads) =>
    onIncident(id, reads, (incident) => {
      if (!hasSender(incident)) return refuse('NoSenderToTell', { field: 'incident', incident: id });
      if (incident.replies[reply] === undefined) return refuse('ReplyUnknown', { field: 'reply', incident: id });
      const found = incident.postings.find((one) => one.reply === reply);
      if (found?.state === 'posted') return postedAlready(found, id);
      if (found?.state === 'byHand') return nothing;
      return { events: [draft(id, 'ReplyPostedByHand', { reply, why })] };
    }),
};
