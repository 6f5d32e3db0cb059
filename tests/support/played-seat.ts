/**
 * A seat over a night played in memory, for the screens alone: no hub, so that a test says when the hub answers, what
 * other seats do and when the connection is lost.
 */
import { join } from 'node:path';
import { ensureBuilt } from '../../build/bundle.ts';
import { entryOf } from '../../db/documents/search-index.ts';
import { startBrowserShell } from '../../seat/browser-shell/server.ts';
import type { BrowserShell } from '../../seat/browser-shell/server.ts';
import type { SeatTimers } from '../../seat/runtime/ports.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { foundFor, pastOf } from '../../shared/domain/rules/find.ts';
import { searchedOf } from '../../shared/domain/rules/searched.ts';
import type { StreamId } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import type {
  AnswerOf,
  BasemapState,
  OutboxEntry,
  RequestOf,
  SeatDocument,
  SeatPush,
  SeatStatus,
} from '../../shared/wire/seat-api.ts';
import type { Basemap } from '../../shared/domain/district/state.ts';
import { calendarAhead, readyAhead, readyLows, standsUntil, turnedBy } from '../../shared/domain/rules/duty-ahead.ts';
import { rosterOfNight } from '../../shared/domain/rules/roster-night.ts';
import { oldestAfter, runOf } from '../../shared/domain/rules/run-order.ts';
import { Ways } from '../../shared/domain/rules/travel.ts';
import type { DemoNight } from './demo-night.ts';
import { demoDistrict } from './demo-night.ts';
import { FakeSeat, quietLog, signedOutStatus } from './shell-seat.ts';

const timers: SeatTimers = {
  after: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
};

type Role = NonNullable<SeatStatus['user']>['roles'][number]['role'];

const user = (login: string, role: Role): NonNullable<SeatStatus['user']> => ({
  id: `user-${login}`,
  login,
  name: login,
  roles: [{ role }],
});
export const desk = user('lin', 'nightDesk');
export const relief = user('wu', 'nightDesk');
export const wall = user('wall', 'wall');
export const administrator = user('guanli', 'administrator');
export const auditor = user('shenji', 'auditor');

export class PlayedSeat extends FakeSeat {
  readonly night: DemoNight;
  /** Whether what is entered is at the hub at once; else it stays pending. */
  hubAnswers = false;
  outbox: OutboxEntry[] = [];
  #basemap: { readonly file: string; readonly basemap: Basemap } | undefined;
  /** Documents beside those of the night, by stream. */
  readonly more = new Map<string, SeatDocument>();
  #status: SeatStatus;
  #versions = 1;
  readonly #incidents: string[] = [];
  readonly #assignments: string[] = [];
  readonly #watches = new Map<number, readonly string[]>();
  /** What each user typed and did not send. */
  readonly #drafts = new Map<string, Map<string, RequestOf<'keepDraft'>['draft']>>();

  constructor(night: DemoNight, now: string, who = desk) {
    super();
    this.night = night;
    const clockOffset = night.at(now) - Date.now();
    const lockAfterMs = who.roles.every(({ role }) => role === 'wall') ? null : 600_000;
    const live = { link: 'live', user: who, asOf: night.at(now), lastSeq: 1, lockAfterMs } as const;
    this.#status = { ...signedOutStatus, ...live, clockOffset };
    this.answers.set('watch', ({ watch, kinds }: RequestOf<'watch'>) => {
      this.#watches.set(watch, kinds);
      setImmediate(() => this.push({ push: 'opened', watch, documents: this.#documents(kinds) }));
      return {};
    });
    this.answers.set('unwatch', ({ watch }: RequestOf<'unwatch'>) => {
      this.#watches.delete(watch);
      return {};
    });
    // No platform behind this night: a test that wants pictures sets its own.
    this.answers.set('videoOpen', () => ({ status: 'refused', code: 'NoStream', since: null }));
    this.answers.set('videoStill', () => ({ status: 'refused', code: 'NoStream', since: null }));
    this.answers.set('videoClose', () => ({}));
    this.answers.set('videoPtz', () => ({ status: 'done' }));
    this.answers.set('plates', () => ({ status: 'plates', hash: demoDistrict.hash, plates: demoDistrict.plates }));
    this.answers.set('basemap', () => this.#basemapState());
    this.answers.set('recommend', ({ incident }: RequestOf<'recommend'>) =>
      this.#incidents.includes(incident)
        ? { status: 'recommended', recommendation: night.recommend(incident), at: this.#now() }
        : { status: 'unknown' },
    );
    this.answers.set('unitRun', ({ unit }: RequestOf<'unitRun'>) => {
      const { reads } = night.world();
      const { plates } = demoDistrict;
      const at = this.#now();
      const stops = runOf(must(reads.unit(unit), unit), reads, { ways: new Ways(plates), plates }, at);
      const oldest = oldestAfter(plates);
      return {
        ...{ status: 'run', at },
        stops: stops.map(({ spot: _, ...stop }) => ({ ...stop, oldest: !stop.begun && at - stop.since >= oldest })),
      };
    });
    this.answers.set('dutyAhead', ({ to }: RequestOf<'dutyAhead'>) => {
      const { reads } = night.world();
      const { plates } = demoDistrict;
      const at = this.#now();
      const from = reads.dutyMode()?.mode;
      const calendar = calendarAhead(plates, at);
      const [posts, fences] = [reads.posts(), reads.fences()].map((all) =>
        to === null ? { begins: [], ends: [] } : turnedBy(all, from, to, at, plates),
      );
      return {
        ...{ status: 'ahead', calendar, at },
        ready: readyAhead(reads.units(), at, 120),
        lows: readyLows(reads.units(), reads.zones(), at, 120),
        switched: to === null ? null : { posts, fences, until: standsUntil(to, calendar) },
      };
    });
    this.answers.set('rosterNight', ({ night: date }: RequestOf<'rosterNight'>) => {
      const reads = { ...night.world().reads, district: () => demoDistrict };
      const roster = rosterOfNight(date, reads, this.#now());
      return roster === undefined ? { status: 'unknown' } : { status: 'roster', roster };
    });
    this.answers.set('history', () => ({ status: 'events', events: [], complete: true }));
    this.answers.set('search', ({ text, only }: RequestOf<'search'>) => this.#found(text, only));
    this.answers.set('past', ({ of }: RequestOf<'past'>) => this.#past(of));
    this.answers.set('office', () => ({ status: 'offline' }));
    this.answers.set('draft', () => ({ status: 'noPack' }));
    this.answers.set('takeIn', () => ({ status: 'queued', entry: crypto.randomUUID() }));
    this.answers.set('settle', ({ entry }: RequestOf<'settle'>) => ({ settled: true, entry }));
    this.answers.set('keepDraft', ({ user: whose, name, draft }: RequestOf<'keepDraft'>) => {
      if (whose !== this.#status.user?.id) return { kept: false };
      const own = this.#draftsOf();
      if (draft === null) own.delete(name);
      else own.set(name, draft);
      return { kept: true };
    });
    this.answers.set('drafts', ({ user: whose }: RequestOf<'drafts'>) => ({
      drafts: whose === this.#status.user?.id ? Object.fromEntries(this.#draftsOf()) : {},
    }));
    this.answers.set('lock', () => {
      this.status({ locked: true });
      return {};
    });
    this.answers.set('submit', (body: RequestOf<'submit'>) => this.#submitted(body));
  }

  /** This machine has a basemap from now on. */
  showBasemap(file: string, basemap: Basemap): void {
    this.#basemap = { file, basemap };
    this.push({ push: 'basemap', basemap: this.#basemapState() });
  }

  basemapFile(hash: string): { readonly file: string; readonly size: number } | undefined {
    if (this.#basemap?.basemap.hash !== hash) return undefined;
    return { file: this.#basemap.file, size: this.#basemap.basemap.bytes };
  }

  #basemapState(): BasemapState {
    if (this.#basemap === undefined) return { here: null, fetching: null };
    const { bytes: _, ...here } = this.#basemap.basemap;
    return { here, fetching: null };
  }

  #now(): number {
    return Date.now() + this.#status.clockOffset;
  }

  #draftsOf(): Map<string, RequestOf<'keepDraft'>['draft']> {
    const id = this.#status.user?.id ?? '';
    const own = this.#drafts.get(id) ?? new Map<string, RequestOf<'keepDraft'>['draft']>();
    this.#drafts.set(id, own);
    return own;
  }

  #submitted({ type, data, basedOn }: RequestOf<'submit'>): AnswerOf<'submit'> {
    const id = crypto.randomUUID();
    if (this.hubAnswers) return { status: 'queued', entry: id };
    const lane = Object.keys(basedOn)[0] ?? '';
    const settled = { refusal: null, heldBackBy: null } as const;
    const made = {
      id,
      user: desk.id,
      type,
      data,
      lane,
      madeAt: this.#now(),
      nature: 'fact',
      state: 'pending',
    } as const;
    this.outbox = [...this.outbox, { ...made, ...settled }];
    this.push({ push: 'outbox', entries: this.outbox });
    return { status: 'queued', entry: id };
  }

  /** A page that comes back must not think for a moment that nobody is signed in. */
  protected override firstStatus(): SeatStatus {
    return this.#status;
  }

  override onPush(listener: (push: SeatPush) => void): () => void {
    const stop = super.onPush(listener);
    listener({ push: 'outbox', entries: this.outbox });
    return stop;
  }

  status(change: Partial<SeatStatus>): void {
    this.#status = { ...this.#status, ...change };
    this.push({ push: 'status', status: this.#status });
  }

  /** Shows these to the screens, and shows anew what changed of them. */
  hold(incidents: readonly string[], assignments: readonly string[] = []): void {
    for (const id of incidents) if (!this.#incidents.includes(id)) this.#incidents.push(id);
    for (const id of assignments) if (!this.#assignments.includes(id)) this.#assignments.push(id);
    this.#versions += 1;
    for (const [watch, kinds] of this.#watches)
      this.push({ push: 'changed', watch, documents: this.#documents(kinds), gone: [] });
  }

  /** Tells the screens of these alone, as a seat does that heard of some events. */
  change(documents: readonly SeatDocument[]): void {
    for (const document of documents) this.more.set(document.stream, document);
    for (const [watch, kinds] of this.#watches) {
      const seen = documents.filter(({ stream }) => kinds.includes(stream.slice(0, stream.indexOf('/'))));
      if (seen.length > 0) this.push({ push: 'changed', watch, documents: seen, gone: [] });
    }
  }

  #incidentStates(): IncidentState[] {
    return this.#documents(['incident']).map(({ state }) => state as unknown as IncidentState);
  }

  /** When the oldest incident was received. */
  #from(): number | null {
    return this.#incidentStates().reduce<number | null>(
      (first, { receivedAt }) => Math.min(first ?? receivedAt, receivedAt),
      null,
    );
  }

  #found(text: string, only: RequestOf<'search'>['only']): AnswerOf<'search'> {
    const found = foundFor(text, only, (kind, wanted, limit) =>
      this.#documents([kind])
        .filter(({ state }) => {
          const searched = searchedOf(kind, state);
          const held = searched === null ? '' : entryOf(searched).text;
          return wanted.terms.every((term) => held.includes(term));
        })
        .slice(0, limit)
        .map((document) => ({ ...document, stream: document.stream as StreamId, scope: [] })),
    );
    return { ...found, from: this.#from() };
  }

  #past(of: RequestOf<'past'>['of']): AnswerOf<'past'> {
    const there = this.#incidentStates().filter(({ site, placing }) =>
      of.kind === 'site' ? site === of.site : placing.grids?.cell === of.cell,
    );
    return { ...pastOf(there), from: this.#from() };
  }

  #documents(kinds: readonly string[]): SeatDocument[] {
    return kinds.flatMap((kind) => [
      ...this.#states(kind).map(([id, state]) => this.#document(`${kind}/${id}`, state)),
      ...[...this.more.values()].filter(({ stream }) => stream.startsWith(`${kind}/`)),
    ]);
  }

  #document(stream: string, state: unknown): SeatDocument {
    return { stream, version: this.#versions, seq: this.#versions, state: state as SeatDocument['state'] };
  }

  #states(kind: string): readonly (readonly [id: string, state: unknown])[] {
    const world = this.night.world();
    const { reads } = world;
    const byId = (states: readonly { readonly id: string }[]): (readonly [string, unknown])[] =>
      states.map((state) => [state.id, state]);
    switch (kind) {
      case 'incident':
        return byId(this.#incidents.map((id) => this.night.incident(id)));
      case 'assignment':
        return this.#assignments.map((id) => [id, must(world.state(`assignment/${id}`), id)]);
      case 'unit':
        return byId(reads.units());
      case 'zone':
        return byId(reads.zones());
      case 'nightPermit':
        return byId(reads.nightPermits());
      case 'quietPeriod':
        return byId(reads.quietPeriods());
      case 'stallPlace':
        return byId(reads.stallPlaces());
      case 'roster':
        return byId(reads.rostersAfter(0));
      case 'squad':
        return byId(reads.squads());
      case 'site':
        return byId(reads.sites());
      case 'pack':
        return [['district', world.state('pack/district')]];
      case 'dutyMode':
        return [['bureau', world.state('dutyMode/bureau')]];
      default:
        return [];
    }
  }

  /** What was entered, of one kind of command. */
  entered(type: string): readonly RequestOf<'submit'>[] {
    return this.asked
      .filter(({ name }) => name === 'submit')
      .map(({ body }) => body as RequestOf<'submit'>)
      .filter((each) => each.type === type);
  }

  count(name: (typeof this.asked)[number]['name']): number {
    return this.asked.filter((each) => each.name === name).length;
  }
}

/** The screens of such a seat in a browser shell; whoever starts it stops it. */
export async function showPlayed(seat: PlayedSeat): Promise<BrowserShell> {
  await ensureBuilt(['renderer']);
  const renderer = join(import.meta.dirname, '..', '..', 'dist', 'renderer');
  return startBrowserShell(
    { seat, timers, log: quietLog, basemap: (hash) => seat.basemapFile(hash) },
    { renderer, port: 0 },
  );
}
