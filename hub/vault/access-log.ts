/**
 * Writing the access log: entries are gathered for a moment and written together. A flood of the same thing is written
 * out up to a number and then counted; the count is written when its window ends. Looks at people are written out each,
 * before what was looked at is told.
 */
import type { AccessEntry, AccessLogStore } from '../journal/store.ts';
import type { Clock, Log, Timers } from '../ports.ts';

export type AccessNote = Omit<AccessEntry, 'at'>;

export interface AccessLogOptions {
  /** Machine ms an entry may wait for others. */
  readonly delayMs?: number;
  /** Length of a window, hub ms; windows are looked through as often in machine time. */
  readonly windowMs?: number;
  /** Entries of one user, action and subject written one by one in a window. */
  readonly perWindow?: number;
  /** Windows open at a time; the oldest is closed when there are more. */
  readonly windows?: number;
  /** Entries kept while the store cannot be written. */
  readonly buffer?: number;
}

export interface AccessLogDeps {
  readonly store: AccessLogStore;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly options?: AccessLogOptions;
}

export interface AccessLog {
  /** Takes an entry; never throws. */
  note(entry: AccessNote): void;
  /** Looks at people: never counted with others. On disk when it returns; throws what the store throws, and they are then not kept. */
  look(...entries: readonly AccessNote[]): void;
  /** Writes what waits; durable when it returns. Throws what the store throws; the entries then go on waiting. */
  flush(): void;
  /** Writes everything, open counts too. Throws as `flush`. */
  stop(): void;
}

const defaults = { delayMs: 200, windowMs: 60_000, perWindow: 20, windows: 10_000, buffer: 10_000 };

interface Window {
  readonly since: number;
  readonly entry: AccessNote;
  taken: number;
  counted: number;
}

export function createAccessLog(deps: AccessLogDeps): AccessLog {
  const { store, clock, timers, log } = deps;
  const { delayMs, windowMs, perWindow, windows: mostWindows, buffer } = { ...defaults, ...deps.options };
  const waiting: AccessEntry[] = [];
  /** In the order in which they were opened. */
  const windows = new Map<string, Window>();
  let overflowed = 0;
  let cancelWrite: (() => void) | undefined;
  let cancelSweep: (() => void) | undefined;
  let stopped = false;

  function put(entry: AccessNote): void {
    if (waiting.length >= buffer) overflowed += 1;
    else waiting.push({ at: clock.now(), ...entry });
    if (!stopped) cancelWrite ??= timers.after(delayMs, writeLater);
  }

  function close(key: string, window: Window): void {
    windows.delete(key);
    if (window.counted > 0) put({ ...window.entry, detail: `repeated ${window.counted}` });
  }

  function sweep(): void {
    cancelSweep = undefined;
    for (const [key, window] of windows) if (clock.now() - window.since >= windowMs) close(key, window);
    if (windows.size > 0 && !stopped) cancelSweep = timers.after(windowMs, sweep);
  }

  function flush(): void {
    cancelWrite?.();
    cancelWrite = undefined;
    if (overflowed > 0 && waiting.length < buffer) noteOverflow();
    if (waiting.length === 0) return;
    try {
      store.append(waiting);
    } catch (error) {
      if (!stopped) cancelWrite = timers.after(windowMs, writeLater);
      throw error;
    }
    waiting.length = 0;
    if (overflowed === 0) return;
    noteOverflow();
    try {
      flush();
    } catch (error) {
      // What this was called for is written; the note goes on waiting.
      if (stopped) throw error;
    }
  }

  function noteOverflow(): void {
    const detail = `entries lost ${overflowed}`;
    overflowed = 0;
    waiting.push({ at: clock.now(), user: 'system', seat: 'hub', action: 'accessLogOverflow', subject: '', detail });
  }

  function writeLater(): void {
    cancelWrite = undefined;
    try {
      flush();
    } catch (error) {
      log.error({ waiting: waiting.length, reason: String(error) }, 'the access log cannot be written; tried again');
    }
  }

  return {
    note(entry) {
      const key = JSON.stringify([entry.user, entry.action, entry.subject]);
      const open = windows.get(key);
      if (open !== undefined && clock.now() - open.since < windowMs) {
        if (open.taken >= perWindow) {
          open.counted += 1;
          return;
        }
        open.taken += 1;
        // Says on the last one written that counting begins: should the hub crash, the log shows that more may have been.
        put(open.taken === perWindow ? { ...entry, detail: `${entry.detail} (further ones are counted)` } : entry);
        return;
      }
      if (open !== undefined) close(key, open);
      for (const [oldest, window] of windows) {
        if (windows.size < mostWindows) break;
        close(oldest, window);
      }
      windows.set(key, { since: clock.now(), entry, taken: 1, counted: 0 });
      if (!stopped) cancelSweep ??= timers.after(windowMs, sweep);
      put(entry);
    },
    look(...entries) {
      const looks = entries.map((entry) => ({ at: clock.now(), ...entry }));
      waiting.push(...looks);
      try {
        flush();
      } catch (error) {
        for (const look of looks) {
          const place = waiting.indexOf(look);
          if (place >= 0) waiting.splice(place, 1);
        }
        throw error;
      }
    },
    flush,
    stop() {
      stopped = true;
      cancelSweep?.();
      for (const [key, window] of windows) close(key, window);
      flush();
    },
  };
}
