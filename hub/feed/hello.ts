/** What a seat's cache is worth: where the feed can go on, or why it must start over. Pure over what the store says. */
import { genesisHash } from '../../shared/lib/journal.ts';
import type { Hello, HelloAnswer } from '../../shared/wire/hub-protocol.ts';
import type { JournalReads } from '../journal/store.ts';
import type { Labels } from './labels.ts';

type Welcome = Extract<HelloAnswer, { status: 'welcome' }>;

export interface Verdict extends Pick<Welcome, 'mode' | 'reason' | 'reofferAfter'> {
  /** Where the feed goes on, with `resume`. */
  readonly through: { readonly seq: number; readonly hash: string };
}

export interface Present {
  readonly journal: Pick<JournalReads, 'identity' | 'head' | 'hashAt'>;
  readonly foldKey: string;
  readonly labels: Labels;
  readonly farBehind: number;
}

export function judge(cache: Hello['cache'], { journal, foldKey, labels, farBehind }: Present): Verdict {
  const start = { seq: 0, hash: genesisHash };
  const afresh = (reason: Verdict['reason'], reofferAfter: number | null): Verdict => ({
    mode: 'snapshot',
    reason,
    reofferAfter,
    through: start,
  });
  if (cache === null) return afresh('empty', null);

  const { journalId, epoch } = journal.identity();
  const head = journal.head();
  const stands = (seq: number, hash: string): boolean =>
    seq <= head.seq && (seq === 0 ? genesisHash : journal.hashAt(seq)) === hash;
  if (cache.journalId !== journalId || !stands(cache.lastSeq, cache.lastHash)) {
    // Equal hashes are equal histories, whatever the files are called: what was acknowledged up to there is there.
    const common = cache.checkpoints
      .filter(([seq, hash]) => stands(seq, hash))
      .reduce((newest, [seq]) => Math.max(newest, seq), 0);
    return afresh('diverged', common);
  }
  // The events the seat has are all there, but answers it got after them may belong to a history that is gone.
  const reofferAfter = cache.epoch === epoch ? null : cache.lastSeq;
  if (cache.foldKey !== foldKey) return afresh('fold', reofferAfter);
  if (JSON.stringify(cache.labels) !== labels.key) return afresh('scope', reofferAfter);
  if (head.seq - cache.lastSeq > farBehind) return afresh('far-behind', reofferAfter);
  const through = { seq: cache.lastSeq, hash: cache.lastHash };
  return { mode: 'resume', reason: 'none', reofferAfter, through };
}
