/**
 * Whether a hub that answers is the one this seat works with. With two addresses there may be two hubs: a lost one that
 * was restored elsewhere, and the old machine, which somebody switched on again with the state it had.
 */
import type { JournalIdentity } from './ports.ts';

/** `older`: the same journal before a restore; what is written there is lost. `other`: a journal never met. */
export type Fit = 'fits' | 'older' | 'other';

/** @param met What the seat spoke with last; undefined before the first word with any: everything fits then. */
export function fitOf(found: JournalIdentity, met: JournalIdentity | undefined): Fit {
  if (met === undefined) return 'fits';
  if (found.journalId !== met.journalId) return 'other';
  return found.epoch >= met.epoch ? 'fits' : 'older';
}
