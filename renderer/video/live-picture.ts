/**
 * The life of one live picture: asks for streams, plays the best, watches that frames come, says at once when they do
 * not, and begins anew by itself – by another way if there is one – until somebody stops it.
 */
import type { Decoders } from './choose.ts';
import { playable } from './choose.ts';
import type { HeldConnections } from './connections.ts';
import type { Engine, Playing } from './engine.ts';
import type { PicturePolicy } from './policy.ts';
import type { LossReason, Opened, OpenRefusal, PictureState, StreamOffer, StreamQuality, VideoDoor } from './types.ts';

export interface PictureParts {
  readonly door: Pick<VideoDoor, 'open' | 'close'>;
  readonly videoPoint: string;
  readonly quality: StreamQuality;
  readonly element: HTMLVideoElement;
  readonly decoders: Decoders;
  readonly engineFor: (offer: StreamOffer) => Promise<Engine>;
  readonly policy: PicturePolicy;
  /** ms, never back. */
  readonly now: () => number;
  /** Whether nobody can see the page. */
  readonly hidden: () => boolean;
  /** Calls again and again; returns how to stop. */
  readonly every: (ms: number, call: () => void) => () => void;
  readonly changed: (state: PictureState) => void;
  /** Told before a picture that played is let go: its last frame can still be kept. */
  readonly ending: () => void;
  readonly connections: HeldConnections;
}

/** Asking again changes nothing until somebody changes the register or the rights. */
const lasting: ReadonlySet<OpenRefusal> = new Set(['VideoUnknown', 'NoStream', 'NotAllowed']);

type Streams = Extract<Opened, { status: 'streams' }>;

export class LivePicture {
  readonly #parts: PictureParts;
  readonly #stopLooking: () => void;
  #state: PictureState = { is: 'idle' };
  /** Rises with each beginning: what an earlier one still brings is nothing any more. */
  #round = 0;
  #opened: Streams | undefined;
  #playing: { readonly offer: StreamOffer; readonly by: Playing } | undefined;
  #startedAt = 0;
  #frames = 0;
  #frameAt: number | null = null;
  /** Losses and refusals in a row. */
  #failures = 0;
  /** Which of the offers is tried: the next one once this one brought nothing. */
  #way = 0;
  #stopped = false;
  #hiddenSince: number | null = null;
  /** Gives back the connection that this picture holds open. */
  #giveBack: (() => void) | undefined;

  constructor(parts: PictureParts) {
    this.#parts = parts;
    this.#stopLooking = parts.every(parts.policy.lookMs, () => this.#look());
    this.#begin();
  }

  get state(): PictureState {
    return this.#state;
  }

  /** Shown and dropped frames of the stream that plays, since it began. */
  counts(): { readonly frames: number; readonly dropped: number } {
    const by = this.#playing?.by;
    return { frames: by?.frames() ?? 0, dropped: by?.dropped() ?? 0 };
  }

  /** Now, instead of at the next due time. */
  retry(): void {
    if (this.#stopped || this.#state.is === 'playing' || this.#state.is === 'starting') return;
    this.#begin();
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#stopLooking();
    this.#letGo();
    this.#round += 1;
    this.#say({ is: 'idle' });
  }

  #begin(): void {
    const { door, videoPoint, quality, now } = this.#parts;
    this.#letGo();
    this.#round += 1;
    const round = this.#round;
    this.#startedAt = now();
    this.#say({ is: 'starting', since: this.#startedAt });
    void door.open(videoPoint, quality).then((opened) => {
      if (round !== this.#round) {
        if (opened.status === 'streams') door.close(opened.ticket);
        return;
      }
      if (opened.status === 'refused') return this.#refused(opened.code);
      this.#opened = opened;
      void this.#play(opened, round);
    });
  }

  async #play(opened: Streams, round: number): Promise<void> {
    const { quality, decoders, element, engineFor, now, connections } = this.#parts;
    const offers = playable(opened.streams, quality, decoders, connections.full);
    const offer = offers[this.#way % Math.max(1, offers.length)];
    if (offer === undefined) {
      this.#letGo();
      this.#say({ is: 'undecodable', codec: opened.streams[0]?.codec ?? 'unknown' });
      return;
    }
    if (offer.protocol === 'flv') {
      this.#giveBack = connections.take();
      if (this.#giveBack === undefined) return this.#lost('connections');
    }
    const engine = await engineFor(offer).catch(() => undefined);
    if (round !== this.#round) return;
    if (engine === undefined) return this.#lost('network');
    this.#startedAt = now();
    const by = engine(element, offer.path, {
      failed: (reason) => {
        if (round === this.#round) this.#lost(reason);
      },
    });
    if (round !== this.#round) return by.stop();
    this.#playing = { offer, by };
    this.#frames = by.frames();
  }

  #look(): void {
    const { policy, now } = this.#parts;
    // A page that nobody sees is shown no frames: that is no loss.
    if (this.#parts.hidden()) return this.#lookUnseen();
    if (this.#hiddenSince !== null) {
      const gaveBack = this.#opened === undefined && this.#state.is === 'idle';
      this.#hiddenSince = null;
      if (gaveBack) return this.#begin();
    }
    const state = this.#state;
    switch (state.is) {
      case 'lost':
      case 'refused':
        if (state.retryAt !== null && now() >= state.retryAt) this.#begin();
        return;
      case 'idle':
      case 'undecodable':
        return;
      case 'starting':
      case 'playing':
      case 'stalled':
        break;
    }
    if (this.#sawFrames()) return;
    if (state.is === 'starting') {
      // Until the platform has answered there is nothing to see yet; how long that may take is its own affair.
      if (this.#playing !== undefined && now() - this.#startedAt >= policy.startMs) this.#lost('noPicture');
      return;
    }
    const stands = now() - (this.#frameAt ?? this.#startedAt);
    if (stands >= policy.lossMs) this.#lost('stopped');
    else if (stands >= policy.stallMs && state.is === 'playing')
      this.#say({ is: 'stalled', frameAt: this.#frameAt ?? this.#startedAt });
  }

  #lookUnseen(): void {
    const { policy, now } = this.#parts;
    this.#startedAt = now();
    if (this.#frameAt !== null) this.#frameAt = now();
    this.#hiddenSince ??= now();
    if (this.#opened === undefined || now() - this.#hiddenSince < policy.hiddenMs) return;
    this.#letGo();
    this.#round += 1;
    this.#say({ is: 'idle' });
  }

  #sawFrames(): boolean {
    const playing = this.#playing;
    if (playing === undefined || this.#opened === undefined) return false;
    const frames = playing.by.frames();
    if (frames <= this.#frames) return false;
    this.#frames = frames;
    this.#frameAt = this.#parts.now();
    this.#failures = 0;
    const { simulated, ptz } = this.#opened;
    if (this.#state.is !== 'playing') this.#say({ is: 'playing', simulated, ptz, quality: playing.offer.quality });
    return true;
  }

  #lost(reason: LossReason): void {
    // What played will play again; what brought no frame may be barred on the way, where another one is not.
    if (this.#state.is === 'starting' && this.#playing !== undefined) this.#way += 1;
    if (this.#state.is === 'playing' || this.#state.is === 'stalled') this.#parts.ending();
    this.#letGo();
    this.#round += 1;
    this.#say({ is: 'lost', reason, frameAt: this.#frameAt, retryAt: this.#retryAt() });
  }

  #refused(code: OpenRefusal): void {
    this.#say({ is: 'refused', code, retryAt: lasting.has(code) ? null : this.#retryAt() });
  }

  #retryAt(): number {
    const { policy, now } = this.#parts;
    const wait = policy.retryMs[Math.min(this.#failures, policy.retryMs.length - 1)] ?? 0;
    this.#failures += 1;
    return now() + wait;
  }

  #letGo(): void {
    this.#playing?.by.stop();
    this.#playing = undefined;
    this.#giveBack?.();
    this.#giveBack = undefined;
    if (this.#opened !== undefined) this.#parts.door.close(this.#opened.ticket);
    this.#opened = undefined;
    this.#frames = 0;
  }

  #say(state: PictureState): void {
    this.#state = state;
    this.#parts.changed(state);
  }
}
