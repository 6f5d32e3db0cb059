/** The doors for devices: which there are, and what each is given. A protocol is a folder under `gateways/`. */
import { createHmac } from 'node:crypto';
import { createJt808Gateway } from './gateways/jt808/gateway.ts';
import type { Jt808Gateway } from './gateways/jt808/gateway.ts';
import type { TerminalDirectory } from './gateways/jt808/terminals.ts';
import type { Clock, Log, RandomSource, Timers } from './ports.ts';
import type { DeviceId, FixSink, RejectionCounter } from './telemetry/fix.ts';
import type { UnitDirectory } from './telemetry/units.ts';

export interface GatewayDeps {
  readonly host: string;
  /** 0: any free port; undefined: no gateway. */
  readonly jt808Port: number | undefined;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: RandomSource;
  readonly log: Log;
  /** The hub's own. */
  readonly secret: Uint8Array;
  readonly sink: FixSink;
  readonly units: Pick<UnitDirectory, 'unitOf'>;
  readonly rejections: RejectionCounter;
}

export interface Gateways {
  /** Rejects where a port cannot be opened. */
  start(): Promise<{ readonly jt808: number | null }>;
  stop(): Promise<void>;
}

const codeLength = 16;

/**
 * The terminals are the `jt808:` devices of the units' documents: a number no unit carries is unknown. The code of a
 * terminal follows from the hub's secret, so it is the same after a restart or a restore, and nothing has to be kept.
 */
function terminalsOf({ units, secret }: Pick<GatewayDeps, 'units' | 'secret'>): TerminalDirectory {
  const codeOf = (number: string): string =>
    createHmac('sha256', secret).update(`jt808|${number}`).digest('hex').slice(0, codeLength);
  const find = (number: string): { readonly device: DeviceId; readonly authCode: string } | undefined => {
    const device: DeviceId = `jt808:${number}`;
    return units.unitOf(device) === undefined ? undefined : { device, authCode: codeOf(number) };
  };
  return { find, register: (number) => find(number)?.authCode };
}

export function openGateways(deps: GatewayDeps): Gateways {
  const { host, jt808Port, clock, timers, random, log, sink, rejections } = deps;
  const jt808: Jt808Gateway | undefined =
    jt808Port === undefined
      ? undefined
      : createJt808Gateway({
          ...{ port: jt808Port, host, clock, timers, random, log, sink, rejections },
          terminals: terminalsOf(deps),
        });
  return {
    async start() {
      return { jt808: (await jt808?.start()) ?? null };
    },
    async stop() {
      await jt808?.stop();
    },
  };
}
