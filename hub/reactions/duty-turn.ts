/**
 * Turns the duty mode when the pack's calendar does: at its instant, or as soon as the hub is there again. What is due is
 * worked out from the documents each time; nothing is remembered here that a restart could lose.
 */
import type { DistrictReads } from '../../shared/domain/district/state.ts';
import { dutyModeStream } from '../../shared/domain/duty-mode/state.ts';
import type { DutyModeReads } from '../../shared/domain/duty-mode/state.ts';
import { dutyByCalendar, turnDue } from '../../shared/domain/rules/duty-calendar.ts';
import { packStream } from '../../shared/domain/district/state.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import { described } from '../desk/described.ts';
import type { Desk } from '../desk/port.ts';
import type { Clock, Log, Timers } from '../ports.ts';
import { dutyTurnCommandId } from './ids.ts';

export interface DutyTurnDeps {
  readonly reads: DutyModeReads & Pick<DistrictReads, 'district'>;
  readonly desk: Pick<Desk, 'submit' | 'onCommitted'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** The hub's secret. */
  readonly secret: Uint8Array;
}

export interface DutyTurn {
  start(): void;
  /** Resolves when no command is under way. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** Machine ms until a command that could not be taken is tried again. */
const retryMs = 30_000;

export function createDutyTurn({ reads, desk, clock, timers, log, secret }: DutyTurnDeps): DutyTurn {
  let cancel: (() => void) | undefined;
  let stopListening: (() => void) | undefined;
  let underWay: Promise<void> | undefined;
  let again = false;
  let stopped = true;

  function wait(set: () => () => void): void {
    cancel?.();
    cancel = stopped ? undefined : set();
  }

  async function turn(): Promise<void> {
    const plates = reads.district()?.plates;
    if (plates === undefined) return;
    const now = clock.now();
    const current = reads.dutyMode();
    const due = turnDue(current, plates, now);
    const part = dutyByCalendar(now, plates);
    if (part !== undefined) wait(() => timers.at(part.to, look));
    if (due === undefined) return;
    const { mode, reportNight, from } = due;
    const night = reportNight === undefined ? {} : { reportNight };
    const data = { mode, cause: 'calendar', reason: '', ...night };
    const id = dutyTurnCommandId(secret, current?.since ?? 0, from);
    const answer = await desk.submit({ id, type: 'SwitchDutyMode', data, basedOn: {}, madeAt: now }, systemActor);
    if (answer.status === 'refused')
      log.info({ mode, code: answer.refusal.code }, 'the calendar did not turn the duty mode');
    if (answer.status === 'unavailable') wait(() => timers.after(retryMs, look));
  }

  function look(): void {
    if (stopped) return;
    if (underWay !== undefined) {
      again = true;
      return;
    }
    again = false;
    underWay = turn()
      .catch((error: unknown) => {
        log.error(described(error), 'the duty mode could not be turned');
        wait(() => timers.after(retryMs, look));
      })
      .finally(() => {
        underWay = undefined;
        if (again) look();
      });
  }

  return {
    start() {
      stopped = false;
      stopListening = desk.onCommitted((rows) => {
        if (rows.some(({ stream }) => stream === dutyModeStream || stream === packStream)) look();
      });
      look();
    },
    async idle() {
      while (underWay !== undefined) await underWay;
    },
    async stop() {
      stopped = true;
      stopListening?.();
      cancel?.();
      await underWay;
    },
  };
}
