/** Cameras of the platform in use: who looks, so that the last one out stops the stream, and who moves them. */
import { ok } from '../../shared/lib/result.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { VideoStreamAddress } from '../../shared/wire/video-api.ts';
import type { Log, Timers } from '../ports.ts';
import type { ChannelRef, Movement, PlatformTrouble, VideoPlatform } from './port.ts';

export interface CamerasDeps {
  readonly platform: VideoPlatform;
  readonly timers: Timers;
  readonly log: Log;
}

type Played = Result<readonly VideoStreamAddress[], PlatformTrouble>;
type Moved = Result<undefined, PlatformTrouble>;

/** A stream that nobody looks at stays for so long, machine ms: who opens it again does not wait for the camera. */
export const lingerMs = 5_000;
/** The same where the link of a seat is gone: it comes back soon, mostly. */
export const lostLingerMs = 20_000;
/** A movement that nobody ends is ended after, machine ms. */
export const longestMoveMs = 10_000;
const stopAgainMs = 1_000;
const stopTries = 5;

interface Camera {
  readonly channel: ChannelRef;
  readonly tickets: Set<string>;
  playing: Promise<Played> | undefined;
  /** Whether the platform was asked to play it since it was last told to stop. */
  started: boolean;
  forget: (() => void) | undefined;
}

interface Mover {
  readonly channel: ChannelRef;
  readonly by: object;
  /** What it is to do next; undefined where it does that already. */
  wanted: Movement | undefined;
  sending: Promise<Moved>;
  giveUp: (() => void) | undefined;
}

export const standing: Movement = { pan: 0, tilt: 0, zoom: 0 };
export const stands = ({ pan, tilt, zoom }: Movement): boolean => pan === 0 && tilt === 0 && zoom === 0;
export const keyOf = ({ device, channel }: ChannelRef): string => `${device}/${channel}`;

export class Cameras {
  readonly #deps: CamerasDeps;
  readonly #cameras = new Map<string, Camera>();
  readonly #movers = new Map<string, Mover>();
  /** Streams that are being stopped, by camera. */
  readonly #closing = new Map<string, Promise<unknown>>();

  constructor(deps: CamerasDeps) {
    this.#deps = deps;
  }

  /** Streams that somebody looks at, or that linger. */
  get open(): number {
    return this.#cameras.size;
  }

  /**
   * The platform is asked each time: it finds a stream that runs, and begins one anew that died. Asks at the same time
   * share one answer. The ticket holds the stream until `close`, where there is one.
   */
  async play(channel: ChannelRef, ticket: string): Promise<Played> {
    const camera = this.#camera(channel);
    camera.tickets.add(ticket);
    camera.forget?.();
    camera.forget = undefined;
    camera.started = true;
    camera.playing ??= this.#begin(channel).finally(() => {
      camera.playing = undefined;
    });
    const played = await camera.playing;
    if (!played.ok) {
      // Of what never began there is nothing to stop.
      if (camera.tickets.size <= 1) camera.started = false;
      this.close(channel, ticket, 0);
    }
    return played;
  }

  /** @param afterMs How long it stays where this was the last ticket, machine ms. */
  close(channel: ChannelRef, ticket: string, afterMs = lingerMs): void {
    const camera = this.#cameras.get(keyOf(channel));
    if (camera === undefined || !camera.tickets.delete(ticket) || camera.tickets.size > 0) return;
    camera.forget?.();
    if (afterMs === 0) this.#stop(camera);
    else camera.forget = this.#deps.timers.after(afterMs, () => this.#stop(camera));
  }

  /**
   * @param by Whoever moves it: nobody else may until it stands.
   * Undefined where another one does.
   */
  async move(channel: ChannelRef, by: object, movement: Movement): Promise<Moved | undefined> {
    const key = keyOf(channel);
    const there = this.#movers.get(key);
    if (there !== undefined && there.by !== by) return undefined;
    const mover: Mover = there ?? {
      channel,
      by,
      wanted: undefined,
      sending: Promise.resolve(ok(undefined)),
      giveUp: undefined,
    };
    this.#movers.set(key, mover);
    const isSending = mover.wanted !== undefined;
    mover.wanted = movement;
    mover.giveUp?.();
    mover.giveUp = stands(movement)
      ? undefined
      : this.#deps.timers.after(longestMoveMs, () => void this.move(channel, by, standing));
    // One after the other, and of those that wait only the newest: a stop must never be overtaken.
    if (!isSending) mover.sending = mover.sending.then(() => this.#send(mover));
    return mover.sending;
  }

  isMovedBy(channel: ChannelRef, by: object): boolean {
    return this.#movers.get(keyOf(channel))?.by === by;
  }

  /** Ends what this one moves. */
  halt(by: object): void {
    for (const mover of [...this.#movers.values()]) if (mover.by === by) void this.move(mover.channel, by, standing);
  }

  /** Ends every stream and movement, and waits for it. */
  async stop(): Promise<void> {
    for (const mover of [...this.#movers.values()]) void this.move(mover.channel, mover.by, standing);
    for (const camera of [...this.#cameras.values()]) {
      camera.forget?.();
      this.#stop(camera);
    }
    await Promise.all([...this.#closing.values(), ...[...this.#movers.values()].map(({ sending }) => sending)]);
  }

  /** A stop under way would end what is begun beside it. */
  async #begin(channel: ChannelRef): Promise<Played> {
    await this.#closing.get(keyOf(channel));
    return this.#deps.platform.play(channel);
  }

  #camera(channel: ChannelRef): Camera {
    const key = keyOf(channel);
    const known = this.#cameras.get(key);
    if (known !== undefined) return known;
    const camera: Camera = { channel, tickets: new Set(), playing: undefined, started: false, forget: undefined };
    this.#cameras.set(key, camera);
    return camera;
  }

  #stop(camera: Camera): void {
    const key = keyOf(camera.channel);
    if (this.#cameras.get(key) === camera) this.#cameras.delete(key);
    if (!camera.started) return;
    const { platform, log } = this.#deps;
    const closing = (async () => {
      // What is still being started would run on after the stop.
      await camera.playing?.catch(() => undefined);
      if (this.#cameras.has(key)) return;
      const stopped = await platform.stop(camera.channel);
      if (!stopped.ok) log.debug({ ...camera.channel, code: stopped.error.code }, 'a stream could not be stopped');
    })().catch((error: unknown) => log.error({ err: error }, 'stopping a stream failed'));
    this.#closing.set(key, closing);
    void closing.finally(() => {
      if (this.#closing.get(key) === closing) this.#closing.delete(key);
    });
  }

  async #send(mover: Mover): Promise<Moved> {
    const movement = mover.wanted ?? standing;
    mover.wanted = undefined;
    const moved = await this.#deps.platform.move(mover.channel, movement);
    const isLast = mover.wanted === undefined;
    if (isLast && stands(movement)) {
      if (!moved.ok) this.#stopAgain(mover.channel, 1);
      this.#movers.delete(keyOf(mover.channel));
    }
    if (isLast && !moved.ok && !stands(movement)) void this.move(mover.channel, mover.by, standing);
    return moved;
  }

  /** A camera that was not told to stand turns on: it is told again, some times. */
  #stopAgain(channel: ChannelRef, tries: number): void {
    const { platform, timers, log } = this.#deps;
    if (tries > stopTries) return log.warn({ ...channel }, 'a camera could not be told to stand still');
    timers.after(stopAgainMs, () => {
      if (this.#movers.has(keyOf(channel))) return;
      void platform.move(channel, standing).then((moved) => {
        if (!moved.ok) this.#stopAgain(channel, tries + 1);
      });
    });
  }
}
