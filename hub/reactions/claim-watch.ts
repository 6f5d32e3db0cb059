/**
 * Ends the claims of who is no longer there: at once where they signed out, after `goneAfter` of hub time where no seat of
 * theirs was heard of. Who is there is known from links alone, so after a start everybody has that time to come back.
 */
import { goneAfter } from '../../shared/domain/incident/claim.ts';
import type { IncidentReads } from '../../shared/domain/incident/state.ts';
import { streamId, systemActor } from '../../shared/lib/journal.ts';
import type { EndedSession } from '../accounts/port.ts';
import { described } from '../desk/described.ts';
import type { Desk } from '../desk/port.ts';
import type { Clock, Log, Timers } from '../ports.ts';
import { claimCommandId } from './ids.ts';

/** A log-in at a seat, as links know it. */
export interface Sitting {
  readonly user: string;
  readonly session: string;
}

export interface ClaimWatchDeps {
  readonly reads: Pick<IncidentReads, 'openIncidents'>;
  readonly desk: Pick<Desk, 'submit'>;
  readonly onEnded: (listener: (ended: EndedSession) => void) => () => void;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** The hub's secret. */
  readonly secret: Uint8Array;
}

export interface ClaimWatch {
  /** Everybody who holds a claim and is not there has from now on `goneAfter`. */
  start(): void;
  came(sitting: Sitting): void;
  left(sitting: Sitting): void;
  /** Resolves when no command is under way. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** Machine ms until a command that could not be taken is tried again. */
const retryMs = 30_000;

export function createClaimWatch(deps: ClaimWatchDeps): ClaimWatch {
  const { reads, desk, clock, timers, log, secret } = deps;
  /** Links of each person. */
  const here = new Map<string, Set<Sitting>>();
  /** What is waited for, by person. */
  const waiting = new Map<string, () => void>();
  const underWay = new Set<Promise<void>>();
  let stopped = true;

  const isHere = (user: string): boolean => (here.get(user)?.size ?? 0) > 0;

  function forget(user: string): void {
    waiting.get(user)?.();
    waiting.delete(user);
  }

  async function drop(user: string, because: 'signedOut' | 'gone'): Promise<void> {
    for (const { id, claim } of reads.openIncidents()) {
      if (claim?.user !== user) continue;
      const { at } = claim;
      const data = { incident: id, user, at, because };
      const command = claimCommandId(secret, streamId('incident', id), user, at);
      const envelope = { id: command, type: 'DropClaim', data, basedOn: {}, madeAt: clock.now() };
      const answer = await desk.submit(envelope, systemActor);
      if (answer.status === 'refused') log.info({ incident: id, code: answer.refusal.code }, 'a claim was not dropped');
      if (answer.status === 'unavailable') {
        forget(user);
        waiting.set(
          user,
          timers.after(retryMs, () => later(user, because)),
        );
        return;
      }
    }
  }

  function later(user: string, because: 'signedOut' | 'gone'): void {
    waiting.delete(user);
    if (stopped || isHere(user)) return;
    const work = drop(user, because)
      .catch((error: unknown) => log.error(described(error), 'claims could not be dropped'))
      .finally(() => underWay.delete(work));
    underWay.add(work);
  }

  /** Waits whether they come back. */
  function watch(user: string): void {
    forget(user);
    if (!stopped)
      waiting.set(
        user,
        timers.at(clock.now() + goneAfter, () => later(user, 'gone')),
      );
  }

  const stopEnded = deps.onEnded(({ id, account, code }) => {
    const sittings = here.get(account);
    for (const sitting of sittings ?? []) if (sitting.session === id) sittings?.delete(sitting);
    // Somebody who logs in anew, with another password perhaps, is about to be back.
    if (isHere(account) || stopped) return;
    if (code === 'Replaced') return watch(account);
    forget(account);
    later(account, 'signedOut');
  });

  return {
    start() {
      stopped = false;
      const holders = new Set(reads.openIncidents().flatMap(({ claim }) => claim?.user ?? []));
      for (const user of holders) if (!isHere(user)) watch(user);
    },
    came(sitting) {
      const { user } = sitting;
      here.set(user, (here.get(user) ?? new Set()).add(sitting));
      forget(user);
    },
    left(sitting) {
      const { user } = sitting;
      if (here.get(user)?.delete(sitting) !== true) return;
      if (isHere(user)) return;
      here.delete(user);
      watch(user);
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    async stop() {
      stopped = true;
      stopEnded();
      for (const user of [...waiting.keys()]) forget(user);
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
