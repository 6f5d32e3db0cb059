/** Whether a unit is fit for a job: certificates, skills, vehicle, shift, rest. What is missing is said, never blocked. */
import { civilDate, hour, minute } from '../../lib/time.ts';
import type { Enforcer } from '../assignment/state.ts';
import type { District, Matter, Plates } from '../district/state.ts';
import type { DutyMode } from '../duty-mode/events.ts';
import type { Reason } from '../kernel.ts';
import type { SquadState } from '../squad/state.ts';
import type { UnitState } from '../unit/state.ts';

/** Certificates that a unit needs to enforce: an inspection takes two officers (Noise Law Art. 29, Penalty Law Art. 42). */
export const certificatesNeeded = 2;

/** Where the pack does not say: judgement of practice, not law. */
export const runDefaults = { onSceneMinutes: 20, oldestMinutes: 60, restAfterHours: 6 } as const;

/** Codes with the names that the screen has for them; a pack's own list takes their place. */
export const overrideDefaults = ['nearby', 'knowsPlace', 'leaderSaid', 'recommendedNotFree', 'otherTask'] as const;

/** Certificates that hold at an instant: one is good until the midnight that ends its last day. */
export function certifiedAt({ certified, certificatesTo = [] }: UnitState, at: number, utcOffset: number): number {
  const today = civilDate(at, utcOffset);
  return Math.max(0, certified - certificatesTo.filter((last) => last < today).length);
}

const reason = (code: string, params: Reason['params'] = {}): Reason => ({ code, params });

export interface Fitness {
  /** Certificates that hold now. */
  readonly certified: number;
  readonly warnings: readonly Reason[];
  /** What makes others go first, each 0 or 1: shift, certificates, needs of the matter, rest. */
  readonly order: readonly [number, number, number, number];
}

export function fitnessOf(
  unit: UnitState,
  { matter, now, arrivesAt, plates }: { matter: Matter; now: number; arrivesAt: number | null; plates: Plates },
): Fitness {
  const { shift, skills = [], kind, vehicle, restedAt } = unit;
  const { policy, utcOffset } = plates;
  const certified = certifiedAt(unit, now, utcOffset);
  const then = arrivesAt === null ? certified : certifiedAt(unit, arrivesAt, utcOffset);
  const needs = plates.matters.find((row) => row.matter === matter)?.needs;
  const lacking = (needs?.skills ?? []).filter((skill) => !skills.includes(skill));
  const noVehicle = needs?.vehicle === true && kind !== 'vehicle' && vehicle === undefined;
  const ends = shift.to - now <= policy.shiftEndsSoonMinutes * minute;
  const hours = (now - Math.max(shift.from, restedAt ?? 0)) / hour;
  const tired = hours >= (policy.runs ?? runDefaults).restAfterHours;
  const few = certified < certificatesNeeded;
  return {
    certified,
    warnings: [
      ...(few ? [reason('twoCertificatesNeeded', { certified })] : []),
      ...(!few && then < certificatesNeeded ? [reason('certificateEnds', { certified: then })] : []),
      ...(ends ? [reason('shiftEndsSoon', { to: shift.to })] : []),
      ...(tired ? [reason('longOnDuty', { hours: Math.floor(hours) })] : []),
      ...lacking.map((skill) => reason('skillMissing', { skill })),
      ...(noVehicle ? [reason('vehicleMissing')] : []),
    ],
    order: [ends ? 1 : 0, few ? 1 : 0, lacking.length > 0 || noVehicle ? 1 : 0, tired ? 1 : 0],
  };
}

/** What of an incident and the hour decides in whose name somebody acts. */
export interface Acting {
  readonly matter: Matter;
  readonly mode: DutyMode;
  /** Code of the responsibility grid; undefined where nobody knows. */
  readonly street: string | undefined;
  /** Name of the squad of the place. */
  readonly local: string | undefined;
}

/** Null where the pack names nobody. */
export function enforcerOf(
  squad: Pick<SquadState, 'id' | 'grids'> | undefined,
  { matter, mode, street, local }: Acting,
  { plates }: Pick<District, 'plates'>,
): Enforcer | null {
  const row = plates.enforcers?.find(({ squads, streets, matters, modes }) => {
    if (squads !== undefined && (squad === undefined || !squads.includes(squad.id))) return false;
    const among = streets === 'own' ? (squad?.grids ?? []) : streets;
    if (among !== undefined && (street === undefined || !among.includes(street))) return false;
    return matters?.includes(matter) !== false && modes?.includes(mode) !== false;
  });
  return row === undefined
    ? null
    : { name: row.name, power: row.power, transferTo: row.power ? null : (local ?? null) };
}

export function enforcerWarning({ power, transferTo }: Enforcer): readonly Reason[] {
  if (power) return [];
  return [
    transferTo === null ? reason('actsFirstThenTransfers') : reason('actsFirstThenTransfersTo', { squad: transferTo }),
  ];
}
