/**
 * The figures of a report night, from its incidents and their assignments. Every figure holds the numbers of what it
 * counted, so that it can be traced; its size is the figure. Pure.
 */
import type { ArrivalGrade, AssignmentState } from '../../../shared/domain/assignment/state.ts';
import type {
  AssessmentKind,
  IncidentState,
  Limit,
  OutcomeKind,
  Source,
} from '../../../shared/domain/incident/state.ts';
import { minute } from '../../../shared/lib/time.ts';
import { owesReply } from '../../hall/owed.ts';

/** Numbers of incidents, one for each thing counted: an incident to which two units were sent counts twice. */
export type Counted = readonly string[];

export interface Part<K extends string> {
  readonly key: K;
  readonly of: Counted;
}

export type LateLimit = Limit | AssignmentState['overdue'][number]['limit'];

/** Beside the path: what leads asked for (督办), what stands still (挂起), what was sent back (退单), and how far each is. */
export type Beside =
  | ('supervised' | 'supervisionOwed' | 'suspended' | 'suspendedNow')
  | ('returned' | 'returnAwaited' | 'returnTaken' | 'sentBack');

export interface ShiftFigures {
  readonly received: Counted;
  readonly closed: Counted;
  /** Not closed and not joined into another. */
  readonly open: Counted;
  readonly sent: Counted;
  readonly arrived: Counted;
  /** Minutes from being sent to arriving; null where nobody arrived. */
  readonly response: { readonly mean: number | null; readonly median: number | null; readonly of: Counted };
  readonly late: Counted;
  /** Callers who want an answer and have none. */
  readonly owed: Counted;
  readonly joined: Counted;
  readonly relapse: Counted;
  readonly sources: readonly Part<Source>[];
  readonly assessments: readonly Part<AssessmentKind>[];
  readonly outcomes: readonly Part<OutcomeKind | 'noOutcome'>[];
  readonly grades: readonly Part<ArrivalGrade>[];
  readonly lateBy: readonly Part<LateLimit>[];
  /** In the order of their kinds; those that are none are left out. */
  readonly beside: readonly Part<Beside>[];
}

/** A count by kind, the most frequent first; equal ones in the order met. */
function split<K extends string>(pairs: readonly (readonly [key: K, number: string])[]): readonly Part<K>[] {
  const parts = new Map<K, string[]>();
  for (const [key, number] of pairs) parts.set(key, [...(parts.get(key) ?? []), number]);
  return [...parts].map(([key, of]) => ({ key, of })).sort((a, b) => b.of.length - a.of.length);
}

export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Each once for every event of it: supervised on two levels counts twice. */
function besideOf(incident: IncidentState): readonly (readonly [Beside, number])[] {
  const { supervisions, suspended, suspensions, returned, returnAnswer, sentBack } = incident;
  const now = (holds: boolean): number => (holds ? 1 : 0);
  const owes = (what: Limit): boolean => incident.open.some(({ limit }) => limit === what);
  return [
    ['supervised', supervisions.length],
    ['supervisionOwed', now(owes('supervision'))],
    ['suspended', suspensions.length + now(suspended !== null)],
    ['suspendedNow', now(suspended !== null)],
    // Each that came back had been sent.
    ['returned', sentBack.length + now(returned !== null)],
    ['returnAwaited', now(owes('returnAnswer'))],
    ['returnTaken', now(returned !== null && returnAnswer !== null)],
    ['sentBack', sentBack.length],
  ];
}

const besides: readonly Beside[] = [
  ...(['supervised', 'supervisionOwed', 'suspended', 'suspendedNow'] as const),
  ...(['returned', 'returnAwaited', 'returnTaken', 'sentBack'] as const),
];

const isRelapse = ({ reopened }: IncidentState): boolean => reopened.some(({ because }) => because === 'relapse');

/**
 * @param incidents All of one report night.
 * @param assignments Theirs; others are left out.
 */
export function figuresOf(incidents: readonly IncidentState[], assignments: Iterable<AssignmentState>): ShiftFigures {
  const inOrder = incidents.toSorted((a, b) => a.running - b.running);
  const ids = new Set(inOrder.map(({ id }) => id));
  const sent = [...assignments]
    .filter(({ incident }) => ids.has(incident))
    .sort((a, b) => a.assigned.at - b.assigned.at);
  const arrivals = sent.flatMap(({ incidentNumber, assigned, arrived }) =>
    arrived === null
      ? []
      : // Entered late with its own time, an arrival may stand before the sending: nobody waited then.
        [{ number: incidentNumber, grade: arrived.grade, span: Math.max(0, arrived.at - assigned.at) }],
  );
  const spans = arrivals.map(({ span }) => span / minute);
  const late: (readonly [LateLimit, string])[] = [
    ...inOrder.flatMap(({ overdue, number }) => overdue.map(({ limit }) => [limit, number] as const)),
    ...sent.flatMap(({ overdue, incidentNumber }) => overdue.map(({ limit }) => [limit, incidentNumber] as const)),
  ];
  const those = (holds: (incident: IncidentState) => boolean): Counted =>
    inOrder.filter(holds).map(({ number }) => number);
  return {
    received: those(() => true),
    closed: those(({ closed }) => closed !== null),
    open: those(({ closed, joinedInto }) => closed === null && joinedInto === null),
    sent: sent.map(({ incidentNumber }) => incidentNumber),
    arrived: arrivals.map(({ number }) => number),
    response: { mean: mean(spans), median: median(spans), of: arrivals.map(({ number }) => number) },
    late: late.map(([, number]) => number),
    owed: those((incident) => incident.closed === null && owesReply(incident)),
    joined: those(({ joinedInto }) => joinedInto !== null),
    relapse: those(isRelapse),
    sources: split(inOrder.map(({ source, number }) => [source, number])),
    assessments: split(
      inOrder.flatMap(({ assessments, number }) => assessments.slice(-1).map(({ kind }) => [kind, number] as const)),
    ),
    outcomes: split(
      inOrder
        .filter(({ joinedInto }) => joinedInto === null)
        .map(({ outcome, number }) => [outcome?.kind ?? 'noOutcome', number]),
    ),
    grades: split(arrivals.map(({ grade, number }) => [grade, number])),
    lateBy: split(late),
    beside: besides.flatMap((key) => {
      const of = inOrder.flatMap((incident) => {
        const times = besideOf(incident).find(([kind]) => kind === key)?.[1] ?? 0;
        return Array.from({ length: times }, () => incident.number);
      });
      return of.length === 0 ? [] : [{ key, of }];
    }),
  };
}
