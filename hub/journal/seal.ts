/** How an event is bound to the one before it: `hash = SHA-256(prevHash ‖ bytes)`. */
import { createHash } from 'node:crypto';
import type { EventEnvelope } from '../../shared/lib/journal.ts';
import { canonicalJson } from '../../shared/lib/json.ts';

/** The hash of an event. `prevHash` in lower-case hex, as the result; `bytes` as UTF-8. */
export function chainHash(prevHash: string, bytes: string): string {
  return createHash('sha256').update(Buffer.from(prevHash, 'hex')).update(bytes, 'utf8').digest('hex');
}

/** Canonical bytes and hash of an event. Throws where the data is not JSON: such an event must never be stored. */
export function seal(prevHash: string, envelope: EventEnvelope): { readonly bytes: string; readonly hash: string } {
  const bytes = canonicalJson(envelope);
  return { bytes, hash: chainHash(prevHash, bytes) };
}
