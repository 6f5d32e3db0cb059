/** The hub, put together from stores and ports that are handed in; what is real about them is `main.ts`'s business. */
import type { AddressInfo } from 'node:net';
import type { AccountReads } from '../shared/domain/account/state.ts';
import { labelWorldOf } from '../shared/domain/rules/labels.ts';
import type { Catalog, HubReads } from '../shared/domain/catalog.ts';
import { uuidv7 } from '../shared/lib/ids.ts';
import { must } from '../shared/lib/must.ts';
import type { Pack } from '../shared/wire/pack.ts';
import { createAccounts } from './accounts/accounts.ts';
import { ensureFirstAccounts } from './accounts/first-accounts.ts';
import { createAccessKeys } from './accounts/keys.ts';
import { labelWorld } from './accounts/label-world.ts';
import { scryptHasher } from './accounts/password.ts';
import type { AccountPolicy } from './accounts/policy.ts';
import type { Accounts } from './accounts/port.ts';
import type { CredentialStore } from './accounts/store.ts';
import { rightsOf } from './accounts/rights.ts';
import { scopeRight } from './accounts/scope-right.ts';
import { vaultRight } from './accounts/vault-right.ts';
import { tellGrantsWithoutEffect } from './accounts/without-effect.ts';
import type { RatedClock } from './clock/clock.ts';
import { auditedDesk } from './desk/audited.ts';
import type { DeskOptions } from './desk/desk.ts';
import { createDesk } from './desk/desk.ts';
import type { DocumentReader, Surroundings } from '../shared/domain/reads.ts';
import type { Desk } from './desk/port.ts';
import { openSeats } from './feed/seats.ts';
import { openFieldDoor } from './field/field.ts';
import { createUnitKeys } from './field/keys.ts';
import { openGateways } from './gateways.ts';
import { fingerprintKey } from './fingerprint-key.ts';
import type { ApiKeys } from './http/api-keys.ts';
import { createAttempts } from './http/attempts.ts';
import { trackRequests } from './http/in-flight.ts';
import type { WorkDeps } from './http/routes/deps.ts';
import { keyedRoutes, openRoutes } from './http/routes/index.ts';
import type { RouteDeps } from './http/routes/deps.ts';
import { createServer } from './http/server.ts';
import type { HttpServer, TlsPair } from './http/server.ts';
import { eventReader } from './journal/upcast.ts';
import { verifyJournal } from './journal/verify.ts';
import type { Verification } from './journal/verify.ts';
import type { AccessLogStore, JournalStore, VaultStore } from './journal/store.ts';
import { measuredDesk } from './metrics/measured-desk.ts';
import { createMetrics } from './metrics/metrics.ts';
import type { CrashPoints, DiskSpace, Log, RandomSource, Timers } from './ports.ts';
import { accountHandlers } from './office/accounts.ts';
import { createOffice } from './office/office.ts';
import { unitTimes } from './office/unit-times.ts';
import { watchHandlers } from './office/watch.ts';
import { packImporter } from './packs/import.ts';
import type { PlatesAtHand } from './packs/plates.ts';
import { platesAtHand } from './packs/plates.ts';
import type { PlateStore } from './packs/store.ts';
import type { RetentionPolicy } from './retention/policy.ts';
import { usualRetention } from './retention/policy.ts';
import { createRetention } from './retention/retention.ts';
import { startArrivalWatch } from './reactions/arrival-watch.ts';
import type { ArrivalWatch } from './reactions/arrival-watch.ts';
import { orderIncidentId } from './reactions/ids.ts';
import { createReactor } from './reactions/reactor.ts';
import type { HubTelemetry, TelemetryOptions } from './telemetry/compose-telemetry.ts';
import { openTelemetry } from './telemetry/compose-telemetry.ts';
import { districtBox } from './telemetry/district-box.ts';
import type { TrackStore } from './telemetry/tracks.ts';
import { createAccessLog } from './vault/access-log.ts';
import { createVault } from './vault/vault.ts';
import type { Vault } from './vault/vault.ts';

export interface HubStores {
  readonly journal: JournalStore;
  readonly vault: VaultStore;
  readonly accessLog: AccessLogStore;
  readonly credentials: CredentialStore;
  /** Where the plates of district packs are kept; without it there are none. */
  readonly plates?: PlateStore;
  /** Without it no tracks are kept. */
  readonly tracks?: TrackStore;
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

export interface HubOptions<R> {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** PEM; without it the hub speaks plain HTTP. */
  readonly tls?: TlsPair;
  readonly keys: ApiKeys;
  readonly clockSource: 'machine' | 'demo';
  readonly catalog: Catalog<R>;
  readonly reads: (documents: DocumentReader, around: Surroundings) => R;
  readonly desk?: DeskOptions;
  readonly telemetry?: TelemetryOptions;
  /** How long what must not be kept for ever is kept; as is usual unless given. */
  readonly retention?: Partial<RetentionPolicy>;
  /** Port of the JT/T 808 gateway, 0: any free one; without it there is none. */
  readonly jt808Port?: number;
  /** The night's work, for catalogs that have it: packs, and orders from outside. */
  readonly work?: {
    readonly reads: (reads: R) => HubReads;
    /** To be in force from the start. */
    readonly pack?: Pack;
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

export interface HubAddress {
  readonly host: string;
  readonly http: number;
  /** Whether that port speaks TLS only. */
  readonly tls: boolean;
  /** Port for JT/T 808 terminals; null without a gateway. */
  readonly jt808: number | null;
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

/** How long a request may take to finish once the hub stops, machine ms. */
const closingTimeMs = 5_000;

/** The pack that the hub was to start with was refused; `message` is plain Chinese. */
export class PackRefused extends Error {
  override readonly name = 'PackRefused';
  /** Path of what was wrong. */
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

const noPlates: PlatesAtHand = { district: () => undefined, json: () => undefined };

const nobody: AccountReads = {
  account: () => undefined,
  accountByLogin: () => undefined,
  accounts: () => [],
  administrators: () => [],
};

export async function composeHub<R>(stores: HubStores, ports: HubPorts, options: HubOptions<R>): Promise<Hub> {
  const { journal, vault, accessLog, credentials } = stores;
  const { clock, timers, random, crash, disk, log, monotonic, machineTime } = ports;
  const { catalog, host, port } = options;
  const plates = stores.plates === undefined ? noPlates : platesAtHand(stores.plates);
  const around: Surroundings = {
    district: (hash) => plates.district(hash),
    position: (unit) => telemetry.position(unit),
  };
  const reads = (documents: DocumentReader): R => options.reads(documents, around);
  const secret = fingerprintKey(journal, vault, random);
  const access = createAccessLog({ store: accessLog, clock, timers, log });
  const desk = createDesk({
    ...{ journal, vault, clock, timers, random, crash, disk, log, catalog, reads, secret },
    // Asked with each command, and so once the desk and its reads are there.
    ...(options.people === undefined
      ? {}
      : {
          rights: {
            holds: (by, at) => deskRights.holds(by, at),
            mayHold: (asked, stream, scope) => deskRights.mayHold(asked, stream, scope),
            mayChange: (asked, scopes) => deskRights.mayChange(asked, scopes),
          },
        }),
    ...(options.desk === undefined ? {} : { options: options.desk }),
  });
  const metrics = createMetrics(catalog.commands.keys(), {
    seq: () => journal.head().seq,
    diskFree: () => roomOn(disk),
    storageFull: () => desk.status() === 'storageFull',
    clockOffset: () => clock.now() - machineTime(),
  });
  const measured = measuredDesk(desk, metrics, monotonic);
  const audited = auditedDesk(measured, access, new Set(catalog.commands.keys()));
  const reactor = createReactor({
    ...{ journal, catalog, clock, timers, crash, log, secret },
    desk: { ...measured, reads: desk.reads },
  });

  const people = options.people?.reads(desk.reads) ?? nobody;
  const allReads = options.work?.reads(desk.reads);
  // As decisions see it where there is more than accounts: within a batch of commands too.
  const world = allReads === undefined ? labelWorld({ journal, kinds: catalog.kinds }) : () => labelWorldOf(allReads);
  const rights = rightsOf({ people, world, now: () => clock.now() });
  const deskRights = scopeRight({ rights, world });
  const openRight = vaultRight({ journal, rights });
  const demo = options.people?.demo ?? false;
  const hasher = scryptHasher(random);
  const keys = createAccessKeys({ store: credentials, random, machineTime, timers, log });
  const policy = options.people?.policy;
  const accounts = createAccounts({
    ...{ store: credentials, people, clock, machineTime, monotonic, timers, random, hasher, access, log, demo },
    ...{ keys, secret },
    ...(policy === undefined ? {} : { policy }),
  });
  const openVault = createVault({ store: vault, journal, access, may: openRight.may, log });

  const unitKeys = createUnitKeys({ keys, demo });
  const work = workOf();
  let verifying: Promise<Verification> | undefined;
  const deps: RouteDeps = {
    ...(work === undefined ? {} : { work }),
    ...{ journal, clock, metrics, accounts, access, demo },
    clockKind: { source: options.clockSource, rate: clock.rate },
    status: () => desk.status(),
    verify() {
      verifying ??= verifyJournal(journal).finally(() => {
        verifying = undefined;
      });
      return verifying;
    },
  };
  const server = await createServer({
    keys: options.keys,
    programs: { find: (key, from) => keys.find('integration', key, from) },
    onNotAllowed: (key, action, from) =>
      access.note({ user: `key:${key}`, seat: from, action: 'refused', subject: action, detail: 'NotAllowed' }),
    attempts: createAttempts(monotonic),
    log,
    ...(options.tls === undefined ? {} : { tls: options.tls }),
    onWrongKey: (from, detail) =>
      access.note({ user: 'api', seat: from, action: 'loginFailed', subject: 'apiKey', detail }),
    async isPersons(token, action) {
      const found = await accounts.authenticate(token);
      if (found === undefined) return false;
      const { account, session } = found;
      access.note({ user: account.id, seat: session.seat, action: 'refused', subject: action, detail: 'NotAllowed' });
      return true;
    },
    open: openRoutes(deps),
    keyed: keyedRoutes(deps),
  });

  const telemetry = openTelemetry({
    ...{ journal, desk, clock, timers, disk, log, kinds: catalog.kinds, metrics: metrics.telemetry },
    store: stores.tracks,
    options: { box: districtBox(() => options.work?.reads(desk.reads).district()), ...options.telemetry },
  });
  const retention = createRetention({
    ...{ journal, desk: measured, accessLog, access, credentials, clock, machineTime, timers, log },
    policy: { ...usualRetention, ...options.retention },
    ...(stores.tracks === undefined ? {} : { tracks: stores.tracks }),
    newId: () => uuidv7(clock.now(), random.bytes(10)),
  });
  const office = createOffice({
    handlers: {
      ...accountHandlers({
        ...{ accounts, keys, store: credentials, people, clock, machineTime },
        hasUnit: (unit) => work?.reads.unit(unit) !== undefined,
        operations: () => work?.reads.openOperations() ?? [],
      }),
      ...watchHandlers({
        ...{ store: accessLog, access, people, rights, retention },
        units: { unit: (id) => work?.reads.unit(id), units: () => work?.reads.units() ?? [] },
        ...{ clock, times: unitTimes(journal, eventReader(catalog.kinds)), verify: deps.verify },
        ...(stores.tracks === undefined ? {} : { tracks: stores.tracks }),
      }),
    },
    ...{ people, access, log },
    secondFactorMissing: (account) => accounts.secondFactorMissing(account),
  });
  const inFlight = trackRequests(server.server);
  const seats = openSeats(server.server, {
    ...{ journal, desk: audited, vault: openVault, clock, timers, crash, log, monotonic, catalog, accounts, people },
    ...{ rights, deskRights, vaultRight: openRight, world, access },
    ...{ office, addressOf: (session: string) => accounts.parts.sessions.byId(session)?.address ?? '' },
    ...{
      positions: telemetry,
      plates: (hash: string) => plates.json(hash),
      metrics: metrics.feed,
      demoClock: options.clockSource === 'demo',
      clockRate: clock.rate,
    },
    ...(options.people?.lockAfterMs === undefined ? {} : { lockAfterMs: options.people.lockAfterMs }),
  });
  metrics.feedLag(() => seats.lags());
  const field =
    work === undefined
      ? undefined
      : openFieldDoor(seats.io, {
          ...{ desk: audited, reads: work.reads, keys: unitKeys, access, clock, timers, monotonic, log },
          ...{ demoClock: options.clockSource === 'demo', clockRate: clock.rate },
        });
  const gateways = openGateways({
    ...{ host, jt808Port: options.jt808Port, clock, timers, random, log, secret },
    ...{ sink: telemetry, units: telemetry.units, rejections: metrics.telemetry.rejected },
  });
  let arrivals: ArrivalWatch | undefined;
  let address: HubAddress | undefined;
  let starting: Promise<HubAddress> | undefined;
  let stopping: Promise<void> | undefined;

  function workOf(): WorkDeps | undefined {
    if (options.work === undefined || stores.plates === undefined) return undefined;
    const all = options.work.reads(desk.reads);
    const packs = packImporter({ store: stores.plates, desk: audited, inForce: () => all.pack(), clock, random });
    return {
      ...{ plates, packs, desk: audited, reads: all, unitKeys },
      newId: () => uuidv7(clock.now(), random.bytes(10)),
      incidentId: (source, externalId) => orderIncidentId(secret, source, externalId),
    };
  }

  function watchArrivals(all: HubReads): ArrivalWatch {
    const onMoved = telemetry.onMoved.bind(telemetry);
    return startArrivalWatch({ onMoved, reads: all, desk: measured, clock, log, secret });
  }

  async function takePack(): Promise<void> {
    const pack = options.work?.pack;
    if (pack === undefined || work === undefined || work.packs.isInForce(pack)) return;
    const result = await work.packs.import(pack);
    if (result.status === 'refused') throw new PackRefused(result.field, result.message);
    if (result.status === 'unavailable') throw new Error(`the pack could not be taken in: ${result.code}`);
    log.info({ plates: result.plates, changed: result.changed }, 'a district pack was taken in');
  }

  function assertWanted(): void {
    if (stopping !== undefined) throw new Error('the hub was stopped while it started');
  }

  async function start(): Promise<HubAddress> {
    assertWanted();
    desk.recover();
    desk.onCommitted((rows) => accounts.committed(rows));
    telemetry.start();
    if (options.work !== undefined) arrivals = watchArrivals(options.work.reads(desk.reads));
    if (options.people !== undefined)
      await ensureFirstAccounts({
        ...{ desk: measured, people, store: credentials, hasher, clock, machineTime, random, log, demo },
      });
    tellGrantsWithoutEffect({ people, clock, log });
    await takePack();
    assertWanted();
    accounts.start();
    keys.start();
    await server.listen({ host, port });
    assertWanted();
    const { jt808 } = await gateways.start();
    assertWanted();
    address = { host, http: portOf(server), tls: options.tls !== undefined, jt808 };
    reactor.start();
    retention.start();
    return address;
  }

  async function stop(): Promise<void> {
    address = undefined;
    // A start under way notices at its next step; only then is it known what has to be closed.
    await starting?.catch(() => undefined);
    address = undefined;
    const closed = server.close();
    await gateways.stop();
    await retention.stop();
    await reactor.stop();
    await arrivals?.stop();
    telemetry.stop();
    await desk.stop();
    field?.stop();
    // After the desk: what was taken in is answered first.
    await seats.stop();
    keys.stop();
    await accounts.stop();
    await Promise.race([inFlight.none(), new Promise<void>((resolve) => timers.after(closingTimeMs, resolve))]);
    // Left are connections on which nobody asks anything, and answers that nobody fetches.
    server.server.closeAllConnections();
    await closed;
    try {
      access.stop();
    } catch (error) {
      log.error({ err: error }, 'the last entries of the access log could not be written');
    }
  }

  return {
    desk: audited,
    accounts,
    vault: openVault,
    telemetry,
    start: () => (starting ??= start()),
    stop: () => (stopping ??= stop()),
    address: () => address,
  };
}

function roomOn(disk: DiskSpace): number | undefined {
  try {
    return disk.free();
  } catch {
    return undefined;
  }
}

function portOf(server: HttpServer): number {
  const bound: AddressInfo | string | null = server.server.address();
  return must(bound !== null && typeof bound === 'object' ? bound.port : undefined, 'a bound port');
}
