import type { Entry } from '../kernel.ts';
import type { SquadRecord } from './events.ts';

/** A squad: who answers for which grids by day, and which zone it stands in at night. */
export interface SquadState extends Entry<SquadRecord> {
  /** Help asked of it for incidents of others, oldest first: the last of them. */
  readonly helps: readonly Help[];
}

export interface Help {
  readonly id: string;
  readonly incident: string;
  readonly number: string;
  /** Unix ms. */
  readonly askedAt: number;
  readonly askedBy: string;
  /** Null: not answered yet. */
  readonly answer: {
    readonly agreed: boolean;
    readonly at: number;
    readonly user: string;
    readonly reportedByDesk: string | null;
  } | null;
}

export interface SquadReads {
  squad(id: string): SquadState | undefined;
  /** By id. */
  squads(): readonly SquadState[];
}
