/**
 * Pictures at the seat: asks the hub for streams, and holds their addresses for the door that fetches them. Screens are
 * told paths of the seat; the addresses never leave it. A ticket ends with whoever it was given to: log-out, lock, end
 * of the seat; a lost link leaves the picture, for it does not run over the hub, until the hub is there again.
 */
import { videoAnswerSchema } from '../../shared/wire/video-api.ts';
import type {
  VideoAnswer,
  VideoAsk,
  VideoEnded,
  VideoProtocol,
  VideoRefusal,
  VideoStreamAddress,
} from '../../shared/wire/video-api.ts';
import type { AnswerOf, RequestOf } from '../../shared/wire/seat-api.ts';
import type { Link } from './link.ts';
import type { SeatLog, SeatRandom, SeatTimers } from './ports.ts';

/** One stream of a ticket, for the door. */
export interface StreamHeld {
  readonly protocol: VideoProtocol;
  readonly url: string;
  /** Last part of its path: what leads to the address itself. */
  readonly name: string;
  /** Called once, when the ticket ends; at once where it has. Returns how to call it off. */
  onEnd(work: () => void): () => void;
}

export interface StillHeld {
  readonly type: 'image/jpeg' | 'image/png';
  readonly base64: string;
}

/** What the door for pictures needs of the seat. */
export interface SeatPictures {
  /** Undefined where there is no such ticket, or none any more. */
  stream(ticket: string, place: number): StreamHeld | undefined;
  still(key: string): StillHeld | undefined;
}

export interface SeatVideoParts {
  readonly link: Pick<Link, 'ask'>;
  readonly random: SeatRandom;
  readonly timers: SeatTimers;
  readonly log: SeatLog;
  /** Ways that this seat's door can carry; the others are left out. */
  readonly carries: (protocol: VideoProtocol) => boolean;
}

interface Ticket {
  readonly id: string;
  readonly streams: readonly VideoStreamAddress[];
  /** Whether the hub that is linked now gave it. */
  isOfThisLink: boolean;
  readonly ends: Set<() => void>;
}

const answerMs = 20_000;
const moveMs = 5_000;
/** A still that nobody fetched, ms. */
const stillMs = 120_000;

/** What may stand in a path as it is. */
const plainName = /^[A-Za-z0-9_~=@,+-][A-Za-z0-9._~=@,+-]{0,120}$/;

const refused = (code: VideoRefusal['code']): VideoRefusal => ({ status: 'refused', code, since: null });

/** Path below which a stream is fetched, from the root. */
function pathOf(ticket: string, place: number, { url }: VideoStreamAddress): string {
  return `/video/${ticket}/${place}/${nameOf(url)}`;
}

/** Without URL, which this zone does not know: between the last slash of the path and its end. */
function nameOf(url: string): string {
  const path = /^[a-z]+:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] ?? '';
  const name = path.slice(path.lastIndexOf('/') + 1);
  return plainName.test(name) ? name : 'stream';
}

export class SeatVideo implements SeatPictures {
  readonly #parts: SeatVideoParts;
  readonly #tickets = new Map<string, Ticket>();
  /** By video point: only the newest is kept. */
  readonly #stills = new Map<string, StillHeld & { readonly key: string; readonly stop: () => void }>();
  /** Changes with whoever may see: what was asked before it is nobody's. */
  #turn = 0;

  constructor(parts: SeatVideoParts) {
    this.#parts = parts;
  }

  async open(body: RequestOf<'videoOpen'>): Promise<AnswerOf<'videoOpen'>> {
    const turn = this.#turn;
    const answer = await this.#ask({ ask: 'open', ...body }, answerMs);
    if (answer.status === 'refused') return answer;
    if (answer.status !== 'streams') return this.#misspoke('open');
    const { ticket, ptz, simulated } = answer;
    const streams = answer.streams.filter(({ protocol }) => this.#parts.carries(protocol));
    if (turn !== this.#turn || streams.length === 0) {
      void this.#ask({ ask: 'close', ticket }, moveMs);
      return refused(streams.length === 0 ? 'NoStream' : 'NotAllowed');
    }
    this.#tickets.set(ticket, { id: ticket, streams, isOfThisLink: true, ends: new Set() });
    return {
      status: 'streams',
      ticket,
      streams: streams.map((stream, place) => ({
        ...{ protocol: stream.protocol, codec: stream.codec, quality: stream.quality },
        path: pathOf(ticket, place, stream),
      })),
      ...{ ptz, simulated },
    };
  }

  close({ ticket }: RequestOf<'videoClose'>): AnswerOf<'videoClose'> {
    const held = this.#tickets.get(ticket);
    if (held !== undefined) this.#end(held);
    return {};
  }

  async move(body: RequestOf<'videoPtz'>): Promise<AnswerOf<'videoPtz'>> {
    const answer = await this.#ask({ ask: 'move', ...body }, moveMs);
    return answer.status === 'refused' || answer.status === 'done' ? answer : this.#misspoke('move');
  }

  async stillOf({ videoPoint }: RequestOf<'videoStill'>): Promise<AnswerOf<'videoStill'>> {
    const turn = this.#turn;
    const answer = await this.#ask({ ask: 'still', videoPoint }, answerMs);
    if (answer.status === 'refused') return answer;
    if (answer.status !== 'still') return this.#misspoke('still');
    if (turn !== this.#turn) return refused('NotAllowed');
    const { at, type, base64, simulated } = answer;
    const key = [...this.#parts.random.bytes(32)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    this.#dropStill(videoPoint);
    const stop = this.#parts.timers.after(stillMs, () => {
      if (this.#stills.get(videoPoint)?.key === key) this.#dropStill(videoPoint);
    });
    this.#stills.set(videoPoint, { key, type, base64, stop });
    return { status: 'still', at, path: `/video/still/${key}`, simulated };
  }

  stream(ticket: string, place: number): StreamHeld | undefined {
    const held = this.#tickets.get(ticket);
    const stream = held?.streams[place];
    if (held === undefined || stream === undefined) return undefined;
    return {
      ...{ protocol: stream.protocol, url: stream.url, name: nameOf(stream.url) },
      onEnd: (work) => {
        if (this.#tickets.get(ticket) !== held) {
          work();
          return () => undefined;
        }
        held.ends.add(work);
        return () => held.ends.delete(work);
      },
    };
  }

  still(key: string): StillHeld | undefined {
    return [...this.#stills.values()].find((still) => still.key === key);
  }

  // ── what the seat tells ──

  /** Whoever was shown pictures here is not any more: logged out, or behind the lock. */
  forget(): void {
    this.#turn += 1;
    for (const held of [...this.#tickets.values()]) this.#end(held);
    for (const videoPoint of [...this.#stills.keys()]) this.#dropStill(videoPoint);
  }

  /** The hub ended some. */
  ended(body: VideoEnded): void {
    for (const ticket of body.tickets) {
      const held = this.#tickets.get(ticket);
      if (held !== undefined) this.#end(held, false);
    }
  }

  /** The link is gone, and with it the hub's tickets; the pictures go on while they can. */
  lost(): void {
    for (const held of this.#tickets.values()) held.isOfThisLink = false;
  }

  /** The hub is there again: what it does not know of ends, and is asked for anew by who still looks. */
  welcomed(): void {
    for (const held of [...this.#tickets.values()]) if (!held.isOfThisLink) this.#end(held, false);
  }

  #end(held: Ticket, tell = true): void {
    this.#tickets.delete(held.id);
    for (const work of [...held.ends]) work();
    held.ends.clear();
    if (tell && held.isOfThisLink) void this.#ask({ ask: 'close', ticket: held.id }, moveMs);
  }

  #dropStill(videoPoint: string): void {
    this.#stills.get(videoPoint)?.stop();
    this.#stills.delete(videoPoint);
  }

  async #ask(ask: VideoAsk, timeoutMs: number): Promise<VideoAnswer> {
    const said = await new Promise<unknown>((resolve) => this.#parts.link.ask('video', ask, timeoutMs, resolve));
    if (said === undefined) return refused('Offline');
    const answer = videoAnswerSchema.safeParse(said);
    return answer.success ? answer.data : this.#misspoke(ask.ask);
  }

  #misspoke(ask: string): VideoRefusal {
    this.#parts.log.warn({ ask }, 'the hub answered an ask for video with what is no answer to it');
    return refused('NoStream');
  }
}
