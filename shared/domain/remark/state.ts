import type { RemarkEvent } from './events.ts';

type DataOf<T extends RemarkEvent['type']> = Extract<RemarkEvent, { type: T }>['data'];

/** One wording of a remark, by whom and when, Unix ms. */
interface Wording {
  readonly text: string;
  readonly at: number;
  readonly user: string;
  readonly name: string;
}

/** What a person wrote into the duty log of a night (值班日志). */
export interface RemarkState extends DataOf<'RemarkNoted'> {
  readonly id: string;
  /** When it was written, Unix ms, and by whom first. */
  readonly at: number;
  /** When the hub had it: later where the seat was cut off. */
  readonly enteredAt: number;
  readonly user: string;
  /** Who corrected it last, when and why; null: nobody. */
  readonly corrected: (Omit<Wording, 'text'> & { readonly reason: string }) | null;
  /** The wordings that it had, oldest first, without the present one; `reason`: why it did not stay. */
  readonly before: readonly (Wording & { readonly reason: string })[];
}

export interface RemarkReads {
  remark(id: string): RemarkState | undefined;
}
