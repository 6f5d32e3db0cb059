import type { Entry } from '../kernel.ts';
import type { ContactRecord } from './events.ts';

export type { ContactRecord } from './events.ts';

/** A line of the book of night contacts (夜间值班通讯录). One with the id of a contact of the pack stands in its place. */
export type ContactState = Entry<ContactRecord>;

export interface ContactReads {
  /** Withdrawn ones too. */
  contact(id: string): ContactState | undefined;
  /** Those that stand, by id. */
  contacts(): readonly ContactState[];
}
