/** Steps of a device as commands of the desk. */
import type { Actor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { unreachable } from '../../shared/lib/must.ts';
import type { FieldDuty, FieldStep } from '../../shared/wire/field-api.ts';

export interface FieldCommand {
  readonly type: string;
  readonly data: Json;
}

/** As whom a unit acts: no account has this role. */
export function unitActor(unit: string): Actor {
  return { user: `unit:${unit}`, seat: 'field', role: 'device' };
}

export function commandOfStep(said: FieldStep): FieldCommand {
  const { assignment, happenedAt } = said;
  const step = { assignment, happenedAt };
  switch (said.step) {
    case 'accept':
      return { type: 'AcceptAssignment', data: step };
    case 'setOut':
      return { type: 'SetOut', data: step };
    case 'arrive':
      return { type: 'Arrive', data: { ...step, photoAt: said.photoAt } };
    case 'evidence': {
      const personal = said.text === undefined || said.text === '' ? undefined : { text: said.text };
      return { type: 'NoteEvidence', data: { ...step, kind: said.kind, personal } };
    }
    case 'outcome':
      return { type: 'ReportOutcome', data: { ...step, kind: said.outcome, finishBy: said.finishBy } };
    case 'handBack':
      return { type: 'HandBack', data: { ...step, why: said.why } };
    case 'safe':
      return { type: 'ConfirmSafety', data: step };
    default:
      return unreachable(said);
  }
}

export function commandOfDuty(unit: string, { status, happenedAt }: FieldDuty): FieldCommand {
  return { type: 'SetUnitStatus', data: { id: unit, status, happenedAt } };
}
