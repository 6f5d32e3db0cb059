/**
 * Sees whether fences are kept, by positions: notes attendance where it turns, raises one alarm where a fence is not kept,
 * and ends it once it is kept again. Nothing is remembered here that a restart could lose: what was seen since the fence came
 * into force is read back from the tracks, and the same sight gives the same command.
 */
import { attendanceOf, duties, fenceAlarmKinds, proposalFor } from './fence-duties.ts';
import type { Duty, FenceWatchReads } from './fence-duties.ts';
import { breachOf, exemptionOf, isOver, whereaboutsOf } from '../../shared/domain/rules/fence-duty.ts';
import { lapsed, unseen, withFix } from '../../shared/domain/rules/fence-side.ts';
import type { FenceFix, SideState } from '../../shared/domain/rules/fence-side.ts';
import type { AlarmState } from '../../shared/domain/alarm/state.ts';
import type { AttendanceTurn } from '../../shared/domain/attendance/state.ts';
import type { UnitPosition, UnitState } from '../../shared/domain/unit/state.ts';
import type { Json } from '../../shared/lib/json.ts';
import { splitStream, systemActor } from '../../shared/lib/journal.ts';
import { minute } from '../../shared/lib/time.ts';
import { described } from '../desk/described.ts';
import type { Desk } from '../desk/port.ts';
import type { Clock, Log, Timers } from '../ports.ts';
import { isOfPage } from '../telemetry/fix.ts';
import type { TrackStore } from '../telemetry/tracks.ts';
import { fenceCommandId } from './ids.ts';

export interface FenceWatchDeps {
  /** Of telemetry: told of each believed fix; `undefined` where the position was taken away. */
  readonly onMoved: (
    listener: (
      unit: string,
      position: (UnitPosition & { readonly speed?: number; readonly device?: string }) | undefined,
    ) => void,
  ) => () => void;
  readonly reads: FenceWatchReads;
  readonly desk: Pick<Desk, 'submit' | 'onCommitted'>;
  /** Where units went: without it a restart begins to look anew. */
  readonly tracks?: Pick<TrackStore, 'track'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** The hub's secret. */
  readonly secret: Uint8Array;
}

export interface FenceWatch {
  /** Resolves when no command is under way. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

interface Told {
  readonly id: string;
  readonly type: string;
  readonly data: Json;
  readonly occurredAt: number;
}

/** One unit at one fence, as long as the fence asks something of it. */
interface Pair {
  duty: Duty;
  /** Of its attendance. */
  readonly stream: string;
  state: SideState;
  /** Of the last turn that was noted, or is about to be. */
  last: Pick<AttendanceTurn, 'is' | 'from'> | undefined;
  /** When it had to come back from what excused it. */
  exemptUntil: number | null;
  /** Of the alarm that was asked for last. */
  raised: string | undefined;
}

/** Silence and the ends of hours are looked for so often, ms of hub time. */
const every = minute;
/** Points of a track read back at once: a night at one fix every ten seconds has half of it. */
const mostPoints = 10_000;
/** Documents on which it depends whom a fence asks what. */
const planned: ReadonlySet<string> = new Set(['fence', 'unit', 'squad', 'zone', 'dutyMode', 'pack']);

/** As the tracks keep it: or what is read back would differ from what was seen. */
function asTracked({ lon, lat, at, accuracy, speed }: UnitPosition & { readonly speed?: number }): FenceFix {
  const kept = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;
  return {
    ...{ lon: kept(lon), lat: kept(lat), at: Math.round(at) },
    ...(accuracy === undefined ? {} : { accuracy: Math.round(accuracy) }),
    ...(speed === undefined ? {} : { speed: Math.round(speed * 10) / 10 }),
  };
}

export function startFenceWatch(deps: FenceWatchDeps): FenceWatch {
  const { reads, desk, clock, timers, log, secret } = deps;
  const units = new Map<string, Map<string, Pair>>();
  /** Open alarms of fences, by unit and fence. */
  const open = new Map<string, AlarmState>();
  const waiting: Told[] = [];
  let sending: Promise<void> | undefined;
  let plan = duties(reads);
  let stale = false;
  let stopped = false;

  const keyOf = (unit: string, fence: string): string => `${unit} ${fence}`;

  function knows(alarm: AlarmState | undefined): void {
    if (alarm === undefined || alarm.unit === null || alarm.fence === null || !fenceAlarmKinds.has(alarm.kind)) return;
    const key = keyOf(alarm.unit.id, alarm.fence.id);
    if (alarm.stage !== 'cleared') open.set(key, alarm);
    else if (open.get(key)?.id === alarm.id) open.delete(key);
  }

  async function send(): Promise<void> {
    for (let told = waiting[0]; told !== undefined && !stopped; told = waiting[0]) {
      const { id, type, data, occurredAt } = told;
      const now = clock.now();
      const command = { id, type, data, basedOn: {}, madeAt: now };
      try {
        const answer = await desk.submit(command, systemActor, { occurredAt: Math.min(occurredAt, now) });
        // Where the desk takes nothing now, the next look tells it again.
        if (answer.status === 'unavailable') return;
        if (answer.status === 'refused') log.info({ type, code: answer.refusal.code }, 'a fence was not noted');
      } catch (error) {
        log.error({ type, ...described(error) }, 'a fence could not be noted');
      }
      waiting.shift();
    }
  }

  function flush(): void {
    if (waiting.length === 0 || stopped) return;
    sending ??= send().finally(() => {
      sending = undefined;
    });
  }

  function tell(type: string, key: string, data: Json, occurredAt: number): void {
    const id = fenceCommandId(secret, `${type}|${key}`);
    if (!waiting.some((told) => told.id === id)) waiting.push({ id, type, data, occurredAt });
  }

  function note(pair: Pair, turn: AttendanceTurn | null, ended: number | null): void {
    const { duty, stream } = pair;
    const of = { id: stream, unit: duty.unit, fence: duty.fence.id, from: duty.from, to: duty.to };
    const key = `${stream}|${turn === null ? 'end' : `${turn.is}|${turn.from}`}`;
    tell('NoteAttendance', key, { ...of, turn, ended } as Json, ended ?? turn?.from ?? clock.now());
  }

  /** What is so as of an instant: attendance. */
  function turn(pair: Pair, unit: UnitState, at: number): void {
    const { duty, state, last } = pair;
    if (!duty.attended) return;
    const exemption = exemptionOf(duty.fence, unit);
    const excused = exemption !== undefined && exemption.since <= at ? exemption : undefined;
    if (last?.is === 'exempt' && excused === undefined) pair.exemptUntil ??= at;
    const now = attendanceOf(duty, state, excused, pair.exemptUntil, whereaboutsOf(unit));
    if (now === undefined || now.is === last?.is || (last !== undefined && now.from <= last.from)) return;
    pair.last = { is: now.is, from: now.from };
    if (now.is === 'exempt') pair.exemptUntil = null;
    const stretch = fenceCommandId(secret, `stretch|${pair.stream}|${now.is}|${now.from}`);
    note(pair, { ...now, stretch }, null);
  }

  /** What is so as of now: an alarm, or the end of one. */
  function alarm(pair: Pair, unit: UnitState, at: number): void {
    const { duty, state } = pair;
    const { fence } = duty;
    const held = open.get(keyOf(duty.unit, fence.id));
    if (held !== undefined) {
      const exemption = exemptionOf(fence, unit);
      const as = exemption !== undefined && held.kind !== 'enteredArea' ? 'ordered' : 'returned';
      if (as === 'ordered' || isOver(fence, state))
        tell('ClearAlarm', `${held.id}|${as}`, { alarm: held.id, as, reason: null }, at);
      return;
    }
    const breach = breachOf(fence, state, at, { inForce: duty.from, exemptUntil: pair.exemptUntil });
    if (breach === undefined || exemptionOf(fence, unit) !== undefined) return;
    const { code, since, shownAt } = breach;
    const id = fenceCommandId(secret, `alarm|${pair.stream}|${code}|${since}`);
    if (pair.raised === id) return;
    pair.raised = id;
    const away = whereaboutsOf(unit);
    const job = unit.jobs[0];
    const cause =
      away === 'assignment' && job !== undefined
        ? { code: 'awayOnAssignment', params: { assignment: job.assignment } }
        : away === 'resting'
          ? { code: 'awayResting', params: { since: unit.statusSince } }
          : null;
    const { last } = state;
    const data = {
      ...{ id, kind: code, unit: duty.unit, fence: fence.id, since, cause },
      place: last === null ? null : { lon: last.lon, lat: last.lat },
      ...{ seenAt: last?.at ?? null, accuracy: last?.accuracy ?? null },
      proposal: code === 'leftPost' || code === 'notAtPost' ? proposalFor(duty, reads, at) : null,
      judgedBy: { ...duty.rule.figures },
    };
    tell('RaiseAlarm', id, data as Json, shownAt);
  }

  function look(pair: Pair, unit: UnitState, at: number): void {
    const silent = lapsed(pair.state, at, pair.duty.rule);
    if (silent !== pair.state) {
      pair.state = silent;
      turn(pair, unit, at);
    }
  }

  function step(pair: Pair, unit: UnitState, fix: FenceFix): void {
    if (fix.at < pair.duty.from || fix.at >= pair.duty.to || fix.at <= (pair.state.last?.at ?? 0)) return;
    look(pair, unit, fix.at);
    pair.state = withFix(pair.state, fix, pair.duty.rule);
    turn(pair, unit, fix.at);
  }

  function begin(duty: Duty): Pair {
    const stream = fenceCommandId(secret, `attendance|${duty.fence.id}|${duty.unit}|${duty.from}`);
    const [before, last] = (reads.attendance(stream)?.turns ?? []).slice(-2);
    const newest = last ?? before;
    const exemptUntil = last?.is === 'notKept' && before?.is === 'exempt' ? last.from : null;
    return { duty, stream, state: unseen, last: newest, exemptUntil, raised: undefined };
  }

  /** It asks nothing any more. */
  function end(pair: Pair, unit: UnitState, at: number): void {
    const { duty } = pair;
    look(pair, unit, at);
    const held = open.get(keyOf(duty.unit, duty.fence.id));
    if (held !== undefined) tell('ClearAlarm', `${held.id}|over`, { alarm: held.id, as: 'resolved', reason: null }, at);
    if (duty.attended && reads.attendance(pair.stream)?.ended === null) note(pair, null, at);
  }

  /** Pairs of a unit as of an instant: what asks nothing any more ends, what begins to ask is caught up with. */
  function pairsOf(unit: UnitState, at: number): readonly Pair[] {
    const held = units.get(unit.id) ?? new Map<string, Pair>();
    units.set(unit.id, held);
    const asked = new Map(plan.of(unit.id, at).map((duty) => [duty.fence.id, duty]));
    for (const [fence, pair] of held) {
      const duty = asked.get(fence);
      if (duty?.from === pair.duty.from) {
        // Its figures or its end may have changed.
        pair.duty = duty;
        continue;
      }
      end(pair, unit, Math.min(at, pair.duty.to));
      held.delete(fence);
    }
    if (asked.size > held.size) catchUp(unit, held, asked, at);
    return [...held.values()];
  }

  function catchUp(unit: UnitState, held: Map<string, Pair>, asked: ReadonlyMap<string, Duty>, at: number): void {
    const fresh = [...asked.values()].filter((duty) => !held.has(duty.fence.id)).map(begin);
    for (const pair of fresh) held.set(pair.duty.fence.id, pair);
    const from = Math.min(...fresh.map(({ duty }) => duty.from));
    for (const point of deps.tracks?.track(unit.id, from, at + 1, mostPoints) ?? [])
      for (const pair of fresh) step(pair, unit, asTracked(point));
  }

  /** Looks at the fences of a unit as of an instant, by a fix where there is one. */
  function visit(id: string, at: number, fix?: FenceFix): void {
    try {
      if (stale) {
        plan = duties(reads);
        stale = false;
      }
      const unit = reads.unit(id);
      if (unit === undefined) return;
      for (const pair of pairsOf(unit, at)) {
        if (fix === undefined) {
          look(pair, unit, at);
          turn(pair, unit, at);
        } else step(pair, unit, fix);
        alarm(pair, unit, at);
      }
    } catch (error) {
      log.error({ unit: id, ...described(error) }, 'the fences of a unit could not be looked at');
    }
    flush();
  }

  let stopTimer = (): void => undefined;
  function sweep(): void {
    const now = clock.now();
    stopTimer = timers.at(now + every, sweep);
    for (const unit of new Set([...units.keys(), ...plan.units(now)])) visit(unit, now);
  }

  for (const one of reads.openAlarms()) knows(one);
  const stopCommitted = desk.onCommitted((rows) => {
    for (const { stream } of rows) {
      const { kind, id } = splitStream(stream);
      if (kind === 'alarm') knows(reads.alarm(id));
      else if (planned.has(kind)) stale = true;
    }
  });
  const stopMoved = deps.onMoved((unit, position) => {
    // Taken away: silence says the rest.
    if (position === undefined) return;
    // A page is looked at now and then: no fence is judged by what it happens to show.
    if (position.device !== undefined && isOfPage(position.device)) return;
    const fix = asTracked(position);
    visit(unit, fix.at, fix);
  });
  sweep();

  async function idle(): Promise<void> {
    while (sending !== undefined) await sending;
  }

  return {
    idle,
    async stop() {
      stopMoved();
      stopCommitted();
      stopTimer();
      await idle();
      stopped = true;
    },
  };
}
