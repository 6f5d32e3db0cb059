/**
 * What people have typed here and not sent, of each of them apart. In memory only: it may hold words of callers, which
 * belong on no disk of a seat. It outlives a reload of the screen and a switch of user, not the seat.
 */
import type { z } from 'zod';
import { canonicalJson } from '../../shared/lib/json.ts';

type Draft = z.core.util.JSONType;

/** Drafts of one person. */
const mostDrafts = 20;
/** One draft as JSON, bytes of UTF-8. */
const mostBytes = 64 * 1_024;
/** People whose drafts are kept: more than work at one seat in a night. */
const mostPeople = 20;

export class Drafts {
  /** By user, who typed last at the end. */
  readonly #of = new Map<string, Map<string, Draft>>();

  /** null forgets it. Returns whether it is kept now as given: too large, or one too many, is not. */
  keep(user: string, name: string, draft: Draft): boolean {
    const own = this.#of.get(user) ?? new Map<string, Draft>();
    if (draft === null) {
      own.delete(name);
      if (own.size === 0) this.#of.delete(user);
      return true;
    }
    if (bytesOf(canonicalJson(draft)) > mostBytes) return false;
    if (!own.has(name) && own.size >= mostDrafts) return false;
    own.set(name, draft);
    this.#of.delete(user);
    this.#of.set(user, own);
    for (const other of this.#of.keys()) {
      if (this.#of.size <= mostPeople) break;
      this.#of.delete(other);
    }
    return true;
  }

  /** How many people have typed something here and not sent it. */
  get people(): number {
    return this.#of.size;
  }

  all(user: string): Record<string, Draft> {
    return Object.fromEntries(this.#of.get(user) ?? []);
  }

  forget(user: string): void {
    this.#of.delete(user);
  }
}

function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
