/** The order in which the parts of a hub begin and end. Doors open last, and close first. */
import type { AddressInfo } from 'node:net';
import { must } from '../shared/lib/must.ts';
import type { RunningAccounts } from './accounts/accounts.ts';
import type { Gateways } from './gateways.ts';
import type { HttpServer } from './http/server.ts';
import type { RunningDesk } from './desk/desk.ts';
import type { Hub, HubAddress } from './hub.ts';
import type { Log, Timers } from './ports.ts';

/** Machine ms that a request may take to finish once the hub stops. */
const closingTimeMs = 5_000;

interface Ends {
  stop(): void | Promise<void>;
}
interface Part extends Ends {
  start(): void;
}

export interface RunningParts {
  readonly desk: Pick<RunningDesk<unknown>, 'recover' | 'onCommitted' | 'stop'>;
  readonly accounts: Pick<RunningAccounts, 'committed' | 'start' | 'stop'>;
  readonly keys: Part;
  readonly telemetry: Part;
  readonly past: Part | undefined;
  /** Begins with its making: it looks at units as soon as it is there. */
  readonly arrivals: () => Ends | undefined;
  readonly claims: Part | undefined;
  readonly dutyTurn: Part | undefined;
  readonly reactor: Part;
  readonly outgoing: Part | undefined;
  readonly retention: Part;
  readonly intakes: Part;
  readonly server: HttpServer;
  readonly gateways: Gateways;
  readonly field: Ends | undefined;
  readonly seats: Ends;
  readonly onlineMaps: Ends | undefined;
  readonly video: Ends;
  readonly access: Ends;
  /** What has to be there before anybody comes: accounts, plates. */
  prepare(): Promise<void>;
  /** Resolves once no request is being answered. */
  idle(): Promise<void>;
  readonly listen: { readonly host: string; readonly port: number };
  readonly tls: boolean;
  readonly timers: Timers;
  readonly log: Log;
}

export function runningOf(parts: RunningParts): Pick<Hub, 'start' | 'stop' | 'address'> {
  const { desk, accounts, keys, telemetry, past, claims, dutyTurn } = parts;
  const { reactor, outgoing, retention, intakes, server, gateways } = parts;
  let arrivals: Ends | undefined;
  let address: HubAddress | undefined;
  let starting: Promise<HubAddress> | undefined;
  let stopping: Promise<void> | undefined;

  function assertWanted(): void {
    if (stopping !== undefined) throw new Error('the hub was stopped while it started');
  }

  async function start(): Promise<HubAddress> {
    assertWanted();
    desk.recover();
    desk.onCommitted((rows) => accounts.committed(rows));
    telemetry.start();
    past?.start();
    arrivals = parts.arrivals();
    claims?.start();
    await parts.prepare();
    assertWanted();
    accounts.start();
    keys.start();
    const { host } = parts.listen;
    await server.listen({ ...parts.listen });
    assertWanted();
    const ports = await gateways.start();
    assertWanted();
    address = { host, http: portOf(server), tls: parts.tls, ...ports };
    reactor.start();
    dutyTurn?.start();
    outgoing?.start();
    retention.start();
    intakes.start();
    return address;
  }

  async function stop(): Promise<void> {
    address = undefined;
    // A start under way notices at its next step; only then is it known what has to be closed.
    await starting?.catch(() => undefined);
    address = undefined;
    const closed = server.close();
    await gateways.stop();
    await intakes.stop();
    await retention.stop();
    await outgoing?.stop();
    await dutyTurn?.stop();
    await reactor.stop();
    await claims?.stop();
    await arrivals?.stop();
    await telemetry.stop();
    await desk.stop();
    await parts.field?.stop();
    await past?.stop();
    // After the desk: what was taken in is answered first.
    await parts.seats.stop();
    await parts.onlineMaps?.stop();
    await parts.video.stop();
    await keys.stop();
    await accounts.stop();
    await Promise.race([parts.idle(), new Promise<void>((resolve) => parts.timers.after(closingTimeMs, resolve))]);
    // Left are connections on which nobody asks anything, and answers that nobody fetches.
    server.server.closeAllConnections();
    await closed;
    try {
      await parts.access.stop();
    } catch (error) {
      parts.log.error({ err: error }, 'the last entries of the access log could not be written');
    }
  }

  return {
    start: () => (starting ??= start()),
    stop: () => (stopping ??= stop()),
    address: () => address,
  };
}

function portOf(server: HttpServer): number {
  const bound: AddressInfo | string | null = server.server.address();
  return must(bound !== null && typeof bound === 'object' ? bound.port : undefined, 'a bound port');
}
