/** The hub, put together from stores and ports that are handed in; what is real about them is `main.ts`'s business. */
import type { AccountReads } from '../shared/domain/account/state.ts';
import { labelWorldOf } from '../shared/domain/rules/labels.ts';
import { uuidv7 } from '../shared/lib/ids.ts';
import { createAccounts } from './accounts/accounts.ts';
import { ensureFirstAccounts } from './accounts/first-accounts.ts';
import { createAccessKeys } from './accounts/keys.ts';
import { labelWorld } from './accounts/label-world.ts';
import { scryptHasher } from './accounts/password.ts';
import { rightsOf } from './accounts/rights.ts';
import { scopeRight } from './accounts/scope-right.ts';
import { vaultRight } from './accounts/vault-right.ts';
import { tellGrantsWithoutEffect } from './accounts/without-effect.ts';
import type { Hub, HubOptions, HubPorts, HubStores } from './hub.ts';
import { auditedDesk } from './desk/audited.ts';
import { createDesk } from './desk/desk.ts';
import type { DocumentReader, Surroundings } from '../shared/domain/reads.ts';
import { openSeats } from './feed/seats.ts';
import { createAdmission } from './field/admission.ts';
import { openFieldDoor } from './field/field.ts';
import { looksOf } from './field/tellings.ts';
import { createFieldUploads } from './field/uploads.ts';
import { fieldWords } from './field/words.ts';
import { pageFiles } from './field/page-files.ts';
import { createUnitKeys } from './field/keys.ts';
import { openGateways, osmandIdentifier } from './gateways.ts';
import { fingerprintKey } from './fingerprint-key.ts';
import { createAttempts } from './http/attempts.ts';
import { trackRequests } from './http/in-flight.ts';
import { openPast } from './as-of/compose-past.ts';
import type { WorkDeps } from './http/routes/deps.ts';
import { keyedRoutes, openRoutes } from './http/routes/index.ts';
import type { RouteDeps } from './http/routes/deps.ts';
import { createServer } from './http/server.ts';
import { composeFiles } from './files/compose-files.ts';
import type { ImportHandlers } from './imports/importer.ts';
import { createImporter } from './imports/importer.ts';
import { threadReader } from './imports/reader.ts';
import { createIntakes } from './intakes/intakes.ts';
import { orderHistory } from './intakes/order-history.ts';
import { eventReader } from './journal/upcast.ts';
import { verifyJournal } from './journal/verify.ts';
import type { Verification } from './journal/verify.ts';
import { measuredDesk } from './metrics/measured-desk.ts';
import { createMetrics } from './metrics/metrics.ts';
import type { DiskSpace } from './ports.ts';
import { accountHandlers } from './office/accounts.ts';
import { deviceHandlers } from './office/devices.ts';
import { findHandlers } from './office/find.ts';
import { logHandlers } from './office/duty-log.ts';
import { createOffice } from './office/office.ts';
import { unitTimes } from './office/unit-times.ts';
import { watchHandlers } from './office/watch.ts';
import type { Basemaps } from './packs/basemaps.ts';
import { createBasemaps } from './packs/basemaps.ts';
import { takeFirstPack } from './packs/first-pack.ts';
import { packImporter } from './packs/import.ts';
import type { PlatesAtHand } from './packs/plates.ts';
import { platesAtHand } from './packs/plates.ts';
import { usualRetention } from './retention/policy.ts';
import { createRetention } from './retention/retention.ts';
import { startWatches } from './reactions/watches.ts';
import { createClaimWatch } from './reactions/claim-watch.ts';
import { createDutyTurn } from './reactions/duty-turn.ts';
import { holdsIncident } from './imports/holds-incident.ts';
import { createCorrections } from './intakes/corrections.ts';
import { orderIncidentId } from './reactions/ids.ts';
import { createReactor } from './reactions/reactor.ts';
import { runningOf } from './running.ts';
import { openTelemetry } from './telemetry/compose-telemetry.ts';
import { districtBox } from './telemetry/district-box.ts';
import { createAccessLog } from './vault/access-log.ts';
import { callerKeyring, keyedVault } from './vault/callers.ts';
import { callerSecrecy } from './vault/secrecy.ts';
import { createVault } from './vault/vault.ts';
import { openOutgoing } from './outgoing/compose-outgoing.ts';
import { createOnlineMaps } from './online-maps/online-maps.ts';
import { createSavedViews } from './views/views.ts';
import { composeVideo } from './video/compose-video.ts';
import { videoImporter } from './video/import.ts';

/** China's, in whose hours gaps are learned. */
const civilOffset = 480;

const noPlates: PlatesAtHand = { district: () => undefined, json: () => undefined };

const nobody: AccountReads = {
  account: () => undefined,
  accountByLogin: () => undefined,
  accounts: () => [],
  administrators: () => [],
};

export async function composeHub<R>(stores: HubStores, ports: HubPorts, options: HubOptions<R>): Promise<Hub> {
  const { journal, accessLog, credentials } = stores;
  const { clock, timers, random, crash, disk, log, monotonic, machineTime } = ports;
  const { catalog, host, port } = options;
  const plates = stores.plates === undefined ? noPlates : platesAtHand(stores.plates);
  const around: Surroundings = {
    district: (hash) => plates.district(hash),
    position: (unit) => telemetry.position(unit),
  };
  const reads = (documents: DocumentReader): R => options.reads(documents, around);
  const secret = fingerprintKey(journal, stores.vault, random);
  const keyring = callerKeyring(secret);
  const vault = keyedVault(stores.vault, keyring);
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
            nameOf: (user): string | undefined => people.account(user)?.name,
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
  const secrecy = callerSecrecy({ journal, vault });
  const demo = options.people?.demo ?? false;
  const hasher = scryptHasher(random);
  const keys = createAccessKeys({ store: credentials, random, machineTime, timers, log });
  const policy = options.people?.policy;
  const accounts = createAccounts({
    ...{ store: credentials, people, clock, machineTime, monotonic, timers, random, hasher, access, log, demo },
    ...{ keys, secret },
    ...(policy === undefined ? {} : { policy }),
  });
  const openVault = createVault({ store: vault, journal, access, secrecy, ...openRight, log });

  const isOpen = {
    jt808: options.jt808Port !== undefined,
    osmand: options.osmandPort !== undefined,
    jt809: options.jt809 !== undefined,
    push: true,
    field: options.work !== undefined && stores.plates !== undefined,
  };
  const unitKeys = createUnitKeys({ keys, demo });
  const basemaps = basemapsOf();
  const work = workOf();
  let verifying: Promise<Verification> | undefined;
  const readEvent = eventReader(catalog.kinds);
  const times = unitTimes(journal, readEvent);
  const box = districtBox(() => options.work?.reads(desk.reads).district());
  const deps: RouteDeps = {
    ...(work === undefined ? {} : { work }),
    push: { clock, monotonic, take: (fix) => telemetry.take(fix), callKept: (device) => telemetry.callKept(device) },
    ...(work === undefined || stores.tracks === undefined
      ? {}
      : {
          tracks: {
            ...{ store: stores.tracks, clock, disk, access, box },
            trackDays: options.retention?.trackDays ?? usualRetention.trackDays,
            hasUnit: (unit: string) => work.reads.unit(unit) !== undefined,
            offDuty: (unit: string) => times.offDuty(unit),
          },
        }),
    ...{ journal, clock, metrics, accounts, access, demo },
    ...(options.fieldPage === undefined ? {} : { fieldPage: pageFiles(options.fieldPage) }),
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
    heard: (protocol) => intakes.heard(protocol),
    options: { box, ...options.telemetry },
  });
  const retention = createRetention({
    ...{ journal, desk: measured, accessLog, access, credentials, clock, machineTime, timers, log },
    policy: { ...usualRetention, ...options.retention },
    ...(stores.tracks === undefined ? {} : { tracks: stores.tracks }),
    newId: () => uuidv7(clock.now(), random.bytes(10)),
  });
  const units = { unit: (id: string) => work?.reads.unit(id), units: () => work?.reads.units() ?? [] };
  const past =
    stores.asOf &&
    openPast({
      ...{ journal, desk, kinds: catalog.kinds, store: stores.asOf, rights, units, times, access },
      ...{ clock, timers, monotonic, disk, log },
      ...(stores.tracks === undefined ? {} : { tracks: stores.tracks }),
      ...(options.replay === undefined ? {} : { policy: options.replay }),
    });
  const video = composeVideo({
    ...{ config: options.video, random, clock, timers, monotonic, log, access, metrics: metrics.video },
    videoPoint: (id) => allReads?.videoPoint(id),
    may: (account, action) => rights.rolesTo(account, action).length > 0,
    refused: ({ user, seat }, action, subject) =>
      access.note({ user, seat, action: 'refused', subject: `${action} ${subject}`.trim(), detail: 'NotAllowed' }),
    simulated: demo,
  });
  const onlineMaps = options.onlineMaps && createOnlineMaps(options.onlineMaps, { clock, timers, monotonic, log });
  const files = composeFiles({
    ...{ store: stores.vault, vault: openVault, vaultRight: openRight, secrecy, rights, journal, desk: audited },
    ...{ reads: allReads, clock, monotonic, random, log },
  });
  const outgoing = openOutgoing(options.outgoing, stores.outgoing, {
    ...{ journal, vault, reads: allReads, desk: measured, access, kinds: catalog.kinds },
    ...{ clock, timers, random, log, secret },
  });
  const savedViews = stores.views && createSavedViews({ store: stores.views, clock, log });
  const office = createOffice({
    handlers: {
      ...accountHandlers({
        ...{ accounts, keys, store: credentials, people, clock, machineTime },
        hasUnit: (unit) => work?.reads.unit(unit) !== undefined,
        operations: () => work?.reads.openOperations() ?? [],
      }),
      ...watchHandlers({
        ...{ store: accessLog, access, people, rights, retention },
        ...{ units, clock, times, verify: deps.verify },
        ...(stores.tracks === undefined ? {} : { tracks: stores.tracks }),
      }),
      ...deviceHandlers({
        carried: () => telemetry.units.devices(),
        heard: () => telemetry.devices(),
        leading: (unit) => telemetry.latest(unit)?.device,
        units: { unit: (id) => work?.reads.unit(id) },
        identifier: (id) => osmandIdentifier(secret, id),
      }),
      ...findHandlers({ journal, vault, keyring, rights }),
      ...logHandlers({ journal, readEvent, rights }),
      ...savedViews?.handlers,
      ...importHandlers(),
      ...files?.handlers,
      videoImport: videoImporter({ platform: video.platform, reads: allReads, desk: audited, clock, random }),
    },
    ...{ people, access, log },
    secondFactorMissing: (account) => accounts.secondFactorMissing(account),
  });
  const intakes = createIntakes({
    ...{ clock, timers, log, utcOffset: civilOffset },
    open: (id) => isOpen[id],
    expected: () =>
      new Set(
        telemetry.units
          .devices()
          .flatMap(({ device, onDuty }) => (onDuty ? [device.slice(0, device.indexOf(':'))] : [])),
      ),
    ...(work === undefined ? {} : { history: () => orderHistory(journal, clock.now()) }),
  });
  metrics.intakes(() => intakes.board());
  const claims =
    work &&
    createClaimWatch({
      ...{ reads: work.reads, desk: measured, clock, timers, log, secret },
      onEnded: (listener) => accounts.onEnded(listener),
    });
  const dutyTurn = work && createDutyTurn({ reads: work.reads, desk: measured, clock, timers, log, secret });
  const inFlight = trackRequests(server.server);
  const seats = openSeats(server.server, {
    ...{ journal, desk: audited, vault: openVault, clock, timers, crash, log, monotonic, catalog, accounts, people },
    ...{ rights, deskRights, vaultRight: openRight, world, access },
    ...{ office, addressOf: (session: string) => accounts.parts.sessions.byId(session)?.address ?? '' },
    ...{
      positions: telemetry,
      video: video.room,
      intakes,
      ...(claims === undefined ? {} : { sitting: claims }),
      plates: (hash: string) => plates.json(hash),
      ...(basemaps === undefined ? {} : { basemaps }),
      ...(onlineMaps === undefined ? {} : { onlineMaps }),
      ...(savedViews === undefined ? {} : { savedViews }),
      metrics: metrics.feed,
      demoClock: options.clockSource === 'demo',
      clockRate: clock.rate,
    },
    ...(past === undefined ? {} : { replays: past.replays }),
    ...(options.people?.lockAfterMs === undefined ? {} : { lockAfterMs: options.people.lockAfterMs }),
  });
  metrics.feedLag(() => seats.lags());
  const field =
    work === undefined
      ? undefined
      : openFieldDoor(seats.io, {
          ...work.field,
          sink: telemetry,
          looks: looksOf({ store: accessLog, access, people }),
          words: fieldWords({ store: vault, journal, access, log }, work.reads),
          ...{ desk: audited, reads: work.reads, keys: unitKeys, access, clock, timers, monotonic, log },
          ...{ demoClock: options.clockSource === 'demo', clockRate: clock.rate },
          heard: () => intakes.heard('field'),
        });
  const gateways = openGateways({
    ...{ host, options, clock, monotonic, timers, random, log, secret, access },
    ...(options.tls === undefined ? {} : { tls: options.tls }),
    ...{ sink: telemetry, units: telemetry.units, rejections: metrics.telemetry.rejected },
  });
  function basemapsOf(): Basemaps | undefined {
    const { basemaps: store } = stores;
    const limit = options.work?.basemapLimit;
    if (store === undefined) return undefined;
    return createBasemaps({ store, disk, machineTime, log, ...(limit === undefined ? {} : { limit }) });
  }

  function workOf(): WorkDeps | undefined {
    if (options.work === undefined || stores.plates === undefined) return undefined;
    const all = options.work.reads(desk.reads);
    const packs = packImporter({
      store: stores.plates,
      basemaps,
      desk: audited,
      inForce: () => all.pack(),
      clock,
      random,
    });
    return {
      ...{ plates, packs, basemaps, desk: audited, reads: all, unitKeys },
      newId: () => uuidv7(clock.now(), random.bytes(10)),
      heard: (source) => intakes.heard(source),
      incidentId: (source, externalId) => orderIncidentId(secret, source, externalId),
      corrections: createCorrections({ vault, desk: audited, clock, secret }),
      files: () => files?.files,
      field: {
        admission: createAdmission({
          ...{ keys: unitKeys, reads: all, access, monotonic },
          isRelay: (key, from) =>
            options.keys.matches(key) || keys.find('integration', key, from)?.actions.includes('fieldRelay') === true,
        }),
        uploads: createFieldUploads({ files: () => files?.files, monotonic }),
      },
    };
  }

  function importHandlers(): Partial<ImportHandlers> {
    if (work === undefined || stores.plates === undefined) return {};
    const { reads: all, plates: atHand, corrections } = work;
    return createImporter({
      ...{ reads: all, plates: atHand, store: stores.plates, desk: audited },
      ...{ clock, monotonic, random, reader: threadReader, mayHold: holdsIncident({ journal, rights }) },
      corrections,
      incidentId: (source, externalId) => orderIncidentId(secret, source, externalId),
    });
  }

  async function prepare(): Promise<void> {
    if (options.people !== undefined)
      await ensureFirstAccounts({
        ...{ desk: measured, people, store: credentials, hasher, clock, machineTime, random, log, demo },
      });
    tellGrantsWithoutEffect({ people, clock, log });
    if (stores.plates !== undefined) basemaps?.forgetUnnamed(stores.plates);
    const { pack, basemap } = options.work ?? {};
    await takeFirstPack({ pack, basemap, basemaps, packs: work?.packs, log });
  }

  return {
    desk: audited,
    accounts,
    vault: openVault,
    telemetry,
    ...runningOf({
      ...{ desk, accounts, keys, telemetry, past, claims, dutyTurn },
      ...{ reactor, outgoing, retention, intakes, server, gateways },
      ...{ field, seats, onlineMaps, video: video.room, access, timers, log, prepare },
      arrivals() {
        if (options.work === undefined) return undefined;
        return startWatches({
          ...{ onMoved: telemetry.onMoved.bind(telemetry), onSos: telemetry.onSos.bind(telemetry) },
          ...{ reads: options.work.reads(desk.reads), clock, timers, log, secret },
          desk: { submit: measured.submit.bind(measured), onCommitted: desk.onCommitted.bind(desk) },
          ...(stores.tracks === undefined ? {} : { tracks: stores.tracks }),
        });
      },
      idle: () => inFlight.none(),
      listen: { host, port },
      tls: options.tls !== undefined,
    }),
  };
}

function roomOn(disk: DiskSpace): number | undefined {
  try {
    return disk.free();
  } catch {
    return undefined;
  }
}
