/**
 * Replays as the screens ask for them: of the past as the hub tells it, or of the last hours from what this seat keeps.
 * Few are open at a time; what they hold is let go of with them.
 */
import type { Kinds } from '../../../shared/domain/catalog.ts';
import { reachOf } from '../../../shared/domain/rules/permissions.ts';
import { figuresOf } from '../../../shared/geo/track-figures.ts';
import type { DocumentRecord, StreamId } from '../../../shared/lib/journal.ts';
import { minute } from '../../../shared/lib/time.ts';
import type { ReplayOpen } from '../../../shared/wire/replay-api.ts';
import type { AnswerOf, RequestOf, SeatPush } from '../../../shared/wire/seat-api.ts';
import type { SessionUser } from '../../../shared/wire/session.ts';
import type { TrackFix } from '../../../shared/wire/tracks.ts';
import type { Link } from '../link.ts';
import type { CacheStore, SeatLog, SeatTimers, TrackFiles } from '../ports.ts';
import { FixSeries } from './fixes.ts';
import type { FixesOf } from './fixes.ts';
import { fetchChanges, fetchDocuments, fetchTracks, openAtHub, ReplayEnded } from './hub-source.ts';
import { Replay } from './replay.ts';
import type { ReplayParts } from './replay.ts';
import { timelineOf } from './seat-source.ts';
import { Timeline } from './timeline.ts';

export interface ReplaysParts {
  readonly kinds: Kinds;
  /** The present cache: it may be replaced. */
  readonly cache: () => CacheStore;
  readonly link: Pick<Link, 'ask' | 'send'>;
  readonly timers: SeatTimers;
  readonly log: SeatLog;
  readonly files: TrackFiles;
  /** Whether whoever is signed in may be shown what the cache holds, and the roles they have. */
  readonly shown: () => boolean;
  readonly roles: () => SessionUser['roles'];
  /** Hub time, Unix ms. */
  readonly now: () => number;
  /** What was told of positions lately. */
  readonly remembered: () => FixesOf;
  /** Minutes east of UTC of the district; undefined while there is no pack. */
  readonly utcOffset: () => number | undefined;
  readonly push: (push: Extract<SeatPush, { push: 'opened' | 'changed' }>) => void;
}

type Opened = AnswerOf<'replayOpen'>;
type Refused = Extract<Opened, { status: 'refused' }>;

const mostOpen = 2;
/** Where a unit was at the beginning is said by a fix from before it, ms. */
const leadMs = 10 * minute;
/** Fixes of a way that a screen is given; of more only some. */
const mostShown = 20_000;
const mostInFile = 100_000;

/** What the seat remembers goes on: old fixes leave it, and a replay stays as it was opened. */
function copyOf(fixes: FixesOf, from: number, to: number): FixesOf {
  return new Map(
    [...fixes].flatMap(([unit, series]) => {
      const part = series.between(from, to);
      return part.length === 0 ? [] : [[unit, part] as const];
    }),
  );
}

const refused = (code: string, field: string | null = null): Refused => ({ status: 'refused', code, field });
const unknown = { status: 'refused', code: 'Unknown', loadedTo: null } as const;

export class Replays {
  readonly #parts: ReplaysParts;
  readonly #open = new Map<number, Replay>();
  #opening = 0;
  #last = 0;
  /** Rises when somebody else sits here: what was asked for before is not theirs. */
  #sitting = 0;

  constructor(parts: ReplaysParts) {
    this.#parts = parts;
  }

  async open(body: RequestOf<'replayOpen'>): Promise<Opened> {
    if (!this.#parts.shown()) return refused('NotAllowed');
    if (body.from >= body.to) return refused('InvalidMessage', 'to');
    if (this.#open.size + this.#opening >= mostOpen) return refused('Busy');
    if (body.of === 'seat') return this.#ofSeat(body);
    this.#opening += 1;
    const sitting = this.#sitting;
    try {
      const answer = await this.#ofHub(body);
      if (sitting === this.#sitting) return answer;
      if (answer.status === 'opened') this.close({ replay: answer.replay });
      return refused('NotAllowed');
    } finally {
      this.#opening -= 1;
    }
  }

  async at({ replay, at }: RequestOf<'replayAt'>): Promise<AnswerOf<'replayAt'>> {
    return this.#open.get(replay)?.at(at) ?? unknown;
  }

  events({ replay, after, limit }: RequestOf<'replayEvents'>): AnswerOf<'replayEvents'> {
    return this.#open.get(replay)?.events(after, limit) ?? { status: 'refused', code: 'Unknown' };
  }

  track({ replay, unit }: RequestOf<'replayTrack'>): AnswerOf<'replayTrack'> {
    const found = this.#open.get(replay);
    // The way of a unit asks a reason, and is looked at through the hub only.
    if (found?.of === 'seat') return { status: 'refused', code: 'NotAllowed' };
    const fixes = found?.track(unit);
    if (fixes === undefined) return { status: 'refused', code: 'Unknown' };
    const each = Math.max(1, Math.ceil(fixes.length / mostShown));
    const shown = fixes.filter((_, place) => place % each === 0 || place === fixes.length - 1);
    const { stops, silences, ...figures } = figuresOf(fixes);
    return {
      status: 'track',
      fixes: shown.map(({ at, lon, lat, speed = null }) => ({ at, lon, lat, speed })),
      figures: { ...figures, stops: [...stops], silences: [...silences] },
    };
  }

  close({ replay }: RequestOf<'replayClose'>): AnswerOf<'replayClose'> {
    this.#open.get(replay)?.close();
    this.#open.delete(replay);
    return {};
  }

  /** Throws where there is no such replay: a mistake of the screen, or it was closed meanwhile. */
  watch(replay: number, watch: number, kinds: readonly string[]): boolean {
    const found = this.#open.get(replay);
    found?.watch(watch, kinds);
    return found !== undefined;
  }

  unwatch(watch: number): void {
    for (const replay of this.#open.values()) replay.unwatch(watch);
  }

  /** Screens could not be told for a while. */
  tellAgain(): void {
    for (const replay of this.#open.values()) replay.reopen();
  }

  /** The feed went on. */
  committed(put: readonly DocumentRecord[], removed: readonly StreamId[]): void {
    for (const replay of this.#open.values()) {
      for (const stream of removed) replay.drop(stream);
      this.#bases.get(replay)?.(put);
    }
  }

  /** Another person, or nobody: nothing of it is theirs. */
  clear(): void {
    this.#sitting += 1;
    for (const replay of this.#open.values()) replay.close();
    this.#open.clear();
  }

  /** A file of a unit's way; the hub notes who took it, and why. */
  async file({ unit, from, to, format, reason }: RequestOf<'trackFile'>): Promise<AnswerOf<'trackFile'>> {
    const { link, timers, files, utcOffset, cache, kinds, shown } = this.#parts;
    const offset = utcOffset();
    if (!shown()) return refused('NotAllowed');
    if (offset === undefined) return refused('NoPack');
    const hub = { link, timers };
    const sitting = this.#sitting;
    const message: ReplayOpen = { from, to, documents: false, tracks: { units: [unit], reason, purpose: 'file' } };
    const opened = await openAtHub(hub, message);
    if (opened === undefined) return refused('Offline');
    if (opened.status === 'refused') return refused(opened.code, opened.field);
    const fixes: TrackFix[] = [];
    try {
      await fetchTracks(
        hub,
        opened,
        (_, fix) => {
          if (fixes.length >= mostInFile) throw new ReplayEnded('TooLarge');
          fixes.push(fix);
        },
        () => undefined,
      );
    } catch (error) {
      return refused(this.#codeOf(error), 'to');
    } finally {
      link.send('replayClose', { replay: opened.replay });
    }
    if (sitting !== this.#sitting) return refused('NotAllowed');
    const state = kinds.has('unit') ? cache().document(`unit/${unit}`)?.state : undefined;
    const name = typeof state === 'object' && state !== null && 'name' in state ? String(state['name']) : unit;
    const { file, text } = files[format]({ unit, name, from, to, utcOffset: offset, fixes });
    return { status: 'file', file, text, fixes: fixes.length };
  }

  /** By replay: told what changed in the cache, before which it has to know how it stood. */
  readonly #bases = new WeakMap<Replay, (put: readonly DocumentRecord[]) => void>();

  #ofSeat({ from: wanted, to, asFarAsKept = false }: RequestOf<'replayOpen'>): Opened {
    const { kinds, cache, remembered, roles, now } = this.#parts;
    const from = asFarAsKept ? Math.max(wanted, cache().pastFrom() ?? wanted) : wanted;
    // By which of the roles a document is held only the hub can say: here all of them have to allow it.
    const held = roles();
    if (held.length === 0 || held.some(({ role }) => reachOf('replay', role) === undefined))
      return refused('NotAllowed');
    if (to > now()) return refused('InvalidMessage', 'to');
    if (from >= to) return refused('NotKept', 'from');
    let found: ReturnType<typeof timelineOf>;
    try {
      found = timelineOf(kinds, cache, from);
    } catch (error) {
      this.#parts.log.error({ err: error }, 'the last hours cannot be put together from what is kept');
      return refused('NotKept', 'from');
    }
    if (found === undefined) return refused('NotKept', 'from');
    const { timeline, seq } = found;
    const mayPlaces = held.some(({ role }) => reachOf('positions', role) !== undefined);
    const fixes = mayPlaces ? copyOf(remembered(), from, to) : new Map<string, FixSeries>();
    const replay = this.#made({ from, to, of: 'seat' }, timeline, fixes, () => undefined);
    this.#bases.set(replay, (put) => {
      for (const { stream } of put) {
        if (timeline.has(stream)) continue;
        timeline.hold(stream, cache().pastBase(stream, seq) ?? undefined);
      }
    });
    replay.begun();
    replay.loaded(to);
    return { status: 'opened', replay: replay.number, from, to, of: 'seat', units: [...fixes.keys()] };
  }

  async #ofHub({ from, to, units, reason }: RequestOf<'replayOpen'>): Promise<Opened> {
    const { kinds, link, timers } = this.#parts;
    if (units.length > 0 && reason === null) return refused('InvalidMessage', 'reason');
    const hub = { link, timers };
    const tracks = units.length === 0 || reason === null ? null : { units, reason, purpose: 'replay' as const };
    const lead = tracks === null ? 0 : leadMs;
    const opened = await openAtHub(hub, { from: from - lead, to, documents: true, tracks });
    if (opened === undefined) return refused('Offline');
    if (opened.status === 'refused') return refused(opened.code, opened.field);
    const fixes = new Map<string, FixSeries>();
    const timeline = new Timeline(kinds, opened.fromSeq);
    let isAtHub = true;
    // Once only: a hub that was started again may call another one by the same number.
    const leave = (): void => {
      if (isAtHub) link.send('replayClose', { replay: opened.replay });
      isAtHub = false;
    };
    const replay = this.#made({ from, to, of: 'hub' }, timeline, fixes, leave);
    try {
      await fetchDocuments(hub, opened, timeline);
    } catch (error) {
      this.close({ replay: replay.number });
      return refused(this.#codeOf(error));
    }
    if (replay.over) return refused('Unknown');
    const reached = { changes: from - 1, tracks: tracks === null ? to : from - 1 };
    const note = (part: 'changes' | 'tracks') => (at: number) => {
      reached[part] = at;
      if (replay.over) throw new ReplayEnded('Unknown');
      replay.loaded(Math.min(reached.changes, reached.tracks));
    };
    const take = (unit: string, fix: TrackFix): void => {
      const series = fixes.get(unit) ?? new FixSeries();
      if (series.length === 0) fixes.set(unit, series);
      series.push(fix);
    };
    replay.begun();
    void Promise.all([
      fetchChanges(hub, opened, timeline, note('changes')),
      ...(tracks === null ? [] : [fetchTracks(hub, opened, take, note('tracks'))]),
    ])
      .then(() => {
        for (const series of fixes.values()) series.trim();
      })
      .catch((error: unknown) => replay.ended(this.#codeOf(error)))
      // Everything is here: the hub need not keep it open.
      .finally(leave);
    return { status: 'opened', replay: replay.number, from, to, of: 'hub', units: [...opened.units] };
  }

  #made(
    { from, to, of }: Pick<ReplayParts, 'from' | 'to' | 'of'>,
    timeline: Timeline,
    fixes: FixesOf,
    closed: () => void,
  ): Replay {
    this.#last += 1;
    const knowsDuty = this.#parts.kinds.has('unit');
    const { push } = this.#parts;
    const replay = new Replay({ number: this.#last, from, to, of, timeline, fixes, knowsDuty, closed, push });
    this.#open.set(replay.number, replay);
    return replay;
  }

  #codeOf(error: unknown): string {
    if (error instanceof ReplayEnded) return error.code;
    this.#parts.log.error({ err: error }, 'a replay broke off');
    return 'Failed';
  }
}
