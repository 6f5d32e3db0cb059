/** What of a replay's events stands on its time bar, and what is next to be jumped to. Pure. */
import type { ReplayEvent } from '../seat-client/replay.ts';

export const tickKinds = ['came', 'assigned', 'arrived', 'sos', 'mode'] as const;
export type TickKind = (typeof tickKinds)[number];

export interface Tick {
  readonly kind: TickKind;
  /** Hub time, Unix ms. */
  readonly at: number;
  readonly place: number;
  /** Numbers and names of what it is about. */
  readonly line: string;
  /** Id of the incident it is about. */
  readonly incident: string | null;
}

function kindOf({ type, source }: ReplayEvent): TickKind | undefined {
  switch (type) {
    case 'IncidentReceived':
      return source === 'sos' ? 'sos' : 'came';
    case 'UnitAssigned':
      return 'assigned';
    case 'UnitArrived':
      return 'arrived';
    case 'DutyModeSwitched':
      return 'mode';
    default:
      return undefined;
  }
}

/** In order of time. */
export function ticksOf(events: readonly ReplayEvent[]): readonly Tick[] {
  return events.flatMap((event) => {
    const kind = kindOf(event);
    const { at, place, line, incident } = event;
    return kind === undefined ? [] : [{ kind, at, place, line, incident }];
  });
}

/** The nearest after an instant, or before it; of several at one instant the first. @param ticks In order of time. */
export function nextTick(ticks: readonly Tick[], at: number, by: 1 | -1): Tick | undefined {
  if (by === 1) return ticks.find((tick) => tick.at > at);
  const before = ticks.findLast((tick) => tick.at < at);
  return before === undefined ? undefined : ticks.find((tick) => tick.at === before.at);
}

/** The newest that has happened at an instant. @param ticks In order of time. */
export function lastTick(ticks: readonly Tick[], at: number): Tick | undefined {
  return ticks.findLast((tick) => tick.at <= at);
}
