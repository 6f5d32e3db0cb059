/**
 * Replays of the past for seats: who may have one, of what, and its pages. What a person may not see today they may not
 * see of yesterday: a document is told where their labels meet those it had then and those it has now. Where units were is
 * told for a reason that stands in the access log before anything is answered.
 */
import type { Kinds } from '../../shared/domain/catalog.ts';
import type { UnitReads } from '../../shared/domain/unit/state.ts';
import type { StreamId } from '../../shared/lib/journal.ts';
import { second } from '../../shared/lib/time.ts';
import type {
  ReplayChange,
  ReplayDocument,
  ReplayOpen,
  ReplayOpenAnswer,
  ReplayPage,
  ReplayPageAnswer,
  ReplayRefusal,
} from '../../shared/wire/replay-api.ts';
import type { Rights } from '../accounts/rights.ts';
import type { Desk } from '../desk/port.ts';
import type { Labels } from '../feed/labels.ts';
import { labelsFrom, sees } from '../feed/labels.ts';
import type { SeatPerson } from '../feed/ports.ts';
import type { FeedRow, JournalReads } from '../journal/store.ts';
import type { EventText, ReadEvent } from '../journal/upcast.ts';
import type { TrackRight } from '../office/track-right.ts';
import type { Span } from '../office/unit-times.ts';
import { allUnits, lookDetail } from '../office/rights.ts';
import type { Clock, Log, Timers } from '../ports.ts';
import type { TrackStore } from '../telemetry/tracks.ts';
import type { AccessLog, AccessNote } from '../vault/access-log.ts';
import { documentAt, HallAt, seqAt, textOf } from './as-of.ts';
import type { ReplayPolicy } from './policy.ts';
import { replayPolicy } from './policy.ts';
import type { TrackOf } from './replay-tracks.ts';
import { TrackPages } from './replay-tracks.ts';
import type { Slices } from './slices.ts';
import type { AsOfStore, AsOfText } from './store.ts';

export interface ReplaysDeps {
  readonly journal: Pick<JournalReads, 'head' | 'rowsAfter' | 'feedAfter' | 'eventsOfStream' | 'documentTextsInScope'>;
  readonly desk: Pick<Desk, 'onCommitted'>;
  readonly kinds: Kinds;
  readonly readEvent: ReadEvent;
  readonly eventText: EventText;
  readonly store: Pick<AsOfStore, 'nearest' | 'document' | 'documents'>;
  /** Told what the kept places threw. */
  readonly onStoreTrouble: (error: unknown) => void;
  readonly slices: Pick<Slices, 'run'>;
  readonly rights: Pick<Rights, 'rolesTo' | 'labelsTo'>;
  readonly trackRight: Pick<TrackRight, 'ofAny' | 'ofOwn' | 'spans'>;
  readonly units: Pick<UnitReads, 'unit' | 'units'>;
  /** Without it no tracks are kept. */
  readonly tracks?: Pick<TrackStore, 'track'>;
  readonly access: Pick<AccessLog, 'note' | 'look'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly timers: Timers;
  readonly log: Log;
  readonly policy?: Partial<ReplayPolicy>;
}

/** The replays of one link. */
export interface ReplaySeat {
  open(ask: ReplayOpen): Promise<ReplayOpenAnswer>;
  page(ask: ReplayPage): Promise<ReplayPageAnswer>;
  close(replay: number): void;
  /** The link is over. */
  end(): void;
}

export interface Replays {
  seat(person: SeatPerson): ReplaySeat;
  /** Replays open now. */
  readonly count: number;
  stop(): void;
}

interface Open {
  readonly person: SeatPerson;
  readonly documents: boolean;
  readonly labels: Labels;
  /** Streams the person may hold today. */
  readonly inSight: Set<StreamId>;
  readonly hall: HallAt | undefined;
  readonly tracks: TrackPages | undefined;
  /** Whose tracks, and of which times, it was opened for. */
  readonly asked: readonly TrackOf[];
  readonly toSeq: number;
  /** Changes up to this event were told. */
  told: number;
  busy: Set<ReplayPage['part']>;
  over: boolean;
  stopIdle: () => void;
}

type Refused = Extract<ReplayOpenAnswer, { status: 'refused' }>;

const refused = (code: ReplayRefusal, field: string | null = null): Refused => ({ status: 'refused', code, field });

/** What a seat asks for may lie so far ahead: its idea of hub time is not the hub's. */
const seatAhead = 5 * second;
/** A page ends with the document or change that passes this, UTF-16 units. */
const pageSize = 192 * 1024;
const pageItems = 500;
/** Rows of the journal read, and streams in sight looked at, in one step. */
const rowsPage = 100;
const sightPage = 100;
/** Events from the nearest kept place beyond which the past has to be put in order first. */
const farFolded = 30_000;

export function createReplays(deps: ReplaysDeps): Replays {
  const { journal, kinds, readEvent, eventText, store, slices, rights, trackRight, access, clock, timers, log } = deps;
  const policy = { ...replayPolicy, ...deps.policy };
  const asOf = { journal, store, kinds, readEvent };
  const open = new Set<Open>();
  let opening = 0;
  let lastNumber = 0;
  const tracksOf = (ask: ReplayOpen): TrackOf['spans'][number] => ({ from: ask.from, to: ask.to + 1 });

  // What leaves the sight of a person leaves their replays too.
  const stopListening = deps.desk.onCommitted((rows) => {
    for (const each of open)
      for (const { stream, scope } of rows) if (!sees(each.labels, scope.after)) each.inSight.delete(stream);
  });

  const mayReplay = (account: string): boolean => rights.rolesTo(account, 'replay').length > 0;

  /** What is wrong with the period. */
  function badPeriod({ from, to, documents, tracks }: ReplayOpen): Refused | undefined {
    if (from >= to) return refused('InvalidMessage', 'to');
    if (from < 0) return refused('InvalidMessage', 'from');
    if (to > clock.now() + seatAhead) return refused('InvalidMessage', 'to');
    if (!documents && tracks === null) return refused('InvalidMessage', 'documents');
    const isFile = tracks?.purpose === 'file';
    if (isFile && documents) return refused('InvalidMessage', 'documents');
    if (isFile && (tracks.units === 'all' || tracks.units.length !== 1)) return refused('InvalidMessage', 'units');
    return to - from > (isFile ? policy.longestFileMs : policy.longestMs) ? refused('TooLong', 'to') : undefined;
  }

  /** Whose tracks; a refusal where one of them may not be told. What there is not is answered as what is not theirs. */
  function tracksAsked(ask: ReplayOpen, account: string): Refused | readonly TrackOf[] {
    if (ask.tracks === null) return [];
    const { units, purpose } = ask.tracks;
    const ofAny = trackRight.ofAny(account);
    if (!ofAny && !trackRight.ofOwn(account)) return refused('NotAllowed', 'units');
    const ids = units === 'all' ? deps.units.units().map(({ id }) => id) : [...new Set(units)];
    const spansOf = trackRight.spans(account, tracksOf(ask));
    const found = ids.map((unit) => ({ unit, spans: spansOf(unit) }));
    const tracks = found.filter(({ spans }) => spans.length > 0);
    if (tracks.length === 0 || (units !== 'all' && tracks.length < found.length)) {
      const unknown = found.some(({ unit }) => deps.units.unit(unit) === undefined);
      return refused(ofAny && unknown ? 'Unknown' : 'NotAllowed', 'units');
    }
    const fixes = (tracks.length * (ask.to - ask.from)) / policy.fixEveryMs;
    return purpose === 'replay' && fixes > policy.mostFixes ? refused('TooLarge', 'units') : tracks;
  }

  function note({ user, seat }: SeatPerson, ask: ReplayOpen, answer: Refused | undefined): void {
    const reason = ask.tracks?.reason ?? '';
    const detail = lookDetail(ask.from, ask.to, reason).trimEnd();
    if (answer === undefined) access.note({ user, seat, action: 'replay', subject: '', detail });
    else
      for (const subject of subjectsOf(ask))
        access.note({ user, seat, action: 'refused', subject, detail: `replay ${answer.code} ${detail}` });
  }

  /** What a try was at: a person is shown who tried to see where they were. Of what there is not nothing is written. */
  function subjectsOf({ tracks }: ReplayOpen): readonly string[] {
    if (tracks === null) return ['replay'];
    if (tracks.units === 'all') return [allUnits];
    const known = [...new Set(tracks.units)].filter((unit) => deps.units.unit(unit) !== undefined);
    return known.length === 0 ? ['replay'] : known.map((unit) => `unit:${unit}`);
  }

  /** False where it cannot be written: then nothing is told. */
  function looked({ user, seat }: SeatPerson, ask: ReplayOpen, tracks: readonly TrackOf[]): boolean {
    if (ask.tracks === null) return true;
    const action = ask.tracks.purpose === 'file' ? 'trackFile' : 'replayTracks';
    const entry = (subject: string): AccessNote => ({
      ...{ user, seat, action, subject },
      detail: lookDetail(ask.from, ask.to, ask.tracks?.reason ?? ''),
    });
    const isAll = ask.tracks.units === 'all' && trackRight.ofAny(user);
    const subjects = isAll ? [allUnits] : tracks.map(({ unit }) => `unit:${unit}`);
    try {
      access.look(...subjects.map(entry));
      return true;
    } catch (error) {
      log.error({ reason: String(error) }, 'the access log cannot be written: nobody is shown where a unit was');
      return false;
    }
  }

  /** Streams of which the labels meet the present scope. */
  function* sight(labels: Labels): Generator<void, Set<StreamId>> {
    const found = new Set<StreamId>();
    for (let after = ''; ;) {
      const page = journal.documentTextsInScope(labels.list, after, sightPage);
      for (const { stream } of page) found.add(stream);
      const last = page.at(-1);
      if (last === undefined || page.length < sightPage) return found;
      after = last.stream;
      yield;
    }
  }

  async function begin(person: SeatPerson, ask: ReplayOpen, tracks: readonly TrackOf[]): Promise<Refused | Open> {
    const labels = labelsFrom(ask.documents ? rights.labelsTo(person.user, 'replay') : []);
    const [fromSeq, toSeq] = [seqAt(journal, ask.from), seqAt(journal, ask.to)];
    if (ask.documents && fromSeq - (store.nearest(fromSeq)?.seq ?? 0) > farFolded) return refused('Preparing');
    if (!looked(person, ask, tracks)) return refused('StorageFull');
    const inSight = new Set<StreamId>();
    const hall = ask.documents ? new HallAt(asOf, fromSeq, (stream) => inSight.has(stream)) : undefined;
    const thin = ask.tracks?.purpose === 'file' ? undefined : { everyMs: policy.fixEveryMs };
    const { from, to } = ask;
    const made: Open = {
      ...{ person, labels, inSight, hall, toSeq, busy: new Set(), over: false },
      documents: ask.documents,
      tracks:
        tracks.length === 0 || deps.tracks === undefined
          ? undefined
          : new TrackPages({ store: deps.tracks, units: tracks, from, to, thin, most: policy.mostFixes }),
      told: fromSeq,
      asked: tracks,
      stopIdle: () => undefined,
    };
    if (hall === undefined) return made;
    // Listened for from here on: what leaves sight meanwhile is not told.
    const stop = deps.desk.onCommitted((rows) => {
      for (const { stream, scope } of rows) if (!sees(labels, scope.after)) inSight.delete(stream);
    });
    try {
      for (const stream of await slices.run(sight(labels))) inSight.add(stream);
      await slices.run(hall.fold());
    } finally {
      stop();
    }
    return made;
  }

  function end(replay: Open): void {
    replay.over = true;
    replay.stopIdle();
    open.delete(replay);
  }

  function watchIdle(replay: Open): void {
    replay.stopIdle();
    replay.stopIdle = timers.after(policy.idleMs, () => end(replay));
  }

  function* documentsPage(replay: Open, hall: HallAt): Generator<void, ReplayPageAnswer> {
    let size = 0;
    let counted = 0;
    const enough = (found: readonly AsOfText[]): boolean => {
      for (; counted < found.length; counted += 1) size += found[counted]?.body.length ?? 0;
      return found.length >= pageItems || size >= pageSize;
    };
    const found = yield* hall.page(enough);
    const documents = found
      .filter(({ stream, scope }) => replay.inSight.has(stream) && sees(replay.labels, scope))
      .map(({ stream, version, seq, body }): ReplayDocument => ({ stream, version, seq, body }));
    return { status: 'documents', documents, done: !enough(found) };
  }

  function* changesPage(replay: Open): Generator<void, ReplayPageAnswer> {
    const changes: ReplayChange[] = [];
    for (let size = 0; replay.told < replay.toSeq && changes.length < pageItems && size < pageSize;) {
      const rows = journal.feedAfter(replay.told, Math.min(rowsPage, replay.toSeq - replay.told));
      yield;
      for (const row of rows) {
        const change = changeOf(replay, row);
        replay.told = row.seq;
        if (change === undefined) continue;
        changes.push(change);
        size +=
          change.kind === 'event' ? change.bytes.length : change.kind === 'enter' ? change.document.body.length : 0;
        if (change.kind === 'enter') yield;
        if (changes.length >= pageItems || size >= pageSize) break;
      }
      if (rows.length === 0) break;
    }
    return { status: 'changes', changes, through: replay.told, done: replay.told >= replay.toSeq };
  }

  function changeOf({ labels, inSight }: Open, row: FeedRow): ReplayChange | undefined {
    const { stream, seq, version, scope } = row;
    if (!inSight.has(stream)) return undefined;
    const [before, after] = [sees(labels, scope.before), sees(labels, scope.after)];
    if (after && (before || version === 1)) return { kind: 'event', bytes: eventText(row) };
    if (!before && !after) return undefined;
    const { at, type } = readEvent(row);
    if (!after) return { kind: 'leave', at, seq, stream, type };
    const document = documentAt(asOf, stream, seq);
    if (document === undefined) throw new Error(`${stream} has no document after event ${seq}`);
    const { body } = textOf(document);
    return { kind: 'enter', at, type, document: { stream, version, seq, body } };
  }

  async function pageOf(replay: Open, part: ReplayPage['part']): Promise<ReplayPageAnswer> {
    if (part === 'tracks') {
      if (replay.tracks === undefined) return refused('InvalidMessage', 'part');
      const { page, done } = await slices.run(replay.tracks.next());
      return { status: 'tracks', page, done };
    }
    if (replay.hall === undefined) return refused('InvalidMessage', 'part');
    return slices.run(part === 'documents' ? documentsPage(replay, replay.hall) : changesPage(replay));
  }

  /** Whether the person may still have all of it. */
  function stillMay({ person, documents, labels, asked }: Open, ask: ReplayOpen): boolean {
    const { user } = person;
    if (documents && (!mayReplay(user) || labelsFrom(rights.labelsTo(user, 'replay')).key !== labels.key)) return false;
    if (ask.tracks === null) return true;
    const present = tracksAsked(ask, user);
    if ('status' in present) return false;
    const spans = new Map(present.map((track) => [track.unit, track.spans]));
    const isWithin = (span: Span, others: readonly Span[]): boolean =>
      others.some(({ from, to }) => from <= span.from && span.to <= to);
    return asked.every((track) => track.spans.every((span) => isWithin(span, spans.get(track.unit) ?? [])));
  }

  function seat(person: SeatPerson): ReplaySeat {
    const own = new Map<number, { readonly replay: Open; readonly ask: ReplayOpen }>();
    let over = false;
    const living = (): number => [...own.values()].filter(({ replay }) => !replay.over).length;

    async function openOne(ask: ReplayOpen): Promise<ReplayOpenAnswer> {
      if (ask.documents && !mayReplay(person.user)) return refused('NotAllowed');
      const bad = badPeriod(ask);
      if (bad !== undefined) return bad;
      const tracks = tracksAsked(ask, person.user);
      if ('status' in tracks) return tracks;
      for (const [number, { replay }] of own) if (replay.over) own.delete(number);
      if (open.size + opening >= policy.open || living() >= policy.openOnLink) return refused('Busy');
      opening += 1;
      try {
        const begun = await begin(person, ask, tracks);
        if ('status' in begun) return begun;
        if (over || living() >= policy.openOnLink) return refused('Busy');
        if (!stillMay(begun, ask)) return refused('RightsChanged');
        lastNumber += 1;
        const replay = lastNumber;
        own.set(replay, { replay: begun, ask });
        open.add(begun);
        watchIdle(begun);
        const { from, to } = ask;
        const units = tracks.map(({ unit }) => unit);
        const answer = { status: 'opened' as const, replay, from, to, hubTime: clock.now(), units };
        return { ...answer, fromSeq: begun.told, toSeq: begun.toSeq };
      } finally {
        opening -= 1;
      }
    }

    return {
      async open(ask) {
        let answer: ReplayOpenAnswer;
        try {
          answer = await openOne(ask);
        } catch (error) {
          log.error({ reason: error instanceof Error ? error.message : String(error) }, 'a replay could not be opened');
          deps.onStoreTrouble(error);
          answer = refused('Busy');
        }
        // What was looked at stands in the log already, before it was told.
        if (answer.status === 'refused') note(person, ask, answer);
        else if (ask.documents) note(person, ask, undefined);
        return answer;
      },
      async page({ replay: number, part }) {
        const found = own.get(number);
        if (found === undefined || found.replay.over) return refused('Unknown', 'replay');
        const { replay, ask } = found;
        if (!stillMay(replay, ask)) {
          end(replay);
          return refused('RightsChanged');
        }
        if (replay.busy.has(part)) return refused('Busy');
        replay.busy.add(part);
        watchIdle(replay);
        try {
          const answer = await pageOf(replay, part);
          return replay.over ? refused('Unknown', 'replay') : answer;
        } catch (error) {
          log.error({ reason: error instanceof Error ? error.message : String(error) }, 'a page of a replay failed');
          deps.onStoreTrouble(error);
          end(replay);
          return refused('Busy');
        } finally {
          replay.busy.delete(part);
        }
      },
      close(number) {
        const found = own.get(number);
        own.delete(number);
        if (found !== undefined) end(found.replay);
      },
      end() {
        over = true;
        for (const { replay } of own.values()) end(replay);
        own.clear();
      },
    };
  }

  return {
    seat,
    get count() {
      return open.size;
    },
    stop() {
      stopListening();
      for (const replay of [...open]) end(replay);
    },
  };
}
