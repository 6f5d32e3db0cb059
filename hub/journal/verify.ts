/** Proves that the journal is what was appended: walks every event and names the first place that does not hold. */
import { setImmediate } from 'node:timers/promises';
import type { EventEnvelope } from '../../shared/lib/journal.ts';
import { genesisHash } from '../../shared/lib/journal.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import { chainHash } from './seal.ts';
import type { EventRow, JournalHead, JournalReads } from './store.ts';

export type BrokenReason =
  /** A sequence number is missing, repeated, or not the one in the bytes. */
  | 'seqNotDense'
  | 'notJson'
  /** The bytes are JSON but not in canonical form: they were written by something else. */
  | 'notCanonical'
  | 'hashMismatch'
  /** The versions of a stream have a gap or a repeat. */
  | 'versionNotDense'
  | 'timeWentBack'
  /** A column beside the bytes says something else than they do: reads would find the event in a wrong place. */
  | 'columnMismatch'
  /** The store's head is not its last event. */
  | 'headMismatch';

export type Verification =
  | { readonly ok: true; readonly events: number; readonly head: JournalHead }
  | { readonly ok: false; readonly seq: number; readonly reason: BrokenReason };

export interface VerifyOptions {
  /** Events read at a time. */
  readonly pageSize?: number;
  /** Awaited between pages; by default one turn of the event loop, so that a hub at work stays responsive. */
  readonly breathe?: () => Promise<unknown>;
}

interface Walk {
  seq: number;
  hash: string;
  at: number;
  readonly versions: Map<string, number>;
}

function check(walk: Walk, event: EventRow): BrokenReason | undefined {
  if (event.seq !== walk.seq + 1) return 'seqNotDense';
  let envelope: Partial<EventEnvelope>;
  try {
    const parsed: unknown = JSON.parse(event.bytes);
    if (typeof parsed !== 'object' || parsed === null) return 'notJson';
    envelope = parsed;
  } catch {
    return 'notJson';
  }
  // Before the meaning: bytes that were touched break the chain, whatever they say now.
  if (chainHash(walk.hash, event.bytes) !== event.hash) return 'hashMismatch';
  if (!isCanonical(envelope, event.bytes)) return 'notCanonical';
  if (envelope.seq !== event.seq) return 'seqNotDense';
  const columns = ['id', 'stream', 'version', 'at'] as const;
  if (columns.some((name) => envelope[name] !== event[name])) return 'columnMismatch';
  const stream = envelope.stream ?? '';
  const version = (walk.versions.get(stream) ?? 0) + 1;
  if (envelope.version !== version) return 'versionNotDense';
  const at = envelope.at ?? Number.NEGATIVE_INFINITY;
  if (at < walk.at) return 'timeWentBack';
  walk.seq = event.seq;
  walk.hash = event.hash;
  walk.at = at;
  walk.versions.set(stream, version);
  return undefined;
}

function isCanonical(parsed: object, bytes: string): boolean {
  try {
    return canonicalJson(parsed) === bytes;
  } catch {
    return false;
  }
}

/**
 * Verifies the journal up to the head it had at the start; later appends do no harm. `seq` of a failure is that of the
 * first event that is wrong or missing.
 */
export async function verifyJournal(
  reads: Pick<JournalReads, 'rowsAfter' | 'head'>,
  options: VerifyOptions = {},
): Promise<Verification> {
  const { pageSize = 1_000, breathe = setImmediate } = options;
  const head = reads.head();
  const walk: Walk = { seq: 0, hash: genesisHash, at: 0, versions: new Map() };
  while (walk.seq < head.seq) {
    const page = reads.rowsAfter(walk.seq, Math.min(pageSize, head.seq - walk.seq));
    if (page.length === 0) return { ok: false, seq: walk.seq + 1, reason: 'seqNotDense' };
    for (const event of page) {
      const reason = check(walk, event);
      if (reason !== undefined) return { ok: false, seq: walk.seq + 1, reason };
    }
    await breathe();
  }
  if (head.seq !== walk.seq || head.hash !== walk.hash || head.at !== walk.at) {
    return { ok: false, seq: head.seq, reason: 'headMismatch' };
  }
  return { ok: true, events: walk.seq, head };
}
