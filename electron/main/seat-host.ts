/** Keeps the seat process running: started again when it dies, each time a little later, until it lasts. */
import { z } from 'zod';
import type { ChildLike, PortLike } from './electron-parts.ts';
import type { Log } from './log.ts';
import type { PicturePlace } from './pictures.ts';

export const firstDelayMs = 500;
export const longestDelayMs = 30_000;
/** A seat that ran this long was healthy: the next death starts from the first delay again. */
export const healthyMs = 60_000;
/** What the seat process says of itself: with these arguments it can do nothing, and no other one could. */
const unusableSchema = z.object({ kind: z.literal('unusable'), said: z.string().max(2_000) });
/** Where it hands out pictures. */
const picturesSchema = z.object({
  kind: z.literal('pictures'),
  port: z.int().min(1).max(65_535),
  secret: z.string().min(20).max(200),
});
/** How long an orderly stop may take. */
export const stopMs = 5_000;

export interface SeatHostParts {
  readonly fork: () => ChildLike;
  /** Returns how to cancel. */
  readonly after: (milliseconds: number, work: () => void) => () => void;
  /** Milliseconds that only grow. */
  readonly monotonic: () => number;
  readonly log: Log;
  /** The arguments are of no use, as the sentence says. Said once; no further process is started. */
  readonly unusable: (said: string) => void;
}

export class SeatHost {
  readonly #parts: SeatHostParts;
  readonly #startListeners: (() => void)[] = [];
  #child: ChildLike | undefined;
  #pictures: PicturePlace | undefined;
  #startedAt = 0;
  #delay = firstDelayMs;
  #stopping = false;
  #cancelRestart: (() => void) | undefined;
  #ended: (() => void) | undefined;

  constructor(parts: SeatHostParts) {
    this.#parts = parts;
  }

  /** Called each time a seat process has started, the first included. */
  onStarted(listener: () => void): void {
    this.#startListeners.push(listener);
  }

  start(): void {
    const child = this.#parts.fork();
    this.#startedAt = this.#parts.monotonic();
    child.on('exit', (code) => this.#exited(child, code));
    child.on('message', (message) => {
      if (this.#child === child) this.#told(message);
    });
    this.#child = child;
    // Messages posted before it has spawned wait for it.
    for (const listener of this.#startListeners) listener();
  }

  /** Undefined while there is no seat process, or none that has said so. */
  get pictures(): PicturePlace | undefined {
    return this.#pictures;
  }

  /** Returns false while there is no seat process. */
  post(message: object, ports: PortLike[] = []): boolean {
    if (this.#child === undefined) return false;
    this.#child.postMessage(message, ports);
    return true;
  }

  #told(message: unknown): void {
    const pictures = picturesSchema.safeParse(message);
    if (pictures.success) {
      this.#pictures = { port: pictures.data.port, secret: pictures.data.secret };
      return;
    }
    const { data } = unusableSchema.safeParse(message);
    if (data === undefined || this.#stopping) return;
    this.#stopping = true;
    this.#parts.unusable(data.said);
  }

  #exited(child: ChildLike, code: number): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#pictures = undefined;
    if (this.#stopping) return this.#ended?.();
    const lasted = this.#parts.monotonic() - this.#startedAt;
    if (lasted >= healthyMs) this.#delay = firstDelayMs;
    this.#parts.log('the seat process ended; starting it again', { code, lasted, delay: this.#delay });
    this.#cancelRestart = this.#parts.after(this.#delay, () => this.start());
    this.#delay = Math.min(this.#delay * 2, longestDelayMs);
  }

  /** Asks it to end in order; ends it anyway when it does not. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#cancelRestart?.();
    const child = this.#child;
    if (child === undefined) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#parts.after(stopMs, () => {
        this.#parts.log('the seat process does not end; it is ended');
        child.kill();
        resolve();
      });
      this.#ended = () => {
        cancel();
        resolve();
      };
      child.postMessage({ kind: 'stop' });
    });
  }
}
