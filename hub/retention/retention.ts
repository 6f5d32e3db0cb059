/**
 * What must not be kept for ever: once a day each of the vault, the tracks, the access log and the log-ins that are over
 * is looked through, and what is older than the policy says is removed. What was removed stands in the access log.
 */
import type { AssignmentState } from '../../shared/domain/assignment/state.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { isWithOthers } from '../../shared/domain/incident/state.ts';
import type { MessageState } from '../../shared/domain/message/state.ts';
import type { StreamId } from '../../shared/lib/journal.ts';
import { splitStream, systemActor } from '../../shared/lib/journal.ts';
import { day } from '../../shared/lib/time.ts';
import type { OfficeGranted } from '../../shared/wire/office-api.ts';
import type { CredentialStore } from '../accounts/store.ts';
import type { Desk } from '../desk/port.ts';
import type { AccessLogStore, JournalReads } from '../journal/store.ts';
import type { Clock, Log, Timers } from '../ports.ts';
import type { TrackStore } from '../telemetry/tracks.ts';
import type { AccessLog } from '../vault/access-log.ts';
import type { RetentionPolicy } from './policy.ts';
import { leastAccessLogDays } from './policy.ts';

export type RetentionRun = OfficeGranted<'retention'>['runs'][number];
type What = RetentionRun['what'];

export interface RetentionDeps {
  readonly policy: RetentionPolicy;
  readonly journal: Pick<JournalReads, 'vaultReferences' | 'vaultReference' | 'document'>;
  readonly desk: Pick<Desk, 'submit'>;
  readonly accessLog: Pick<AccessLogStore, 'find' | 'prune'>;
  readonly access: Pick<AccessLog, 'note' | 'flush'>;
  /** Without it no tracks are kept. */
  readonly tracks?: Pick<TrackStore, 'prune'>;
  readonly credentials: Pick<CredentialStore, 'pruneSessions'>;
  readonly clock: Clock;
  /** Unix ms: log-ins go by the machine's clock. */
  readonly machineTime: () => number;
  readonly timers: Timers;
  readonly log: Log;
  readonly newId: () => string;
}

export interface Retention {
  /** As it is carried out. */
  readonly policy: RetentionPolicy;
  /** What was removed, newest first. */
  runs(): readonly RetentionRun[];
  start(): void;
  /** Ends the run under way at its next step. */
  stop(): Promise<void>;
}

/**
 * When nothing was left to do for us: closed, sent back, or referred and never closed. Undefined while something is.
 */
function overSince(incident: IncidentState): number | undefined {
  if (incident.closed !== null) return incident.closed.at;
  if (!isWithOthers(incident)) return undefined;
  return Math.max(...[incident.returned, ...incident.referred].flatMap((done) => done?.at ?? []));
}

/** How long log-ins that are over are kept, days of the machine. */
const sessionDays = 90;
/** Runs that are told. */
const mostRuns = 200;
const detailPattern = /^removed (\d+)(?: [a-zA-Z]+)? before (\d+)$/;
/** What is counted, as the access log says it. */
const countedIn: { readonly [what in What]: string } = {
  vault: 'records',
  tracks: 'days',
  accessLog: 'entries',
  sessions: 'logIns',
};
/** By which command words of a document are erased. */
const erasedBy: { readonly [kind: string]: string | undefined } = {
  ...{ incident: 'EraseCaller', assignment: 'EraseEvidence', message: 'EraseMessage' },
};
const kinds: readonly string[] = ['vault', 'tracks', 'accessLog', 'sessions'];

export function createRetention(deps: RetentionDeps): Retention {
  const { journal, desk, accessLog, access, tracks, credentials, clock, machineTime, timers, log, newId } = deps;
  const policy = { ...deps.policy, accessLogDays: Math.max(leastAccessLogDays, deps.policy.accessLogDays) };
  let stopped = false;
  let running: Promise<void> | undefined;
  let cancel = (): void => undefined;

  function removed(what: What, count: number, before: number): void {
    if (count === 0) return;
    access.note({
      ...{ user: systemActor.user, seat: systemActor.seat, action: 'retention', subject: what },
      detail: `removed ${count} ${countedIn[what]} before ${before}`,
    });
    log.info({ what, removed: count, before }, 'what was older than the policy says was removed');
  }

  function incidentOf(stream: StreamId): IncidentState | undefined {
    const { kind } = splitStream(stream);
    if (kind !== 'incident' && kind !== 'assignment') return undefined;
    // A document holds what `evolve` of its kind returned: the stream is the proof of its type.
    const state = journal.document(stream)?.state as unknown;
    if (kind === 'incident') return state as IncidentState | undefined;
    const assignment = state as AssignmentState | undefined;
    return assignment && incidentOf(`incident/${assignment.incident}`);
  }

  /** A message is for its night: it counts from when it was sent. */
  function overOf(stream: StreamId): number | undefined {
    if (splitStream(stream).kind === 'message')
      return (journal.document(stream)?.state as MessageState | undefined)?.at;
    const incident = incidentOf(stream);
    return incident && overSince(incident);
  }

  async function emptyVault(): Promise<void> {
    if (policy.vaultDays === null) return;
    const before = clock.now() - policy.vaultDays * day;
    const counted = { count: 0 };
    try {
      await eraseBefore(before, counted);
    } finally {
      // Whatever stopped it on the way: what is gone is said.
      removed('vault', counted.count, before);
    }
  }

  async function eraseBefore(before: number, counted: { count: number }): Promise<void> {
    for (const { ref, erased } of journal.vaultReferences()) {
      if (stopped) break;
      const stream = erased ? undefined : journal.vaultReference(ref)?.stream;
      const over = stream && overOf(stream);
      if (stream === undefined || over === undefined || over >= before) continue;
      const { kind, id } = splitStream(stream);
      const answer = await desk.submit(
        {
          ...{ id: newId(), type: erasedBy[kind] ?? kind, basedOn: {} },
          ...{ data: { [kind]: id, ref, ground: 'retentionOver' }, madeAt: clock.now() },
        },
        systemActor,
      );
      if (answer.status === 'accepted') counted.count += 1;
      else
        log.warn({ ref, status: answer.status }, 'a record that is over its time was not erased; tried again tomorrow');
    }
  }

  function pruneTracks(): void {
    const before = clock.now() - policy.trackDays * day;
    removed('tracks', tracks?.prune(before) ?? 0, before);
  }

  function pruneAccessLog(): void {
    const before = clock.now() - policy.accessLogDays * day;
    removed('accessLog', accessLog.prune(before), before);
  }

  function pruneSessions(): void {
    const before = machineTime() - sessionDays * day;
    removed('sessions', credentials.pruneSessions(before), before);
  }

  async function run(): Promise<void> {
    const jobs: readonly (() => void | Promise<void>)[] = [emptyVault, pruneTracks, pruneAccessLog, pruneSessions];
    for (const work of jobs) {
      try {
        if (!stopped) await work();
        // On disk before the next begins: a crash must not take with it what was removed.
        access.flush();
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        log.error({ job: work.name, reason }, 'what is over its time could not be removed; tried again tomorrow');
      }
    }
  }

  function begin(): void {
    if (stopped) return;
    running = run().finally(() => {
      if (!stopped) cancel = timers.at(clock.now() + day, begin);
    });
  }

  return {
    policy,
    runs() {
      access.flush();
      const entries = accessLog.find({
        from: 0,
        to: Number.MAX_SAFE_INTEGER,
        action: 'retention',
        user: systemActor.user,
        limit: mostRuns,
      });
      return entries.flatMap(({ at, user, subject, detail }): readonly RetentionRun[] => {
        const [, count, before] = detailPattern.exec(detail) ?? [];
        // Of an ask for this list stands the same action there.
        if (user !== systemActor.user || count === undefined || !kinds.includes(subject)) return [];
        return [{ at, what: subject as What, removed: Number(count), before: Number(before) }];
      });
    },
    start: begin,
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}
