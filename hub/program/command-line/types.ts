/** What the command line of the hub may ask for. */
import type { Role } from '../../../shared/domain/account/events.ts';
import type { TrackOptions } from '../../imports/track-options.ts';
import type { RetentionPolicy } from '../../retention/policy.ts';
import type { VideoOptions } from '../../video/options.ts';

export interface ServeOptions {
  readonly data: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly demo: boolean;
  /** Undefined: the machine's clock. */
  readonly clock?: { readonly startsAt: number; readonly rate: number };
  /** Undefined: the stored key, or a new one at the first start. */
  readonly apiKey?: string;
  /** File of the district pack to be in force. */
  readonly pack?: string;
  /** File of the basemap that this pack names; undefined: the one beside the pack, where it is there and needed. */
  readonly basemap?: string;
  /** File of the basemaps from servers outside; undefined: none. */
  readonly onlineBasemaps?: string;
  /** File that says to whom replies are given back. */
  readonly outgoing?: string;
  /** Largest basemap taken, bytes; undefined: as is usual. */
  readonly basemapLimit?: number;
  /** Port of the JT/T 808 gateway, 0: any free one; undefined: no gateway. */
  readonly jt808Port?: number;
  /** Port of the OsmAnd gateway, 0: any free one; undefined: no gateway. */
  readonly osmandPort?: number;
  /** Whether devices of OsmAnd have to say their code too. */
  readonly osmandCodes?: boolean;
  /** Port of the JT/T 809 gateway, and the file of its platforms; undefined: no gateway. */
  readonly jt809?: { readonly port: number; readonly platforms: string };
  /** Days after which a password must be changed, null: never; undefined: as is usual for the hub. */
  readonly passwordDays?: number | null;
  /** Who must have a second factor; undefined: as is usual for the hub. */
  readonly secondFactorFor?: readonly Role[];
  /** Machine ms without a touch until seats lock; undefined: as each seat has it. */
  readonly lockAfterMs?: number;
  /** What is given of how long things are kept. */
  readonly retention?: Partial<RetentionPolicy>;
  /** PEM files; without them the hub speaks plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Undefined: no pictures of cameras. */
  readonly video?: VideoOptions;
  readonly logLevel: LogLevel;
}

export type Invocation =
  | { readonly kind: 'serve'; readonly options: ServeOptions }
  | { readonly kind: 'backup' | 'restore'; readonly data: string; readonly file: string }
  | { readonly kind: 'verify'; readonly data: string }
  /** The new password comes over stdin, never as an argument: those can be read by everybody on the machine. */
  | { readonly kind: 'password'; readonly data: string; readonly login: string }
  /** Takes the second factor of an account away, where nobody is left who could do it at a seat. */
  | { readonly kind: 'drop-second-factor'; readonly data: string; readonly login: string }
  | {
      readonly kind: 'import-tracks';
      readonly data: string;
      readonly file: string;
      readonly options: TrackOptions;
      readonly dryRun: boolean;
      /** Days the hub keeps tracks. */
      readonly trackDays: number;
    }
  | {
      readonly kind: 'certificate';
      readonly out: string;
      readonly names: readonly string[];
      readonly days: number;
    }
  | { readonly kind: 'help' };

/** A mistake in the call: which argument, and what to do. */
export interface UsageError {
  readonly argument: string;
  readonly advice: string;
}

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];
