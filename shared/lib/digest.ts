/**
 * What hub and seat hash to prove that they hold the same: `digest(scope, seq)` is SHA-256 over these parts. Both must
 * make exactly the same text, so it stands here.
 */
import { canonicalJson } from './json.ts';

export interface DigestDocument {
  readonly stream: string;
  readonly version: number;
  /** Canonical JSON of the state. */
  readonly body: string;
}

/** @param documents by stream, in code-unit order. */
export function* digestParts(documents: Iterable<DigestDocument>): Generator<string> {
  for (const { stream, version, body } of documents) yield `${stream}\n${version}\n${body}\n`;
}

/** What the fold key is the SHA-256 of: documents folded under another key are not comparable. */
export function foldKeyParts(folds: { readonly [kind: string]: number }): readonly string[] {
  return [canonicalJson(folds)];
}
