/** Whether a command was entered just now, or lies there already: what a second press would double. Pure. */
import type { Json } from '../../shared/lib/json.ts';
import type { OutboxEntry } from '../../shared/wire/seat-api.ts';

/** Two presses closer together than this are one wish, machine ms. */
export const hasteMs = 1_500;
const remembered = 100;

/** What makes sense once for its subject: while one waits for the hub, another changes nothing. */
const onceOnly: ReadonlySet<string> = new Set([
  'AcknowledgeIncident',
  'AssignUnit',
  'AcceptAssignment',
  'SetOut',
  'Arrive',
  'ReportOutcome',
  'HandBack',
  'WithdrawAssignment',
  'TellLocalSquad',
  'HandToLocalSquad',
  'ReferIncident',
  'ReturnIncident',
  'CloseIncident',
  'UndoStep',
  'RecordReturnAnswer',
  'RecordVerification',
  'AskExtension',
  'AnswerExtension',
  'SuspendIncident',
  'ResumeIncident',
  'SuperviseIncident',
  'ReportSupervision',
  'KeepCallerSecret',
  'LiftCallerSecrecy',
  'FileAppeal',
  'DecideAppeal',
  'AskForcedClose',
  'AnswerForcedClose',
  'CloseSimply',
  'ReportSimple',
  'ClaimIncident',
  'TakeOverClaim',
  'ReleaseClaim',
]);
/** Made anew at each press: an id, and instants reckoned back or forth from the press. */
const ofThePress: ReadonlySet<string> = new Set(['happenedAt', 'finishBy', 'surveyedAt', 'statedAt', 'to']);

/** The same for two presses of one control. */
export function wishOf(type: string, data: Json): string {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return `${type} ${JSON.stringify(data)}`;
  const told = Object.entries(data)
    // The id of what is to be is new each time; a unit's own is who is spoken of.
    .filter(([name]) => !ofThePress.has(name) && !(name === 'id' && type === 'AssignUnit'))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `${type} ${JSON.stringify(told)}`;
}

/** Whether this very wish waits for the hub already, and twice would be once too often. */
export function waitsAlready(entries: readonly OutboxEntry[], type: string, data: Json): boolean {
  if (!onceOnly.has(type)) return false;
  const wish = wishOf(type, data);
  return entries.some(
    (entry) => (entry.state === 'pending' || entry.state === 'sending') && wishOf(entry.type, entry.data) === wish,
  );
}

/** Remembers the last wishes, to tell a second press from a second wish. */
export class Haste {
  readonly #last = new Map<string, number>();

  /** Takes note of a wish; false where the same one was noted just before. */
  take(wish: string, now: number): boolean {
    const before = this.#last.get(wish);
    if (before !== undefined && now - before < hasteMs) return false;
    this.#last.delete(wish);
    this.#last.set(wish, now);
    const [oldest] = this.#last.keys();
    if (this.#last.size > remembered && oldest !== undefined) this.#last.delete(oldest);
    return true;
  }

  /** It was not taken in: it may be tried again at once. */
  forget(wish: string): void {
    this.#last.delete(wish);
  }
}
