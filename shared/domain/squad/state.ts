import type { Entry } from '../kernel.ts';
import type { SquadRecord } from './events.ts';

/** A squad: who answers for which grids by day, and which zone it stands in at night. */
export type SquadState = Entry<SquadRecord>;

export interface SquadReads {
  squad(id: string): SquadState | undefined;
  /** By id. */
  squads(): readonly SquadState[];
}
