import type { Provenance } from '../kernel.ts';
import type { UnitRecord, UnitStatus } from './events.ts';

/** What can be sent: officers together, a vehicle, a drone. Its position is not here: positions are not events. */
export interface UnitState extends UnitRecord {
  readonly id: string;
  readonly status: UnitStatus;
  readonly statusSince: number;
  /** Running assignments in the order in which it goes to them. */
  readonly jobs: readonly { readonly assignment: string; readonly incident: string; readonly since: number }[];
  readonly provenance: Provenance;
  /** Who said last, this shift, that it is kept for emergencies or released (`reserve`), and why; null: the list says so. */
  readonly reserveSaid: {
    readonly reserve: boolean;
    readonly why: string;
    readonly at: number;
    readonly user: string;
  } | null;
  /** The zone that it stands in for; null: its own. */
  readonly standsIn: { readonly zone: string; readonly since: number } | null;
  /** The call for help that it was sent to; null or absent: none. */
  readonly supports?: { readonly alarm: string; readonly since: number } | null;
  /** Jobs that it was through with this shift. */
  readonly jobsDone: number;
  /** When its last rest of this shift ended, Unix ms; null: it had none. */
  readonly restedAt: number | null;
}

/** Of a shift that begins: nobody has said anything yet. */
export const thisShift = { reserveSaid: null, standsIn: null, jobsDone: 0, restedAt: null } as const;

/** What the register alone says of a unit, and its record does not. */
export const notOfTheRecord = {
  ...{ id: true, status: true, statusSince: true, jobs: true, provenance: true },
  ...{ reserveSaid: true, standsIn: true, supports: true, jobsDone: true, restedAt: true },
} as const satisfies Record<Exclude<keyof UnitState, keyof UnitRecord>, true>;

/** Whose work a unit is: its squad's, and that of the zone where it stands. Of what there is not: nobody's but the bureau's. */
export function workOfUnit(unit: Pick<UnitState, 'squad' | 'zone' | 'standsIn'> | undefined): readonly string[] {
  if (unit === undefined) return ['bureau'];
  const zones = [unit.zone, unit.standsIn?.zone].flatMap((zone) => (zone === undefined ? [] : [`zone:${zone}`]));
  return ['bureau', `squad:${unit.squad}`, ...zones];
}

/** Neither at a job nor on its way to who calls for help. */
export const hasNoWork = ({ jobs, supports }: Pick<UnitState, 'jobs' | 'supports'>): boolean =>
  jobs.length === 0 && (supports ?? null) === null;

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
