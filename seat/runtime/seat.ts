/** A seat as those see it who run one: its options, what may be asked of it, what it tells. */
import type { Kinds } from '../../shared/domain/catalog.ts';
import type { District } from '../../shared/domain/district/state.ts';
import type { UnitPosition } from '../../shared/domain/unit/state.ts';
import type { Digest } from '../../shared/wire/hub-protocol.ts';
import type { AnswerOf, RequestName, RequestOf, SeatPush } from '../../shared/wire/seat-api.ts';
import type { SeatTiles } from './online-maps.ts';
import type { SeatCommands } from './entries.ts';
import type { SeatRuntime } from './screen-connection.ts';
import type { SeatPictures } from './video.ts';
import type { VideoProtocol } from '../../shared/wire/video-api.ts';

export interface SeatOptions {
  /** Base addresses of the hub, such as `http://10.0.0.5:7100`; tried in this order. */
  readonly hubUrls: readonly string[];
  /** Name of this seat. */
  readonly seat: string;
  readonly kinds: Kinds;
  readonly commands: SeatCommands;
  /** Machine ms without a touch until the seat locks; walls never do. */
  readonly lockAfterMs: number;
  /** Ways of pictures that the door of this seat carries; all unless given. */
  readonly carries?: (protocol: VideoProtocol) => boolean;
}

/** The seat is locked: nothing is answered but what opens it. */
export class SeatLocked extends Error {
  override readonly name = 'SeatLocked';
  readonly code = 'Locked';
}

export interface Seat extends SeatRuntime {
  /**
   * Rejects with `InvalidRequest` where name or body are wrong, with `SeatLocked` while the seat is locked, and for a fault
   * of the seat; refusals are answers.
   */
  request<N extends RequestName>(name: N, body: RequestOf<N>): Promise<AnswerOf<N>>;
  /** Every push from now on; a new listener is first told status, outbox and presence. Returns how to stop. */
  onPush(listener: (push: SeatPush) => void): () => void;
  /** How many people have typed something here and not sent it: it is gone with the seat. */
  typing(): number;
  /** Of everything the seat holds now, for diagnostics. */
  digest(): Digest;
  /** The plates in force, for rules that run here; undefined where there are none, or they are not here yet. */
  district(): District | undefined;
  /** Where a unit was last seen, as the hub last said; for rules that run here. */
  position(unit: string): UnitPosition | undefined;
  /** Streams, stills and tiles of maps that screens of this seat may fetch now. */
  readonly pictures: SeatPictures & SeatTiles;
  /** Ends the link and closes the stores. Stopping twice is no error. */
  stop(): void;
}
