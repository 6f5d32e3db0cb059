/** The lines of a timeline out of the events of an incident and its assignments: each step once, by when it happened. */

/** An event as the seat tells it. Times in Unix ms. */
export interface Told {
  readonly id: string;
  readonly seq: number;
  readonly stream: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly at: number;
  readonly occurredAt: number;
  readonly by: { readonly user: string; readonly seat: string; readonly role: string };
  /** The command that brought it. */
  readonly cause: string;
}

export interface Line extends Told {
  /** A step of a unit that was reported only after a later one. */
  readonly isMadeUp: boolean;
  /** Taken back by who gave it. */
  readonly isUndone: boolean;
}

/** What stands on the incident and on the assignment of one step: the assignment's says more. */
const toldBy: Readonly<Record<string, readonly string[]>> = {
  IncidentUnitSent: ['UnitAssigned'],
  IncidentUnitArrived: ['UnitArrived'],
  IncidentUnitGone: ['OutcomeReported', 'AssignmentHandedBack', 'AssignmentWithdrawn', 'AssignmentStepUndone'],
  OutcomeRecorded: ['OutcomeReported'],
  StepUndone: ['AssignmentStepUndone'],
};

/** The way of a unit. */
const path: readonly string[] = ['UnitAssigned', 'AssignmentAccepted', 'UnitSetOut', 'UnitArrived', 'OutcomeReported'];

/** Newest first. An event that another of the same command tells already has no line of its own. */
export function linesOf(events: readonly Told[]): readonly Line[] {
  const typesOf = new Map<string, Set<string>>();
  const undone = new Set<unknown>();
  for (const { cause, type, data } of events) {
    typesOf.set(cause, (typesOf.get(cause) ?? new Set()).add(type));
    if (type === 'StepUndone' || type === 'AssignmentStepUndone') undone.add(data['command']);
  }
  const isTold = ({ type, cause }: Told): boolean =>
    toldBy[type]?.some((other) => typesOf.get(cause)?.has(other) === true) === true;
  const stands = events.filter(({ cause }) => !undone.has(cause));
  const isMadeUp = (event: Told): boolean =>
    path.includes(event.type) &&
    stands.some(
      ({ stream, type, seq }) =>
        stream === event.stream && seq < event.seq && path.indexOf(type) > path.indexOf(event.type),
    );
  return events
    .filter((event) => !isTold(event))
    .map((event) => ({ ...event, isMadeUp: isMadeUp(event), isUndone: undone.has(event.cause) }))
    .sort((a, b) => b.occurredAt - a.occurredAt || b.seq - a.seq);
}
