import type { Entry } from '../kernel.ts';
import type { RosterEvent, RosterMember, RosterRecord, Shift } from './events.ts';

export type { RosterMember, Shift };

type DataOf<T extends RosterEvent['type']> = Extract<RosterEvent, { type: T }>['data'];

/** One group's turn of duty: who, when, where and with what. The rosters of a night and squad together are its roster. */
export interface RosterState extends Entry<RosterRecord> {
  readonly leaves: readonly Leave[];
  /** The squad that it works for in this shift; null: its own. */
  readonly lent: {
    readonly squad: string;
    readonly zone: string | null;
    readonly at: number;
    readonly by: string;
  } | null;
  /** Oldest first. */
  readonly swaps: readonly Swap[];
  /** Oldest first. */
  readonly equipment: readonly Issue[];
}

export interface Leave {
  readonly officer: string;
  readonly kind: DataOf<'LeaveRecorded'>['kind'];
  /** Unix ms. */
  readonly at: number;
  readonly by: string;
}

export interface Swap {
  readonly id: string;
  readonly officer: RosterMember;
  readonly other: DataOf<'SwapProposed'>['other'];
  readonly proposes: boolean;
  readonly at: number;
  readonly by: string;
  /** Null: the other was not heard yet. */
  readonly answer: {
    readonly agreed: boolean;
    readonly channel: DataOf<'SwapAnswered'>['channel'];
    readonly at: number;
    readonly by: string;
  } | null;
}

export interface Issue {
  readonly id: string;
  readonly officer: string;
  readonly item: DataOf<'EquipmentIssued'>['item'];
  readonly number: string;
  readonly at: number;
  readonly by: string;
  /** Null: still out. */
  readonly back: {
    readonly condition: DataOf<'EquipmentReturned'>['condition'];
    readonly at: number;
    readonly by: string;
  } | null;
}

export interface RosterReads {
  /** Withdrawn ones too. */
  roster(id: string): RosterState | undefined;
  /** Those that stand and end after this instant, Unix ms. */
  rostersAfter(at: number): readonly RosterState[];
}
