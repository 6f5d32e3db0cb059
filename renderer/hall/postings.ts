/** Orders whose replies go back to whoever sent them, with how far each has come. Pure; instants Unix ms. */
import type { IncidentState } from '../../shared/domain/incident/state.ts';

type Posting = IncidentState['postings'][number];

export interface PostRow {
  readonly incident: IncidentState;
  /** Which of its replies, from 0: the last one; null: nobody has answered yet. */
  readonly reply: number | null;
  readonly state: Posting['state'] | 'none';
  readonly posting: Posting | undefined;
}

/** Whether the other side still waits for it. */
export const isStillOut = ({ state }: PostRow): boolean => state !== 'posted' && state !== 'byHand';

const rank: { readonly [S in PostRow['state']]: number } = { failed: 0, none: 1, waiting: 2, byHand: 3, posted: 3 };

export function postRowOf(incident: IncidentState): PostRow {
  const { replies, postings, answeredBefore } = incident;
  // A reply of before it had to be done again answers nothing any more.
  const reply = replies.length > answeredBefore ? replies.length - 1 : null;
  const posting = postings.find((one) => one.reply === reply);
  return { incident, reply, posting, state: posting?.state ?? 'none' };
}

/** Those with a number of their source that are answered or can be; what failed first, then by when they came in. */
export function postRowsOf(incidents: Iterable<IncidentState>): readonly PostRow[] {
  return [...incidents]
    .filter(({ externalId, returned }) => externalId !== null && returned === null)
    .filter(({ replies, outcome }) => replies.length > 0 || outcome !== null)
    .map(postRowOf)
    .sort(
      (a, b) =>
        rank[a.state] - rank[b.state] ||
        b.incident.receivedAt - a.incident.receivedAt ||
        (a.incident.id < b.incident.id ? -1 : 1),
    );
}
