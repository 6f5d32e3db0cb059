/** What a seat is made of, each part tied to those it needs. What follows from one of them for the others is `owner`'s. */
import type { PackState } from '../../shared/domain/district/state.ts';
import { packStream } from '../../shared/domain/district/state.ts';
import type { UnitPosition } from '../../shared/domain/unit/state.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import type { DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import type { RequestOf } from '../../shared/wire/seat-api.ts';
import { Alarms } from './alarms.ts';
import { AtSeat } from './at-seat.ts';
import type { AtSeatOwner } from './at-seat.ts';
import { SeatBasemap } from './basemap.ts';
import { DeskHelp } from './desk-help.ts';
import { DigestChecks, digestOf } from './digest-checks.ts';
import { Documents } from './documents.ts';
import { Feed } from './feed.ts';
import { HeldDocuments } from './held-documents.ts';
import { Histories } from './history.ts';
import { HubTime } from './hub-time.ts';
import { Link } from './link.ts';
import type { LinkOwner } from './link-owner.ts';
import { SeatOnlineMaps } from './online-maps.ts';
import { Outbox } from './outbox.ts';
import { SeatPlates } from './plates.ts';
import type { JournalIdentity, SeatPorts } from './ports.ts';
import { Positions } from './positions.ts';
import { Pushes } from './pushes.ts';
import type { WholePush } from './pushes.ts';
import { PositionMemory } from './replay/fixes.ts';
import { Replays } from './replay/replays.ts';
import { handlersOf } from './requests.ts';
import type { Handlers } from './requests.ts';
import type { SeatOptions } from './seat.ts';
import { SeatSearch } from './search.ts';
import { Sender } from './sender.ts';
import { SeatViews } from './saved-views.ts';
import { SeatVideo } from './video.ts';

export interface SeatParts {
  readonly time: HubTime;
  readonly pushes: Pushes;
  readonly at: AtSeat;
  readonly alarms: Alarms;
  readonly outbox: Outbox;
  readonly link: Link;
  readonly feed: Feed;
  readonly documents: Documents;
  readonly sender: Sender;
  readonly digests: DigestChecks;
  readonly video: SeatVideo;
  readonly positions: Positions;
  readonly remembered: PositionMemory;
  readonly replays: Replays;
  readonly plates: SeatPlates;
  readonly basemap: SeatBasemap;
  readonly onlineMaps: SeatOnlineMaps;
  readonly views: SeatViews;
  readonly held: HeldDocuments;
  readonly handlers: Handlers;
}

export interface PartsOwner {
  /** What the hub tells goes there. */
  readonly hub: LinkOwner;
  /** Who comes and goes. */
  readonly at: AtSeatOwner;
  /** What a whole push says now. */
  present(whole: WholePush['push']): WholePush;
  committed(put: readonly DocumentRecord[], removed: readonly StreamId[], causes: readonly string[]): void;
  documentsReplaced(): void;
  /** What this seat has open and is about to do. */
  presence(value: RequestOf<'presence'>): void;
}

export function buildParts(ports: SeatPorts, options: SeatOptions, owner: PartsOwner): SeatParts {
  const { clock, timers, log, hash, random } = ports;
  const { hubUrls, seat, kinds, lockAfterMs, carries = () => true } = options;
  const user = (): string | undefined => at.user;
  const cache = () => feed.cache;
  const knows = (stream: string): boolean => kinds.has(splitStream(stream).kind);
  const packInForce = (): PackState | undefined => {
    if (!knows(packStream)) return undefined;
    // A document holds what `evolve` of its kind returned: the stream is the proof of its type.
    return cache().document(packStream)?.state as unknown as PackState | undefined;
  };
  const position = (unit: string): UnitPosition | undefined => positions.position(unit);

  const time = new HubTime(clock);
  const pushes = new Pushes(
    timers,
    log,
    (whole) => owner.present(whole),
    () => at.locked,
  );
  const hubTimeIn = (machineMs: number): number => Math.ceil(time.now() + machineMs * time.rate);
  const met = (): JournalIdentity | undefined => outbox.journal();
  const at = new AtSeat(ports, { hubUrls, seat, met, lockAfterMs, hub: () => link.hub, hubTimeIn }, owner.at);
  const outbox = new Outbox(ports.outbox, clock, () => {
    pushes.changed('outbox');
    pushes.changed('status');
  });
  const link = new Link(ports, hubUrls, seat, time, owner.hub);
  const documents = new Documents(cache, (push) => pushes.tell(push));
  const feed = new Feed(ports, kinds, time, {
    committed: (put, removed, causes) => owner.committed(put, removed, causes),
    replaced: () => owner.documentsReplaced(),
    caughtUp: () => link.caughtUp(),
    digest: (digest) => digests.heard(digest, () => digestOf(cache(), hash), feed.place?.lastSeq ?? 0),
  });
  const sender = new Sender(ports, outbox, link, user);
  const remembered = new PositionMemory();
  const positions = new Positions(
    timers,
    (push) => pushes.tell(push),
    (unit, seen) => remembered.take(unit, seen),
  );
  const plates = new SeatPlates({
    ...{ cache, link, hash, timers, log },
    wanted: () => packInForce()?.plates,
    changed: (wanted) => {
      pushes.tell({ push: 'plates', hash: wanted });
      basemap.look();
    },
  });
  const onlineMaps = new SeatOnlineMaps({
    ...{ link, timers, log, now: () => time.now() },
    shown: () => documents.shown && !at.locked,
    changed: () => basemap.onlineChanged(),
  });
  const basemap = new SeatBasemap({
    ...{ link, files: ports.basemaps, timers, log },
    district: () => plates.district(),
    online: () => onlineMaps.view(),
    changed: (state) => pushes.tell({ push: 'basemap', basemap: state }),
  });
  const views = new SeatViews({
    ...{ store: ports.views, log, user },
    now: () => time.now(),
    changed: () => pushes.changed('savedViews'),
  });
  const held = new HeldDocuments(cache);
  const alarms = new Alarms({
    ...{ documents: held, kinds, timers, time },
    changed: () => pushes.changed('status'),
  });
  const help = new DeskHelp({
    documents: held,
    around: { district: (wanted) => plates.at(wanted), position },
    ...{ now: () => time.now(), random, user },
  });
  const digests = new DigestChecks(link, timers);
  const video = new SeatVideo({ link, random, timers, log, carries });
  const replays = new Replays({
    ...{ kinds, cache, link, timers, log, files: ports.trackFiles },
    shown: () => documents.shown,
    roles: () => at.present?.user.roles ?? [],
    now: () => time.now(),
    remembered: () => remembered.fixes,
    utcOffset: () => packInForce()?.utcOffset,
    push: (push) => pushes.tell(push),
  });
  const versionOf = (stream: StreamId) => (knows(stream) ? cache().document(stream)?.version : undefined);
  const handlers = handlersOf({
    ...{ kinds, at, documents, outbox, sender, link, positions, plates, digests, log, video, basemap, replays, help },
    entryParts: { commands: options.commands, clock, random, time, versionOf },
    histories: new Histories(cache, link, log),
    search: new SeatSearch(cache),
    presence: (value) => owner.presence(value),
  });
  return {
    ...{ time, pushes, at, alarms, outbox, link, feed, documents, sender, digests, video, positions, remembered },
    ...{ replays, plates, basemap, onlineMaps, views, held, handlers },
  };
}
