/** The hub as a program: reads the command line, opens the data folder, hands everything real to `composeHub`. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { backupTo } from '../db/hub/backup.ts';
import type { DataFolder } from '../db/hub/data-folder.ts';
import { folderFiles, openDataFolder } from '../db/hub/data-folder.ts';
import { isReadableByOthers } from '../db/private-files.ts';
import { catalog } from '../shared/domain/catalog.ts';
import { unreachable } from '../shared/lib/must.ts';
import { parseCommandLine } from './program/command-line/parse.ts';
import type { Invocation, ServeOptions, UsageError } from './program/command-line/types.ts';
import { usage } from './program/command-line/usage.ts';
import { demoClock, systemClock } from './clock/clock.ts';
import { timersOver } from './clock/timers.ts';
import { BasemapRefused, PackRefused } from './packs/first-pack.ts';
import { composeHub } from './compose.ts';
import type { Hub } from './hub.ts';
import { readsOf } from '../shared/domain/reads.ts';
import { demoPolicy, workPolicy } from './accounts/policy.ts';
import type { AccountPolicy } from './accounts/policy.ts';
import { openApiKeys } from './http/api-keys.ts';
import { protocolVersion } from './http/protocol.ts';
import {
  dropSecondFactor,
  importTrackFile,
  kinds,
  newId,
  random,
  restore,
  say,
  setPassword,
  verify,
} from './program/folder-commands.ts';
import { createLog } from './log/log.ts';
import { basemapFile, readPack, readPlatforms, tlsOf, videoOf, warnOfCertificate } from './program/start-files.ts';
import type { ReadFiles } from './program/start-files.ts';
import { createDiskSpace } from './metrics/disk-space.ts';
import type { Log } from './ports.ts';
import { readOutgoing } from './outgoing/config.ts';
import { readOnlineMaps } from './online-maps/config.ts';

const misuseExit = 2;

/** How long an orderly stop may take before the process ends anyway, ms. */
const stopTimeMs = 20_000;

const orphanCheckMs = 250;

function misused({ argument, advice }: UsageError): void {
  process.stderr.write(`${argument} ${advice}\n`);
  process.exitCode = misuseExit;
}

/** Mistakes that only show once the folder is looked at. */
function wrongFolder(options: ServeOptions, demo: boolean): UsageError | undefined {
  if (demo) return undefined;
  const advice = `is for demo and training only, and ${options.data} was not made with --demo: leave it out, or use another folder`;
  if (options.clock !== undefined) return { argument: '--clock', advice };
  if (options.demo) return { argument: '--demo', advice };
  return undefined;
}

async function serve(options: ServeOptions): Promise<void> {
  const pack = options.pack === undefined ? undefined : readPack(options.pack);
  if (pack?.ok === false) return misused(pack.error);
  const basemap = basemapFile(options, pack?.value);
  if (!basemap.ok) return misused(basemap.error);
  const tls = options.tls === undefined ? undefined : tlsOf(options.tls);
  if (tls?.ok === false) return misused(tls.error);
  const video = videoOf(options);
  if (!video.ok) return misused(video.error);
  const onlineMaps =
    options.onlineBasemaps === undefined ? undefined : readOnlineMaps(options.onlineBasemaps, process.env);
  if (onlineMaps?.ok === false) return misused(onlineMaps.error);
  const outgoing = options.outgoing === undefined ? undefined : readOutgoing(options.outgoing);
  if (outgoing?.ok === false) return misused(outgoing.error);
  const platforms = options.jt809 === undefined ? undefined : readPlatforms(options.jt809.platforms);
  if (platforms?.ok === false) return misused(platforms.error);
  const log = createLog(options.logLevel);
  if (tls !== undefined) warnOfCertificate(tls.value, options.host, log);
  const secrets = [
    ...[options.jt809?.platforms, options.video?.wvp?.login],
    ...[...(onlineMaps?.value.secrets ?? []), ...(outgoing?.value.secrets ?? [])],
  ];
  for (const file of secrets)
    if (file !== undefined && isReadableByOthers(file))
      log.warn({ file }, 'this file holds a password or a key and others than its owner may read it: chmod 600');
  const isNew = !existsSync(join(options.data, folderFiles.journal));
  // Before anything is made: a folder once made for real work cannot become one for training.
  const early = isNew ? wrongFolder(options, options.demo) : undefined;
  if (early !== undefined) return misused(early);
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'the hub met an error nobody caught, and ends');
    process.exit(1);
  });

  let folder: DataFolder;
  try {
    const damagedTracks = (damage: object): void =>
      log.error(damage, 'a damaged file of tracks was moved aside; a new one is begun');
    const damagedViews = (aside: string): void =>
      log.error({ aside }, 'the damaged file of saved views was moved aside; a new one is begun');
    folder = openDataFolder(options.data, { kinds, newId, demo: options.demo, damagedTracks, damagedViews });
  } catch (error) {
    return failed(log, error);
  }
  const wrong = wrongFolder(options, folder.demo);
  if (wrong !== undefined) {
    folder.close();
    return misused(wrong);
  }
  let hub: Hub | undefined;
  let stopped: (() => boolean) | undefined;
  try {
    hub = await compose(options, folder, log, {
      pack: pack?.value,
      basemap: basemap.value,
      tls: tls?.value,
      video: video.value,
      onlineMaps: onlineMaps?.value,
      outgoing: outgoing?.value,
      platforms: platforms?.value,
    });
    stopped = stopOnSignal(hub, folder, log);
    const { http, host, tls: isTls, jt808, osmand, jt809 } = await hub.start();
    const doors = { http, jt808, osmand, jt809 };
    log.info({ ...doors, host, tls: isTls, demo: folder.demo, ...folder.journal.identity() }, 'listening');
    say({ event: 'listening', ...doors, host, tls: isTls, protocol: protocolVersion, demo: folder.demo });
  } catch (error) {
    // A signal while the doors were being opened is no failure.
    if (stopped?.() === true) return;
    if (error instanceof PackRefused) misused({ argument: '--pack', advice: `${options.pack}: ${error.message}` });
    else if (error instanceof BasemapRefused)
      misused({ argument: '--basemap', advice: `${basemap.value}: ${error.message}` });
    else failed(log, error);
    await hub?.stop();
    folder.close();
    process.exit();
  }
}

async function compose(options: ServeOptions, folder: DataFolder, log: Log, files: ReadFiles): Promise<Hub> {
  const { pack, basemap, tls, video, onlineMaps, outgoing, platforms } = files;
  const { clock: demo, host, port } = options;
  const clock = demo === undefined ? systemClock() : demoClock({ start: demo.startsAt, rate: demo.rate });
  const ahead = folder.journal.head().at - clock.now();
  if (ahead > 0)
    log.warn(
      { aheadMs: ahead },
      'the journal is ahead of the clock: new events get the time of its last one until then',
    );
  const monotonic = (): number => performance.now();
  return composeHub(
    folder,
    {
      ...{ clock, random, log, monotonic },
      timers: timersOver(clock),
      crash: { reach: () => undefined },
      disk: createDiskSpace(folder.dir, monotonic),
      machineTime: () => Date.now(),
    },
    {
      ...{ host, port, catalog, reads: readsOf },
      fieldPage: join(import.meta.dirname, '..', 'dist', 'field-page'),
      ...(tls === undefined ? {} : { tls }),
      people: {
        reads: (reads) => reads,
        demo: folder.demo,
        policy: policyOf(options, folder.demo),
        ...(options.lockAfterMs === undefined ? {} : { lockAfterMs: options.lockAfterMs }),
      },
      work: {
        reads: (reads) => reads,
        ...(pack === undefined ? {} : { pack }),
        ...(basemap === undefined ? {} : { basemap: () => createReadStream(basemap) }),
        ...(options.basemapLimit === undefined ? {} : { basemapLimit: options.basemapLimit }),
      },
      ...(video === undefined ? {} : { video }),
      ...(onlineMaps === undefined ? {} : { onlineMaps }),
      ...(outgoing === undefined ? {} : { outgoing }),
      ...(options.retention === undefined ? {} : { retention: options.retention }),
      ...(options.jt808Port === undefined ? {} : { jt808Port: options.jt808Port }),
      ...(options.osmandPort === undefined ? {} : { osmandPort: options.osmandPort }),
      ...(options.osmandCodes === undefined ? {} : { osmandCodes: options.osmandCodes }),
      ...(options.jt809 === undefined || platforms === undefined
        ? {}
        : { jt809: { port: options.jt809.port, platforms } }),
      keys: openApiKeys(folder.dir, options.apiKey, random, log),
      clockSource: demo === undefined ? 'machine' : 'demo',
    },
  );
}

function policyOf({ passwordDays, secondFactorFor }: ServeOptions, demo: boolean): AccountPolicy {
  const usual = demo ? demoPolicy : workPolicy;
  return {
    passwordDays: passwordDays === undefined ? usual.passwordDays : passwordDays,
    secondFactorFor: secondFactorFor ?? usual.secondFactorFor,
  };
}

/** Returns how to ask whether a signal has come. */
function stopOnSignal(hub: Hub, folder: DataFolder, log: Log): () => boolean {
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    const late = setTimeout(() => {
      log.error({}, 'the hub could not stop in time; what was answered is safe');
      process.exit(1);
    }, stopTimeMs);
    try {
      await hub.stop();
      folder.close();
      log.info({}, 'stopped');
      process.exit(0);
    } catch (error) {
      log.error({ err: error }, 'stopping failed; what was answered is safe');
      process.exit(1);
    } finally {
      clearTimeout(late);
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
  onceOrphaned(() => void stop('the end of npm'));
  return () => stopping;
}

/**
 * Under `npm run`, a shell stands between npm and the hub. A signal to npm ends the shell and never reaches the hub,
 * which would go on alone and keep the data folder: so the hub looks whether its parent is still there.
 */
function onceOrphaned(work: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    work();
  }, orphanCheckMs);
  timer.unref();
}

function failed(log: Log, error: unknown): void {
  process.exitCode = 1;
  log.error({ err: error }, error instanceof Error ? error.message : String(error));
}

async function run(invocation: Invocation): Promise<void> {
  switch (invocation.kind) {
    case 'help':
      process.stdout.write(usage);
      return;
    case 'serve':
      return serve(invocation.options);
    case 'backup':
      backupTo(invocation.data, invocation.file);
      say({ event: 'backup', file: invocation.file, bytes: statSync(invocation.file).size });
      return;
    case 'restore':
      return restore(invocation.file, invocation.data);
    case 'verify':
      return verify(invocation.data);
    case 'password':
      return setPassword(invocation.data, invocation.login);
    case 'import-tracks':
      return importTrackFile(invocation);
    case 'drop-second-factor':
      return dropSecondFactor(invocation.data, invocation.login);
    case 'certificate': {
      // Only this command needs the library of certificates.
      const { writeCertificates } = await import('./certificates/files.ts');
      return say({ event: 'certificate', ...(await writeCertificates(invocation, Date.now())) });
    }
    default:
      return unreachable(invocation);
  }
}

const invocation = parseCommandLine(process.argv.slice(2), process.env);
if (invocation.ok) {
  try {
    await run(invocation.value);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
} else {
  misused(invocation.error);
}
