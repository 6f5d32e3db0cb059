/**
 * Which documents a person may hold. A document carries scope labels, a person holds labels by role, squad, zone and
 * duty mode; the document is theirs when the two share one.
 *
 * - `hall`: what everybody in the hall sees: duty mode, zones, squads, units, sites and registers.
 * - `bureau`: everything the bureau works on: incidents, assignments.
 * - `squad:<id>`, `zone:<id>`: what concerns that squad or zone.
 * - `administration`: accounts.
 */
import type { AccountState } from '../account/state.ts';
import type { DutyModeState } from '../duty-mode/state.ts';

const wholeBureau = new Set([
  'commander',
  'dutyLeader',
  'shiftLead',
  'dispatcher',
  'nightDesk',
  'leader',
  'reporting',
  'wall',
]);

/** Sorted, distinct labels; none for a disabled account. `zoneOf` names the zone of a squad, undefined where it has none. */
export function labelsOf(
  account: AccountState,
  dutyMode: Pick<DutyModeState, 'mode'> | undefined,
  zoneOf: (squad: string) => string | undefined,
): readonly string[] {
  if (account.disabled) return [];
  const labels = new Set<string>();
  for (const { role, squad, zone } of account.roles) {
    if (wholeBureau.has(role)) labels.add('hall').add('bureau');
    if (role === 'squadRoom' && squad !== undefined) {
      labels.add('hall').add(`squad:${squad}`);
      // At night the borders of squads give way to zones: a squad room then sees its zone.
      const nightZone = dutyMode?.mode === 'night' ? zoneOf(squad) : undefined;
      if (nightZone !== undefined) labels.add(`zone:${nightZone}`);
    }
    if (role === 'zoneLead' && zone !== undefined) {
      labels.add('hall');
      if (dutyMode?.mode === 'night') labels.add(`zone:${zone}`);
    }
    if (role === 'administrator') labels.add('administration');
  }
  return [...labels].sort();
}

/** Whether a document with these labels may be held by somebody with those. */
export function meets(scope: readonly string[], labels: readonly string[]): boolean {
  return scope.some((label) => labels.includes(label));
}
