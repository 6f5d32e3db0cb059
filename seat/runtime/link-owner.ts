/** Who hears what comes over the link, and how each message is checked and told. */
import type { z } from 'zod';
import type { Hello, HelloAnswer, UnitIndex } from '../../shared/wire/hub-protocol.ts';
import type { IntakeBoard } from '../../shared/wire/intakes.ts';
import type { OnlineMaps } from '../../shared/wire/online-maps.ts';
import type { PositionFrame } from '../../shared/wire/positions.ts';
import type { SavedView } from '../../shared/wire/saved-views.ts';
import type { SessionUser } from '../../shared/wire/session.ts';
import type { VideoEnded } from '../../shared/wire/video-api.ts';
import { firstIssue, incoming } from './incoming.ts';
import type { IncomingBatch, IncomingPage, IncomingPresence } from './incoming.ts';
import type { JournalIdentity } from './ports.ts';

export type Welcome = Extract<HelloAnswer, { status: 'welcome' }>;

/** Where the messages go. What these throw ends the connection: the link then starts over. */
export interface LinkOwner {
  /** The journal the log-in belongs to; undefined before the first word with a hub. */
  journal(): JournalIdentity | undefined;
  hello(): Hello;
  welcomed(welcome: Welcome): void;
  batch(batch: IncomingBatch): void;
  /** Before anything else is told, and where nothing more has arrived: batches kept for those behind them are due. */
  rested(): void;
  page(page: IncomingPage): void;
  presence(seats: IncomingPresence): void;
  intakes(board: IntakeBoard): void;
  savedViews(views: readonly SavedView[]): void;
  onlineMaps(maps: OnlineMaps): void;
  erased(refs: readonly string[]): void;
  /** Name or roles in force of who is logged in are others now. */
  person(person: SessionUser): void;
  unitIndex(index: UnitIndex): void;
  positions(frame: PositionFrame): void;
  /** These tickets for pictures are over. */
  videoEnded(ended: VideoEnded): void;
  /** A second factor is missing: until there is one, only the office may be asked. */
  barred(): void;
  /** The token opens nothing any more. The link has stopped. */
  sessionEnded(code: string): void;
  /** A connection that was welcomed is gone. */
  lost(): void;
  /** The hub was asked for its time and answered. */
  timed(hubTime: number): void;
  /** State or reason is another. */
  changed(): void;
}

/** Thrown by the owner where only a new start helps. */
export class LinkFault extends Error {
  override readonly name = 'LinkFault';
  /** For the screen, as `linkReason`. */
  readonly reason: string;

  constructor(reason: string, cause: unknown) {
    super(reason, { cause });
    this.reason = reason;
  }
}

/** What a message says. Throws a `LinkFault` (`HubMisspoke`) where it is not as agreed. */
export function checked<S extends z.ZodType>(schema: S, name: string, body: unknown): z.infer<S> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new LinkFault('HubMisspoke', new Error(`${name}: ${firstIssue(parsed.error)}`));
}

/** Checks a message and tells the owner. The end of the log-in is the link's own affair. */
export function tellOwner(owner: LinkOwner, name: Exclude<keyof typeof incoming, 'sessionEnded'>, body: unknown): void {
  switch (name) {
    case 'feed':
      return owner.batch(checked(incoming.feed, name, body));
    case 'snapshot':
      return owner.page(checked(incoming.snapshot, name, body));
    case 'presence':
      return owner.presence(checked(incoming.presence, name, body));
    case 'intakes':
      return owner.intakes(checked(incoming.intakes, name, body));
    case 'savedViews':
      return owner.savedViews(checked(incoming.savedViews, name, body));
    case 'onlineMaps':
      return owner.onlineMaps(checked(incoming.onlineMaps, name, body));
    case 'erased':
      return owner.erased(checked(incoming.erased, name, body));
    case 'person':
      return owner.person(checked(incoming.person, name, body));
    case 'unitIndex':
      return owner.unitIndex(checked(incoming.unitIndex, name, body));
    case 'positions':
      return owner.positions(checked(incoming.positions, name, body));
    case 'videoEnded':
      return owner.videoEnded(checked(incoming.videoEnded, name, body));
  }
}
