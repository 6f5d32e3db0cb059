/** What the hub asks of its surroundings. `hub/main.ts` hands in the real ones; tests hand in their own. */

/** The one business time. */
export interface Clock {
  /** Hub time, Unix ms. */
  now(): number;
}

export interface Timers {
  /** Runs `work` once hub time reaches the instant; returns how to call it off. */
  at(instant: number, work: () => void): () => void;
  /** Runs `work` after this many milliseconds of machine time, whatever the hub clock does. */
  after(milliseconds: number, work: () => void): () => void;
}

export interface RandomSource {
  bytes(count: number): Uint8Array;
}

/** Named places where a test may end the process. The real port does nothing. */
export interface CrashPoints {
  reach(point: CrashPoint): void;
}

export type CrashPoint =
  | 'beforeCommit'
  | 'afterCommitBeforeAnswer'
  | 'afterAnswerBeforeFeed'
  | 'midSnapshotPage'
  | 'betweenVaultAndJournal'
  | 'betweenEventAndReaction';

/** Room left for the data folder. */
export interface DiskSpace {
  /** Bytes free on the volume. */
  free(): number;
}

export interface Log {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}
