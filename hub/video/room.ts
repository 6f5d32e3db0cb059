/**
 * Pictures for seats: who may look, at what, over which addresses. Every look is noted; a ticket lives as long as the
 * link of the seat it was given to, and no longer than the right.
 */
import type { OtherAction } from '../../shared/domain/rules/permissions.ts';
import { unreachable } from '../../shared/lib/must.ts';
import type { VideoAnswer, VideoAsk, VideoRefusalCode, VideoStreamAddress } from '../../shared/wire/video-api.ts';
import type { SeatPerson } from '../feed/ports.ts';
import type { Clock, Log, RandomSource, Timers } from '../ports.ts';
import type { AccessLog } from '../vault/access-log.ts';
import { Cameras, keyOf, lingerMs, lostLingerMs, stands } from './cameras.ts';
import type { MediaHosts } from './hosts.ts';
import type { ChannelRef, PlatformStill, PlatformTrouble, VideoPlatform, VideoSource } from './port.ts';

/** One seat's link. */
export interface VideoSeat {
  readonly person: SeatPerson;
  /** These tickets open nothing any more. */
  ended(tickets: readonly string[]): void;
}

export interface VideoMetrics {
  asked(ask: VideoAsk['ask'], outcome: string): void;
  /** Hands in how to ask for what is open, and whether a platform is away. */
  watch(read: {
    readonly open: () => number;
    readonly stills: () => number;
    readonly away: () => boolean | undefined;
  }): void;
}

export interface VideoRoomDeps {
  /** Undefined: the hub has none; there are the fixed addresses of the register. */
  readonly platform: VideoPlatform | undefined;
  readonly hosts: MediaHosts;
  /** Undefined for what is no video point that stands. */
  readonly source: (videoPoint: string) => VideoSource | undefined;
  readonly may: (account: string, action: OtherAction) => boolean;
  readonly refused: (person: SeatPerson, action: string, subject: string) => void;
  readonly access: Pick<AccessLog, 'note'>;
  /** Whether there are no real cameras. */
  readonly simulated: boolean;
  readonly random: RandomSource;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly metrics: VideoMetrics;
}

export interface VideoRoom {
  /** Never rejects. */
  answer(seat: VideoSeat, ask: VideoAsk): Promise<VideoAnswer>;
  /** The roles of who sits there may be others. */
  relabelled(seat: VideoSeat): void;
  /** Its link is gone. Twice is no error. */
  left(seat: VideoSeat): void;
  stop(): Promise<void>;
}

/** Open at one seat, and at all of them. */
const mostOfSeat = 32;
const mostOfAll = 600;
/** A still is shown to whoever asks within, hub ms, and let go then: one picture a minute is what a wall wants. */
const stillMs = 50_000;
const mostStills = 200;
/** The same person looking at the same camera is noted once in, hub ms. */
const noteMs = 10 * 60_000;
const mostNoted = 5_000;

interface Ticket {
  readonly seat: VideoSeat;
  readonly videoPoint: string;
  /** Of the platform; undefined for fixed addresses. */
  readonly channel: ChannelRef | undefined;
}

const refusal = (code: VideoRefusalCode, since: number | null = null): VideoAnswer => ({
  status: 'refused',
  code,
  since,
});
const troubled = ({ code, since }: PlatformTrouble): VideoAnswer => refusal(code, since);

export function createVideoRoom(deps: VideoRoomDeps): VideoRoom {
  const { platform, hosts, access, clock, timers, log, metrics } = deps;
  const cameras = platform === undefined ? undefined : new Cameras({ platform, timers, log });
  const tickets = new Map<string, Ticket>();
  const here = new Map<VideoSeat, Set<string>>();
  const gone = new WeakSet<VideoSeat>();
  /** By channel: a video point may be given another camera. */
  const stills = new Map<string, { readonly at: number; readonly taking: Promise<PlatformStill | PlatformTrouble> }>();
  let stopDropping: (() => void) | undefined;
  const noted = new Map<string, number>();
  let stopped = false;

  metrics.watch({
    open: () => cameras?.open ?? 0,
    stills: () => stills.size,
    away: () => (platform === undefined ? undefined : platform.awaySince() !== undefined),
  });

  function note({ person }: VideoSeat, action: 'videoWatched' | 'videoMoved', videoPoint: string): void {
    const key = [action, person.user, person.seat, videoPoint].join(' ');
    const before = noted.get(key);
    if (before !== undefined && clock.now() - before < noteMs) return;
    noted.delete(key);
    noted.set(key, clock.now());
    const [oldest] = noted.keys();
    if (noted.size > mostNoted && oldest !== undefined) noted.delete(oldest);
    const { user, seat } = person;
    access.note({ user, seat, action, subject: `videoPoint/${videoPoint}`, detail: '' });
  }

  function allowed(seat: VideoSeat, action: OtherAction, videoPoint: string): boolean {
    if (deps.may(seat.person.user, action)) return true;
    // What somebody typed for an id is not written anywhere.
    deps.refused(seat.person, action, deps.source(videoPoint) === undefined ? '' : `videoPoint/${videoPoint}`);
    return false;
  }

  function fixedOf({ streams }: VideoSource): VideoStreamAddress[] {
    return streams.filter(({ url }) => {
      const parsed = URL.parse(url);
      return parsed !== null && hosts.has(parsed);
    });
  }

  const newTicket = (): string => Buffer.from(deps.random.bytes(32)).toString('base64url');

  async function open(
    seat: VideoSeat,
    { videoPoint, quality }: Extract<VideoAsk, { ask: 'open' }>,
  ): Promise<VideoAnswer> {
    if (!allowed(seat, 'watchVideo', videoPoint)) return refusal('NotAllowed');
    const source = deps.source(videoPoint);
    if (source === undefined) return refusal('VideoUnknown');
    const own = here.get(seat) ?? new Set<string>();
    if (own.size >= mostOfSeat || tickets.size >= mostOfAll) return refusal('Busy');
    const ticket = newTicket();
    const fixed = fixedOf(source);
    const channel = fixed.length > 0 ? undefined : source.channel;
    if (fixed.length === 0 && (channel === undefined || cameras === undefined)) return refusal('NoStream');
    // Before the camera has answered: many at once must not come past the limit.
    tickets.set(ticket, { seat, videoPoint, channel });
    here.set(seat, own.add(ticket));
    let streams: readonly VideoStreamAddress[] = fixed;
    if (channel !== undefined && cameras !== undefined) {
      const played = await cameras.play(channel, ticket);
      if (!played.ok) {
        forget(ticket);
        return troubled(played.error);
      }
      streams = played.value;
    }
    // The seat went, or lost the right, while the camera was being asked.
    if (!tickets.has(ticket)) {
      if (channel !== undefined) cameras?.close(channel, ticket);
      return refusal(deps.may(seat.person.user, 'watchVideo') ? 'NoStream' : 'NotAllowed');
    }
    note(seat, 'videoWatched', videoPoint);
    return {
      status: 'streams',
      ticket,
      streams: [...streams].sort((a, b) => Number(b.quality === quality) - Number(a.quality === quality)).slice(0, 16),
      ptz:
        source.ptz && source.channel !== undefined && cameras !== undefined && deps.may(seat.person.user, 'moveCamera'),
      simulated: deps.simulated,
    };
  }

  /** Lets a ticket go; undefined where there is none such. */
  function forget(ticket: string): Ticket | undefined {
    const held = tickets.get(ticket);
    if (held === undefined) return undefined;
    tickets.delete(ticket);
    const own = here.get(held.seat);
    own?.delete(ticket);
    if (own?.size === 0) here.delete(held.seat);
    return held;
  }

  function close(ticket: string, afterMs = lingerMs): void {
    const held = forget(ticket);
    if (held?.channel !== undefined) cameras?.close(held.channel, ticket, afterMs);
  }

  async function move(
    seat: VideoSeat,
    { videoPoint, pan, tilt, zoom }: Extract<VideoAsk, { ask: 'move' }>,
  ): Promise<VideoAnswer> {
    if (!allowed(seat, 'moveCamera', videoPoint)) return refusal('NotAllowed');
    const source = deps.source(videoPoint);
    if (source === undefined) return refusal('VideoUnknown');
    if (!source.ptz || source.channel === undefined || cameras === undefined) return refusal('NoStream');
    // Only who moves it has it stand: a stop passes every limit, and must not become asks of the platform without end.
    if (stands({ pan, tilt, zoom }) && !cameras.isMovedBy(source.channel, seat)) return { status: 'done' };
    const moved = await cameras.move(source.channel, seat, { pan, tilt, zoom });
    if (moved === undefined) return refusal('Busy');
    // It may have gone while the camera was told.
    if (gone.has(seat)) cameras.halt(seat);
    if (!moved.ok) return troubled(moved.error);
    note(seat, 'videoMoved', videoPoint);
    return { status: 'done' };
  }

  async function still(seat: VideoSeat, { videoPoint }: Extract<VideoAsk, { ask: 'still' }>): Promise<VideoAnswer> {
    if (!allowed(seat, 'watchVideo', videoPoint)) return refusal('NotAllowed');
    const source = deps.source(videoPoint);
    if (source === undefined) return refusal('VideoUnknown');
    const { channel } = source;
    if (channel === undefined || platform === undefined)
      return refusal(fixedOf(source).length > 0 ? 'NoStill' : 'NoStream');
    const key = keyOf(channel);
    const held = stills.get(key);
    const taken = held !== undefined && clock.now() - held.at < stillMs ? held : take(platform, channel, key);
    const answer = await taken.taking;
    if ('code' in answer) {
      if (stills.get(key) === taken) stills.delete(key);
      return troubled(answer);
    }
    note(seat, 'videoWatched', videoPoint);
    const base64 = Buffer.from(answer.bytes).toString('base64');
    return { status: 'still', at: answer.at, type: answer.type, base64, simulated: deps.simulated };
  }

  function take(from: VideoPlatform, channel: ChannelRef, key: string) {
    const taking = from.still(channel).then((result) => (result.ok ? result.value : result.error));
    const taken = { at: clock.now(), taking };
    stills.delete(key);
    stills.set(key, taken);
    const [oldest] = stills.keys();
    if (stills.size > mostStills && oldest !== undefined) stills.delete(oldest);
    stopDropping ??= timers.after(stillMs, dropStills);
    return taken;
  }

  function dropStills(): void {
    stopDropping = undefined;
    for (const [key, { at }] of stills) if (clock.now() - at >= stillMs) stills.delete(key);
    if (stills.size > 0 && !stopped) stopDropping = timers.after(stillMs, dropStills);
  }

  function answerTo(seat: VideoSeat, ask: VideoAsk): VideoAnswer | Promise<VideoAnswer> {
    switch (ask.ask) {
      case 'open':
        return open(seat, ask);
      case 'close':
        // Of another seat nothing is closed, and nothing told.
        if (tickets.get(ask.ticket)?.seat === seat) close(ask.ticket);
        return { status: 'done' };
      case 'move':
        return move(seat, ask);
      case 'still':
        return still(seat, ask);
      default:
        return unreachable(ask);
    }
  }

  function end(seat: VideoSeat, afterMs: number): readonly string[] {
    const own = [...(here.get(seat) ?? [])];
    for (const ticket of own) close(ticket, afterMs);
    cameras?.halt(seat);
    return own;
  }

  return {
    async answer(seat, ask) {
      if (stopped || gone.has(seat)) return refusal('Busy');
      try {
        const answer = await answerTo(seat, ask);
        metrics.asked(ask.ask, answer.status === 'refused' ? answer.code : 'granted');
        return answer;
      } catch (error) {
        log.error(
          { ask: ask.ask, reason: error instanceof Error ? error.message : String(error) },
          'an ask for video failed',
        );
        metrics.asked(ask.ask, 'failed');
        return refusal('Busy');
      }
    },
    relabelled(seat) {
      const { user } = seat.person;
      if (!deps.may(user, 'moveCamera')) cameras?.halt(seat);
      if (deps.may(user, 'watchVideo')) return;
      const ended = end(seat, lingerMs);
      if (ended.length > 0) seat.ended(ended);
    },
    left(seat) {
      gone.add(seat);
      end(seat, lostLingerMs);
    },
    async stop() {
      stopped = true;
      stopDropping?.();
      stills.clear();
      for (const seat of [...here.keys()]) end(seat, lingerMs);
      await cameras?.stop();
    },
  };
}
