/** The doors for devices: which there are, and what each is given. A protocol is a folder under `gateways/`. */
import { createHmac } from 'node:crypto';
import { createJt808Gateway } from './gateways/jt808/gateway.ts';
import type { TerminalDirectory } from './gateways/jt808/terminals.ts';
import { createJt809Gateway } from './gateways/jt809/gateway.ts';
import type { Platform } from './gateways/jt809/platforms.ts';
import { createOsmandGateway } from './gateways/osmand/gateway.ts';
import type { OsmandDirectory } from './gateways/osmand/gateway.ts';
import type { TlsPair } from './http/server.ts';
import { isLoopback } from './lib/loopback.ts';
import { same } from './lib/same.ts';
import type { Clock, Log, RandomSource, Timers } from './ports.ts';
import type { DeviceId, FixSink, RejectionCounter } from './telemetry/fix.ts';
import type { UnitDirectory } from './telemetry/units.ts';
import type { AccessLog } from './vault/access-log.ts';

/** Which doors there are. A port: 0 is any free one, undefined no gateway. */
export interface GatewayOptions {
  readonly jt808Port?: number;
  readonly osmandPort?: number;
  /** Whether devices of OsmAnd have to say their code too. */
  readonly osmandCodes?: boolean;
  readonly jt809?: { readonly port: number; readonly platforms: readonly Platform[] };
}

export interface GatewayDeps {
  readonly host: string;
  readonly options: GatewayOptions;
  /** Of the hub's own port; OsmAnd speaks it too. */
  readonly tls?: TlsPair;
  /** Machine ms, never going back. */
  readonly monotonic: () => number;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: RandomSource;
  readonly log: Log;
  /** The hub's own. */
  readonly secret: Uint8Array;
  readonly sink: FixSink;
  readonly units: Pick<UnitDirectory, 'unitOf'>;
  readonly rejections: RejectionCounter;
  readonly access: Pick<AccessLog, 'note'>;
}

/** Port of each gateway; null where there is none. */
export interface GatewayPorts {
  readonly jt808: number | null;
  readonly osmand: number | null;
  readonly jt809: number | null;
}

export interface Gateways {
  /** Rejects where a port cannot be opened. */
  start(): Promise<GatewayPorts>;
  stop(): Promise<void>;
}

const codeLength = 16;

/** The code of a device follows from the hub's secret: the same after a restart or a restore, and nothing has to be kept. */
const codeOf = (secret: Uint8Array, protocol: string, number: string): string =>
  createHmac('sha256', secret).update(`${protocol}|${number}`).digest('hex').slice(0, codeLength);

/** The terminals are the `jt808:` devices of the units' documents: a number no unit carries is unknown. */
function terminalsOf({ units, secret }: Pick<GatewayDeps, 'units' | 'secret'>): TerminalDirectory {
  const find = (number: string): { readonly device: DeviceId; readonly authCode: string } | undefined => {
    const device: DeviceId = `jt808:${number}`;
    return units.unitOf(device) === undefined ? undefined : { device, authCode: codeOf(secret, 'jt808', number) };
  };
  return { find, register: (number) => find(number)?.authCode };
}

/** What a device of OsmAnd is told to call itself, so that nobody who knows only its id can speak for it. */
export const osmandIdentifier = (secret: Uint8Array, id: string): string => `${id}.${codeOf(secret, 'osmand', id)}`;

const withCode = /^(.+)\.([0-9a-f]{16})$/;

/**
 * The `osmand:` devices of the units' documents, by id and code, and by their id alone where that is enough: not for a
 * device that has said its code since the hub started.
 */
export function osmandDevices(
  { units, secret }: Pick<GatewayDeps, 'units' | 'secret'>,
  codesOnly: boolean,
): OsmandDirectory {
  const listed = (id: string): DeviceId | undefined => {
    const device: DeviceId = `osmand:${id}`;
    return units.unitOf(device) === undefined ? undefined : device;
  };
  const proved = new Set<DeviceId>();
  return {
    find(identifier) {
      const [, id = '', code = ''] = withCode.exec(identifier) ?? [];
      const device = id === '' ? undefined : listed(id);
      if (device !== undefined && same(code, codeOf(secret, 'osmand', id))) {
        proved.add(device);
        return device;
      }
      const plain = listed(identifier);
      return plain !== undefined && (codesOnly || proved.has(plain)) ? 'codeMissing' : plain;
    },
  };
}

export function openGateways(deps: GatewayDeps): Gateways {
  const { host, options, tls, clock, monotonic, timers, random, log, sink, rejections, access } = deps;
  const { jt808Port, osmandPort, osmandCodes = false, jt809: platforms } = options;
  const common = { host, clock, timers, random, log, sink, rejections };
  const doors = {
    jt808:
      jt808Port === undefined
        ? undefined
        : createJt808Gateway({ ...common, port: jt808Port, terminals: terminalsOf(deps) }),
    osmand:
      osmandPort === undefined
        ? undefined
        : createOsmandGateway({
            ...{ ...common, port: osmandPort, monotonic, devices: osmandDevices(deps, osmandCodes) },
            ...(tls === undefined ? {} : { tls }),
          }),
    jt809: platforms === undefined ? undefined : createJt809Gateway({ ...common, ...platforms, monotonic, access }),
  };
  return {
    async start() {
      if (osmandPort !== undefined && !osmandCodes && !isLoopback(host))
        log.warn(
          { host },
          'phones are believed by their id alone, and whoever knows it speaks for them: give them their codes and set --osmand-codes',
        );
      return {
        jt808: (await doors.jt808?.start()) ?? null,
        osmand: (await doors.osmand?.start()) ?? null,
        jt809: (await doors.jt809?.start()) ?? null,
      };
    },
    async stop() {
      await Promise.all([doors.jt808?.stop(), doors.osmand?.stop(), doors.jt809?.stop()]);
    },
  };
}
