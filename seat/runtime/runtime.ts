/** The seat: everything between a screen and the hub, put together. Answers the requests of `shared/wire/seat-api.ts`. */
import type { District } from '../../shared/domain/district/state.ts';
import { packStream } from '../../shared/domain/district/state.ts';
import type { UnitPosition } from '../../shared/domain/unit/state.ts';
import type { DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import type { Digest } from '../../shared/wire/hub-protocol.ts';
import { requestSchemas } from '../../shared/wire/seat-api.ts';
import type { AnswerOf, RequestName, RequestOf, SeatPush, SeatStatus } from '../../shared/wire/seat-api.ts';
import { mayWhileLocked } from './at-seat.ts';
import type { SeatTiles } from './online-maps.ts';
import { digestOf } from './digest-checks.ts';
import { firstIssue } from './incoming.ts';
import type { SeatPorts, SeatSession } from './ports.ts';
import type { WholePush } from './pushes.ts';
import { InvalidRequest } from './requests.ts';
import { buildParts } from './parts.ts';
import type { SeatParts } from './parts.ts';
import { FromHub } from './from-hub.ts';
import { SeatLocked } from './seat.ts';
import type { Seat, SeatOptions } from './seat.ts';
import { UntilOpen } from './until-open.ts';
import type { SeatPictures } from './video.ts';

/** How often what was settled long ago is deleted, ms. */
const pruneEveryMs = 3_600_000;

export function createSeat(ports: SeatPorts, options: SeatOptions): Seat {
  return new RunningSeat(ports, options);
}

class RunningSeat implements Seat {
  readonly #ports: SeatPorts;
  readonly #options: SeatOptions;
  readonly #parts: SeatParts;
  readonly #hub: FromHub;
  readonly #untilOpen = new UntilOpen(() => this.#parts.at);
  /** What this seat has open and is about to do. */
  #ownPresence: RequestOf<'presence'> | undefined;
  #stopPruning: () => void = () => undefined;
  #stopped = false;

  constructor(ports: SeatPorts, options: SeatOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#hub = new FromHub({
      log: ports.log,
      parts: () => this.#parts,
      secondFactor: (missing) => this.#secondFactor(missing),
      tellPresence: () => this.#tellPresence(),
    });
    this.#parts = buildParts(ports, options, {
      hub: this.#hub,
      at: {
        signedIn: (session, before) => this.#signedIn(session, before),
        signedOut: (reason) => this.#signedOut(reason),
        lockChanged: () => this.#lockChanged(),
      },
      present: (whole) => this.#present(whole),
      committed: (put, removed, causes) => this.#committed(put, removed, causes),
      documentsReplaced: () => this.#documentsReplaced(),
      presence: (value) => {
        this.#ownPresence = value;
        this.#tellPresence();
      },
    });
    this.#prune();
    this.#parts.plates.look();
    this.#parts.sender.pump();
    this.#parts.at.start();
  }

  get pictures(): SeatPictures & SeatTiles {
    return {
      stream: (ticket, place) => this.#parts.video.stream(ticket, place),
      still: (key) => this.#parts.video.still(key),
      tile: (request, done) => this.#parts.onlineMaps.tile(request, done),
    };
  }

  get #user(): string | undefined {
    return this.#parts.at.user;
  }

  // ── what screens ask ──

  async request<N extends RequestName>(name: N, body: RequestOf<N>): Promise<AnswerOf<N>> {
    if (!Object.hasOwn(requestSchemas, name)) throw new InvalidRequest('name: unknown');
    const parsed = requestSchemas[name].safeParse(body);
    if (!parsed.success) throw new InvalidRequest(firstIssue(parsed.error));
    const wanted = parsed.data as RequestOf<N>;
    // A machine that slept may have slept through the time.
    this.#parts.at.look();
    this.#assertOpen(name, wanted);
    const user = this.#user;
    const answer = await this.#parts.handlers[name](wanted);
    if (name === 'office' && !(await this.#untilOpen.of(user))) throw new SeatLocked('somebody else is at the seat');
    // What was asked before the lock fell is not shown behind it.
    if (this.#parts.at.locked && 'replay' in answer && 'of' in answer)
      this.#parts.replays.close({ replay: answer.replay });
    this.#assertOpen(name, wanted);
    return answer;
  }

  #assertOpen<N extends RequestName>(name: N, body: RequestOf<N>): void {
    if (this.#parts.at.locked && !mayWhileLocked(name, body)) throw new SeatLocked('unlock the seat first');
  }

  onPush(listener: (push: SeatPush) => void): () => void {
    return this.#parts.pushes.listen(listener);
  }

  typing(): number {
    return this.#parts.at.typing;
  }

  digest(): Digest {
    return digestOf(this.#parts.feed.cache, this.#ports.hash);
  }

  district(): District | undefined {
    return this.#parts.plates.district();
  }

  position(unit: string): UnitPosition | undefined {
    return this.#parts.positions.position(unit);
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#stopPruning();
    this.#parts.at.stop();
    this.#parts.video.forget();
    this.#parts.alarms.stop();
    this.#parts.link.stop(null);
    this.#parts.sender.stop();
    this.#parts.positions.stop();
    this.#parts.plates.stop();
    this.#parts.basemap.stop();
    this.#parts.pushes.stop();
    this.#parts.feed.cache.close();
    this.#ports.outbox.close();
  }

  // ── what follows from who sits here ──

  #signedIn({ token, user }: SeatSession, before: string | undefined): void {
    // What one person may see is not the next one's: it goes before the next one's name comes.
    this.#parts.views.only(user.id);
    if (user.id !== before) this.#forgetShown();
    this.#ownPresence = undefined;
    this.#untilOpen.changed();
    // Who sits here, and whether behind a lock, comes before what they are shown.
    this.#parts.pushes.now('status');
    this.#parts.documents.show(this.#mayBeShown());
    this.#parts.link.start(token);
    this.#parts.pushes.now('outbox');
    this.#parts.pushes.now('savedViews');
  }

  #signedOut(reason: string | null): void {
    this.#parts.link.stop(reason);
    this.#parts.views.forget();
    this.#ownPresence = undefined;
    this.#forgetShown();
    this.#parts.pushes.now('status');
    this.#untilOpen.changed();
  }

  /** Takes down what is on the screens of whoever sat here until now. */
  #forgetShown(): void {
    this.#parts.video.forget();
    this.#parts.onlineMaps.forget();
    this.#parts.replays.clear();
    this.#parts.positions.clear();
    this.#parts.remembered.clear();
    this.#parts.documents.show(false);
    this.#hub.forget();
    this.#parts.pushes.tell({ push: 'outbox', entries: [] });
  }

  #lockChanged(): void {
    // At once: behind it nothing of what is still held back may reach a screen.
    this.#parts.pushes.now('status');
    this.#tellPresence();
    if (this.#parts.at.locked) {
      this.#parts.onlineMaps.forget();
      return this.#parts.video.forget();
    }
    this.#parts.pushes.now('outbox');
    this.#parts.pushes.now('presence');
    this.#parts.pushes.now('intakes');
    this.#parts.pushes.now('savedViews');
    this.#parts.documents.reopen();
    this.#parts.replays.tellAgain();
    this.#parts.positions.tellAgain();
    this.#parts.plates.tellAgain();
    this.#parts.basemap.tellAgain();
    this.#untilOpen.changed();
  }

  // ── what happens inside ──

  #committed(put: readonly DocumentRecord[], removed: readonly StreamId[], causes: readonly string[]): void {
    this.#parts.held.committed(put, removed);
    this.#parts.alarms.committed(put.map(({ stream }) => stream));
    this.#parts.alarms.committed(removed);
    this.#parts.documents.committed(put, removed);
    this.#parts.replays.committed(put, removed);
    if (put.some(({ stream }) => stream === packStream)) this.#parts.plates.look();
    try {
      this.#parts.outbox.seen(causes);
    } catch (error) {
      // Nothing is lost: the entry stays a question, or is sent once more and answered the same.
      this.#ports.log.error({ err: error }, 'what was carried out could not be noted');
    }
    this.#parts.sender.pump();
  }

  #documentsReplaced(): void {
    this.#parts.held.replaced();
    // What a replay took for unchanged may be another now.
    this.#parts.replays.clear();
    this.#parts.alarms.replaced();
    this.#parts.plates.look();
    const shown = this.#mayBeShown();
    if (shown === this.#parts.documents.shown) this.#parts.documents.reopen();
    else this.#parts.documents.show(shown);
    this.#parts.pushes.changed('status');
  }

  /** Whether the cache was filled for whoever is signed in, and nothing else has to be done first. */
  #mayBeShown(): boolean {
    return (
      this.#user !== undefined && this.#parts.feed.place?.user === this.#user && !this.#parts.at.secondFactorMissing
    );
  }

  #secondFactor(missing: boolean): void {
    this.#parts.at.secondFactor(missing);
    this.#parts.documents.show(this.#mayBeShown());
    this.#parts.pushes.changed('status');
  }

  /** Behind a lock nobody has anything open. */
  #tellPresence(): void {
    if (this.#ownPresence === undefined) return;
    this.#parts.link.send('presence', this.#parts.at.locked ? { open: null, about: null } : this.#ownPresence);
  }

  #prune(): void {
    try {
      this.#parts.outbox.prune();
    } catch (error) {
      this.#ports.log.error({ err: error }, 'old entries could not be deleted');
    }
    this.#stopPruning = this.#ports.timers.after(pruneEveryMs, () => this.#prune());
  }

  #present(whole: WholePush['push']): WholePush {
    switch (whole) {
      case 'status':
        return { push: 'status', status: this.#status() };
      case 'outbox':
        return { push: 'outbox', entries: this.#parts.outbox.shown(this.#user) };
      case 'presence':
        return { push: 'presence', seats: [...this.#hub.seats] };
      case 'intakes':
        return { push: 'intakes', board: this.#hub.board };
      case 'savedViews':
        return { push: 'savedViews', board: this.#parts.views.board() };
    }
  }

  #status(): SeatStatus {
    const counts = this.#parts.outbox.counts(this.#user);
    const unknown = { alarm: null, late: null, unacknowledged: null };
    const alarms =
      this.#parts.documents.shown && this.#parts.at.holds('incident') ? this.#parts.alarms.counts() : unknown;
    return {
      link: this.#parts.link.state,
      linkReason: this.#parts.link.reason,
      user: this.#parts.at.present?.user ?? null,
      seat: this.#options.seat,
      lastSeq: this.#parts.feed.place?.lastSeq ?? 0,
      asOf: this.#parts.feed.asOf,
      clockOffset: this.#parts.time.offset(),
      demoClock: this.#hub.demoClock,
      clockRate: this.#parts.time.rate,
      ...counts,
      locked: this.#parts.at.locked,
      lockAfterMs: this.#parts.at.lockAfterMs,
      alarms: { ...alarms, tray: counts.asking + counts.refused },
      secondFactorMissing: this.#parts.at.secondFactorMissing,
      hub: this.#parts.link.hub,
      spareHub: this.#parts.link.hub !== null && this.#parts.link.hub !== this.#options.hubUrls[0],
    };
  }
}
