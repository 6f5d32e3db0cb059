/** What a hub is made of, and what it is to whoever has one. */
import type { AccountReads } from '../shared/domain/account/state.ts';
import type { Catalog, HubReads } from '../shared/domain/catalog.ts';
import type { Pack } from '../shared/wire/pack.ts';
import type { AccountPolicy } from './accounts/policy.ts';
import type { Accounts } from './accounts/port.ts';
import type { CredentialStore } from './accounts/store.ts';
import type { RatedClock } from './clock/clock.ts';
import type { DeskOptions } from './desk/desk.ts';
import type { DocumentReader, Surroundings } from '../shared/domain/reads.ts';
import type { Desk } from './desk/port.ts';
import type { GatewayOptions, GatewayPorts } from './gateways.ts';
import type { ApiKeys } from './http/api-keys.ts';
import type { ReplayPolicy } from './as-of/policy.ts';
import type { AsOfStore } from './as-of/store.ts';
import type { TlsPair } from './http/server.ts';
import type { AccessLogStore, JournalStore, VaultContents, VaultStore } from './journal/store.ts';
import type { CrashPoints, DiskSpace, Log, RandomSource, Timers } from './ports.ts';
import type { BasemapStore, PlateStore } from './packs/store.ts';
import type { RetentionPolicy } from './retention/policy.ts';
import type { HubTelemetry, TelemetryOptions } from './telemetry/compose-telemetry.ts';
import type { TrackStore } from './telemetry/tracks.ts';
import type { Vault } from './vault/vault.ts';
import type { OutgoingOptions } from './outgoing/compose-outgoing.ts';
import type { OutgoingStore } from './outgoing/store.ts';
import type { OnlineMapsConfig } from './online-maps/online-maps.ts';
import type { ViewStore } from './views/store.ts';
import type { VideoConfig } from './video/compose-video.ts';

export interface HubStores {
  readonly journal: JournalStore;
  /** Without the part for contents no files of incidents are taken. */
  readonly vault: VaultStore & Partial<VaultContents>;
  readonly accessLog: AccessLogStore;
  readonly credentials: CredentialStore;
  /** Where the plates of district packs are kept; without it there are none. */
  readonly plates?: PlateStore;
  /** Where the basemaps of district packs are kept; without it no pack may name one. */
  readonly basemaps?: BasemapStore;
  /** Without it no tracks are kept. */
  readonly tracks?: TrackStore;
  /** Without it nobody is shown the hall as it was. */
  readonly asOf?: AsOfStore;
  /** Filters of the queue that people keep; without it none are. */
  readonly views?: ViewStore;
  /** Without it no reply is given back to its source. */
  readonly outgoing?: () => OutgoingStore;
}

export interface HubPorts {
  readonly clock: RatedClock;
  readonly timers: Timers;
  readonly random: RandomSource;
  readonly crash: CrashPoints;
  readonly disk: DiskSpace;
  readonly log: Log;
  /** Machine milliseconds, never going back. */
  readonly monotonic: () => number;
  /** The machine's own idea of now, Unix ms: what the hub clock is measured against. */
  readonly machineTime: () => number;
}

export interface HubOptions<R> extends GatewayOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** PEM; without it the hub speaks plain HTTP. */
  readonly tls?: TlsPair;
  readonly keys: ApiKeys;
  /** Folder of the officers' page, built; undefined: it is not served. */
  readonly fieldPage?: string;
  readonly clockSource: 'machine' | 'demo';
  readonly catalog: Catalog<R>;
  readonly reads: (documents: DocumentReader, around: Surroundings) => R;
  readonly desk?: DeskOptions;
  readonly telemetry?: TelemetryOptions;
  /** How long what must not be kept for ever is kept; as is usual unless given. */
  readonly retention?: Partial<RetentionPolicy>;
  /** Where pictures of cameras come from; none unless given. */
  readonly video?: VideoConfig;
  /** Basemaps from servers outside; none unless given. */
  readonly onlineMaps?: OnlineMapsConfig;
  /** To whom replies are given back; nobody unless given. */
  readonly outgoing?: OutgoingOptions;
  /** How far replays go; as is usual unless given. */
  readonly replay?: Partial<ReplayPolicy>;
  /** The night's work, for catalogs that have it: packs, and orders from outside. */
  readonly work?: {
    readonly reads: (reads: R) => HubReads;
    /** To be in force from the start. */
    readonly pack?: Pack;
    /** The bytes of the basemap that this pack names, read where the hub does not have it. */
    readonly basemap?: () => AsyncIterable<Uint8Array>;
    /** Largest basemap taken, bytes; as is usual unless given. */
    readonly basemapLimit?: number;
  };
  /** Who may log in; without it nobody: for catalogs without accounts. */
  readonly people?: {
    readonly reads: (reads: R) => AccountReads;
    /** Whether the data folder was made for demonstration and training. */
    readonly demo: boolean;
    /** That of a hub at work, or of a demo, unless given. */
    readonly policy?: AccountPolicy;
    /** Machine ms without a touch until seats lock; as each seat has it unless given. */
    readonly lockAfterMs?: number;
  };
}

export interface HubAddress extends GatewayPorts {
  readonly host: string;
  readonly http: number;
  /** Whether that port speaks TLS only. */
  readonly tls: boolean;
}

export interface Hub {
  /** The one way in for commands; gateways and tests use it as HTTP does. */
  readonly desk: Desk;
  readonly accounts: Accounts;
  /** Callers' data, for those who may see it. */
  readonly vault: Vault;
  /** Where gateways hand in positions; and where every unit is. */
  readonly telemetry: HubTelemetry;
  /** Puts the stores in order, then opens the doors. Throws where either cannot be done, and where `stop` came first. */
  start(): Promise<HubAddress>;
  /** Takes in nothing more, finishes what was taken in, and leaves the stores ready to be closed. */
  stop(): Promise<void>;
  /** Undefined while the doors are closed. */
  address(): HubAddress | undefined;
}
