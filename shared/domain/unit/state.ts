import type { Provenance } from '../kernel.ts';
import type { UnitRecord, UnitStatus } from './events.ts';

/** What can be sent: officers together, a vehicle, a drone. Its position is not here: positions are not events. */
export interface UnitState extends UnitRecord {
  readonly id: string;
  readonly status: UnitStatus;
  readonly statusSince: number;
  /** Running assignments in the order they were given. */
  readonly jobs: readonly { readonly assignment: string; readonly incident: string; readonly since: number }[];
  readonly provenance: Provenance;
}

/** Where a unit was last seen. */
export interface UnitPosition {
  readonly lon: number;
  readonly lat: number;
  /** Hub time of the fix, Unix ms. */
  readonly at: number;
  /** Metres; undefined where the device does not say. */
  readonly accuracy?: number;
}

export interface UnitReads {
  unit(id: string): UnitState | undefined;
  units(): readonly UnitState[];
  position(unit: string): UnitPosition | undefined;
}
