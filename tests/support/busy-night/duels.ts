/**
 * Races that are sure to be races: two seats that hold the same say two things at the same moment, through their own doors,
 * before either can have heard of the other.
 */
import type { RecommendedUnit } from '../../../shared/domain/assignment/state.ts';
import type { BusyDesk } from './desk.ts';
import { isDecided } from './desk.ts';

export const duelKinds = ['send', 'claim', 'unit'] as const;
export type DuelKind = (typeof duelKinds)[number];

/** A guard against hanging, not a measure, ms. */
const patience = 60_000;

function isFree({ jobsBefore }: RecommendedUnit): boolean {
  return jobsBefore === 0;
}

function send(desk: BusyDesk, incident: string, unit: string): Promise<boolean> {
  const data = { id: crypto.randomUUID(), incident, unit, queue: false };
  return desk.give('AssignUnit', data, `incident/${incident}`, `unit/${unit}`);
}

/** Whether both hold all of it, and nobody has begun with any. */
function isOpenFor(desks: readonly BusyDesk[], incidents: readonly string[]): boolean {
  return desks.every((desk) =>
    incidents.every((id) => {
      const held = desk.incident(id);
      return held !== undefined && !isDecided(held) && held.claim === null;
    }),
  );
}

/**
 * The results of both, or undefined where it did not come to it. `other`: a second incident, for two that want one unit.
 */
export async function duel(
  kind: DuelKind,
  desks: readonly [BusyDesk, BusyDesk],
  incident: string,
  other: string,
): Promise<readonly boolean[] | undefined> {
  const [first, second] = desks;
  const incidents = kind === 'unit' ? [incident, other] : [incident];
  await Promise.all(
    desks.map((desk) => desk.seat.until(() => desk.incident(incident) !== undefined, incident, patience)),
  );
  const [mine, theirs] = await Promise.all(desks.map((desk) => desk.recommend(incident)));
  const unit = mine?.units.find(isFree)?.unit;
  const another = theirs?.units.find((one) => isFree(one) && one.unit !== unit)?.unit ?? unit;
  if (!isOpenFor(desks, incidents)) return undefined;
  const isSame = JSON.stringify(first.incident(incident)) === JSON.stringify(second.incident(incident));
  if (!isSame) return undefined;
  if (kind === 'claim')
    return Promise.all(desks.map((desk) => desk.give('ClaimIncident', { incident }, `incident/${incident}`)));
  if (unit === undefined || another === undefined) return undefined;
  return kind === 'send'
    ? Promise.all([send(first, incident, unit), send(second, incident, another)])
    : Promise.all([send(first, incident, unit), send(second, other, unit)]);
}
