/** What the seat does for each request of a screen; see `requestSchemas` of `shared/wire/seat-api.ts`. */
import type { Kinds } from '../../shared/domain/catalog.ts';
import type { StreamId } from '../../shared/lib/journal.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import { historyRequestSchema, presenceSchema, vaultAnswerSchema } from '../../shared/wire/hub-protocol.ts';
import type { AnswerOf, RequestName, RequestOf } from '../../shared/wire/seat-api.ts';
import type { AtSeat } from './at-seat.ts';
import type { SeatBasemap } from './basemap.ts';
import type { DeskHelp } from './desk-help.ts';
import type { DigestChecks } from './digest-checks.ts';
import type { Documents } from './documents.ts';
import { newEntry, settle } from './entries.ts';
import type { EntryParts } from './entries.ts';
import { readable } from './history.ts';
import type { Histories } from './history.ts';
import { firstIssue } from './incoming.ts';
import type { Link } from './link.ts';
import { askOffice } from './office.ts';
import type { Outbox } from './outbox.ts';
import { storageFullCode } from './ports.ts';
import type { SeatLog } from './ports.ts';
import type { SeatPlates } from './plates.ts';
import type { Positions } from './positions.ts';
import type { Replays } from './replay/replays.ts';
import type { SeatSearch } from './search.ts';
import type { Sender } from './sender.ts';
import type { SeatVideo } from './video.ts';

/** The request is not one of the seat's, or its body does not fit: a mistake of the screen. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';
  readonly code = 'InvalidRequest';
}

export interface RequestParts {
  readonly kinds: Kinds;
  readonly at: AtSeat;
  readonly documents: Documents;
  readonly entryParts: EntryParts;
  readonly outbox: Outbox;
  readonly sender: Sender;
  readonly histories: Histories;
  readonly link: Link;
  readonly positions: Positions;
  readonly help: DeskHelp;
  readonly plates: SeatPlates;
  readonly basemap: SeatBasemap;
  readonly digests: DigestChecks;
  readonly video: SeatVideo;
  readonly replays: Replays;
  readonly search: SeatSearch;
  readonly log: SeatLog;
  /** What a screen has open now. */
  readonly presence: (value: RequestOf<'presence'>) => void;
}

export type Handlers = { readonly [N in RequestName]: (body: RequestOf<N>) => AnswerOf<N> | Promise<AnswerOf<N>> };

const vaultAnswerMs = 15_000;

/** Bodies are checked before. What the cache holds is shown to whom it was filled for only. */
export function handlersOf(parts: RequestParts): Handlers {
  const { at, documents, outbox, help } = parts;
  return {
    login: (body) => at.login(body),
    loginWall: (body) => at.loginWall(body),
    logout: () => {
      at.logout();
      return {};
    },
    lock: () => {
      at.lock();
      return {};
    },
    unlock: (body) => at.unlock(body),
    active: () => {
      at.active();
      return {};
    },
    keepDraft: (body) => at.keepDraft(body),
    drafts: (body) => at.drafts(body),
    office: (ask) => office(parts, ask),
    search: (body) => (documents.shown ? parts.search.find(body) : { groups: [], looked: 'all', from: null }),
    past: (body) => (documents.shown ? parts.search.past(body) : { incidents: [], more: false, from: null }),
    watch: ({ watch, kinds, replay }) => {
      const unknown = kinds.findIndex((kind) => !parts.kinds.has(kind));
      if (unknown >= 0) throw new InvalidRequest(`kinds.${unknown}: unknown`);
      if (replay === undefined) documents.watch(watch, kinds);
      else if (!parts.replays.watch(replay, watch, kinds)) throw new InvalidRequest('replay: unknown');
      return {};
    },
    unwatch: ({ watch }) => {
      documents.unwatch(watch);
      parts.replays.unwatch(watch);
      return {};
    },
    submit: (body) => submit(parts, body),
    outbox: () => ({ entries: outbox.entries(at.user) }),
    settle: (body) => {
      const answer = settle(parts.entryParts, outbox, body, at.user);
      parts.sender.pump();
      return answer;
    },
    history: ({ stream }) => {
      const asked = historyRequestSchema.shape.stream.safeParse(stream);
      if (!asked.success) return { status: 'refused', code: 'Unknown' };
      if (!documents.shown) return { status: 'refused', code: 'NotAllowed' };
      const isKnown = parts.kinds.has(splitStream(asked.data).kind);
      return parts.histories.of(asked.data as StreamId, isKnown, readable(at.present?.user.roles ?? []));
    },
    personal: (body) => personal(parts, body),
    presence: (body) => {
      const checked = presenceSchema.safeParse(body);
      if (!checked.success) throw new InvalidRequest(firstIssue(checked.error));
      parts.presence(checked.data);
      return {};
    },
    watchPositions: ({ on }) => {
      parts.positions.watch(on);
      return {};
    },
    draft: (body) => (documents.shown ? help.draft(body) : { status: 'noPack' }),
    takeIn: (body) => {
      if (at.user === undefined) return { status: 'signedOut' };
      const data = help.received(body);
      if (data === undefined) return { status: 'noPack' };
      return submit(parts, { type: 'ReceiveIncident', data, basedOn: {}, lane: `incident/${body.id}` });
    },
    recommend: (body) => (documents.shown ? help.recommend(body) : { status: 'unknown' }),
    sources: (body) => (documents.shown ? help.sources(body) : { status: 'unknown' }),
    dutyAhead: (body) => (documents.shown ? help.dutyAhead(body) : { status: 'unknown' }),
    rosterNight: (body) => (documents.shown ? help.rosterNight(body) : { status: 'unknown' }),
    zoneCover: () => (documents.shown ? help.zoneCover() : { status: 'unknown' }),
    sosHelp: (body) => (documents.shown ? help.sosHelp(body) : { status: 'unknown' }),
    attendanceNight: (body) => (documents.shown ? help.attendanceNight(body) : { status: 'unknown' }),
    unitRun: (body) => (documents.shown ? help.run(body) : { status: 'unknown' }),
    plates: () => (documents.shown ? parts.plates.answer() : { status: 'none' }),
    basemap: () => (documents.shown ? parts.basemap.answer() : { here: null, fetching: null }),
    checkDigest: () => parts.digests.ask(),
    videoOpen: (body) => parts.video.open(body),
    videoClose: (body) => parts.video.close(body),
    videoPtz: (body) => parts.video.move(body),
    videoStill: (body) => parts.video.stillOf(body),
    replayOpen: (body) => parts.replays.open(body),
    replayAt: (body) => parts.replays.at(body),
    replayEvents: (body) => parts.replays.events(body),
    replayTrack: (body) => parts.replays.track(body),
    replayClose: (body) => parts.replays.close(body),
    trackFile: (body) => parts.replays.file(body),
  };
}

async function office({ link, at }: RequestParts, ask: RequestOf<'office'>): Promise<AnswerOf<'office'>> {
  const { user } = at;
  const answer = await askOffice(link, ask);
  // Answered over the link of who asked: whoever took their place meanwhile is not concerned.
  if (answer.status !== 'granted' || at.user !== user) return answer;
  if (ask.ask === 'confirmSecondFactor') link.greetAgain();
  if (ask.ask === 'changePassword') at.passwordChanged(ask.newPassword);
  return answer;
}

function submit(parts: RequestParts, body: RequestOf<'submit'>): AnswerOf<'submit'> {
  const { user } = parts.at;
  if (user === undefined) return { status: 'signedOut' };
  const row = newEntry(parts.entryParts, body, user);
  if ('status' in row) return row;
  try {
    parts.outbox.add(row);
  } catch (error) {
    if (!isStorageFull(error)) throw error;
    parts.log.error({ err: error }, 'no room for the outbox');
    return { status: 'failed', code: 'StorageFull' };
  }
  parts.sender.pump();
  return { status: 'queued', entry: row.id };
}

async function personal({ link }: RequestParts, body: RequestOf<'personal'>): Promise<AnswerOf<'personal'>> {
  const answer = await new Promise<unknown>((resolve) => link.ask('vaultRead', body, vaultAnswerMs, resolve));
  const parsed = vaultAnswerSchema.safeParse(answer);
  return parsed.success ? parsed.data : { status: 'refused', code: 'Offline' };
}

function isStorageFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === storageFullCode;
}
