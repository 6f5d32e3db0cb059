/** The options of a start of the hub, read one by one. */
import { roleSchema } from '../../../shared/domain/account/events.ts';
import { parseIso } from '../../../shared/lib/time.ts';
import { isLoopback } from '../../lib/loopback.ts';
import { leastAccessLogDays } from '../../retention/policy.ts';
import { videoOptions } from '../../video/options.ts';
import { Misuse } from './misuse.ts';
import type { Environment, Given } from './misuse.ts';
import type { OptionName } from './options.ts';
import { logLevels } from './types.ts';
import type { LogLevel, ServeOptions } from './types.ts';
import { defaultPort, mega } from './usage.ts';

const shortestKey = 20;

export function serveOptions(
  data: string,
  demoFlag: boolean,
  given: (option: OptionName) => Given | undefined,
  env: Environment,
): Omit<ServeOptions, 'host' | 'tls'> {
  const clock = clockOptions(given('clock'), given('clock-rate'));
  const pack = given('pack');
  if (pack?.value === '') throw new Misuse(pack.name, 'is empty: name the file of the district pack');
  const basemap = given('basemap');
  if (basemap?.value === '') throw new Misuse(basemap.name, 'is empty: name the PMTiles file of the basemap');
  if (basemap !== undefined && pack === undefined)
    throw new Misuse(basemap.name, 'needs --pack: it is the basemap that the pack names');
  const jt808 = given('jt808-port');
  const osmand = given('osmand-port');
  const apiKey = given('api-key');
  if (apiKey !== undefined && (apiKey.value.length < shortestKey || !/^[\x21-\x7e]+$/.test(apiKey.value)))
    throw new Misuse(apiKey.name, `must have at least ${shortestKey} visible ASCII characters and no blank`);
  return {
    data,
    port: portOf(given('port')),
    demo: demoFlag || switchOf('LIANQIN_DEMO', env),
    ...(clock === undefined ? {} : { clock }),
    ...(apiKey === undefined ? {} : { apiKey: apiKey.value }),
    ...(pack === undefined ? {} : { pack: pack.value }),
    ...(basemap === undefined ? {} : { basemap: basemap.value }),
    ...basemapLimitOf(given('basemap-limit')),
    ...onlineBasemapsOf(given('online-basemaps')),
    ...outgoingOf(given('outgoing')),
    ...(jt808 === undefined ? {} : { jt808Port: portOf(jt808) }),
    ...(osmand === undefined ? {} : { osmandPort: portOf(osmand) }),
    ...platformDoorOf(given('jt809-port'), given('jt809-platforms')),
    ...passwordDaysOf(given('password-days')),
    ...secondFactorOf(given('second-factor')),
    ...lockAfterOf(given('lock-after-minutes')),
    ...retentionOf(given),
    ...videoOf(given),
    logLevel: logLevelOf(given('log-level')),
  };
}

function platformDoorOf(port: Given | undefined, file: Given | undefined): Pick<ServeOptions, 'jt809'> {
  if (port === undefined && file === undefined) return {};
  if (file === undefined || file.value === '')
    throw new Misuse('--jt809-platforms', 'is missing: name the file of the platforms that may come in');
  if (port === undefined) throw new Misuse('--jt809-port', `is missing: ${file.name} needs the port they come in by`);
  return { jt809: { port: portOf(port), platforms: file.value } };
}

function passwordDaysOf(given: Given | undefined): Pick<ServeOptions, 'passwordDays'> {
  if (given === undefined) return {};
  const days = Number(given.value);
  if (!/^\d{1,4}$/.test(given.value))
    throw new Misuse(given.name, `is no number of days: ${given.value}; 0 means never`);
  return { passwordDays: days === 0 ? null : days };
}

function lockAfterOf(given: Given | undefined): Pick<ServeOptions, 'lockAfterMs'> {
  if (given === undefined) return {};
  const minutes = Number(given.value);
  if (!/^\d{1,3}$/.test(given.value) || minutes < 1 || minutes > 240)
    throw new Misuse(given.name, `is no number of minutes it takes: ${given.value}; give 1 to 240`);
  return { lockAfterMs: minutes * 60_000 };
}

function onlineBasemapsOf(given: Given | undefined): Pick<ServeOptions, 'onlineBasemaps'> {
  if (given === undefined) return {};
  if (given.value === '') throw new Misuse(given.name, 'is empty: name the file of the basemaps from outside');
  return { onlineBasemaps: given.value };
}

function outgoingOf(given: Given | undefined): Pick<ServeOptions, 'outgoing'> {
  if (given === undefined) return {};
  if (given.value === '')
    throw new Misuse(given.name, 'is empty: name the file that says to whom replies are given back');
  return { outgoing: given.value };
}

function basemapLimitOf(given: Given | undefined): Pick<ServeOptions, 'basemapLimit'> {
  if (given === undefined) return {};
  const megabytes = Number(given.value);
  if (!/^\d{1,5}$/.test(given.value) || megabytes < 1 || megabytes > 16_384)
    throw new Misuse(given.name, `is no number of megabytes it takes: ${given.value}; give 1 to 16384`);
  return { basemapLimit: megabytes * mega };
}

function retentionOf(given: (option: OptionName) => Given | undefined): Pick<ServeOptions, 'retention'> {
  const vault = daysOf(given('keep-vault-days'), 0);
  const track = daysOf(given('keep-track-days'), 1);
  const accessLog = daysOf(given('keep-access-log-days'), leastAccessLogDays);
  if (vault === undefined && track === undefined && accessLog === undefined) return {};
  return {
    retention: {
      ...(vault === undefined ? {} : { vaultDays: vault === 0 ? null : vault }),
      ...(track === undefined ? {} : { trackDays: track }),
      ...(accessLog === undefined ? {} : { accessLogDays: accessLog }),
    },
  };
}

function videoOf(given: (option: OptionName) => Given | undefined): Pick<ServeOptions, 'video'> {
  const [wvp, login, ca, hosts] = [given('video-wvp'), given('video-login'), given('video-ca'), given('video-hosts')];
  const video = videoOptions({ wvp, login, ca, hosts });
  if (!video.ok) throw new Misuse(video.error.argument, video.error.advice);
  return video.value === undefined ? {} : { video: video.value };
}

export function daysOf(given: Given | undefined, least: number): number | undefined {
  if (given === undefined) return undefined;
  const days = Number(given.value);
  if (!/^\d{1,5}$/.test(given.value) || days < least)
    throw new Misuse(given.name, `is no number of days it takes: ${given.value}; give ${least} or more`);
  return days;
}

function secondFactorOf(given: Given | undefined): Pick<ServeOptions, 'secondFactorFor'> {
  if (given === undefined) return {};
  if (given.value === 'none') return { secondFactorFor: [] };
  const secondFactorFor = given.value.split(',').map((name) => {
    // A wall has nobody in front of it.
    const role = roleSchema.exclude(['wall']).safeParse(name.trim());
    if (!role.success)
      throw new Misuse(
        given.name,
        `names no role: ${name}; give roles with commas between, such as administrator, or none`,
      );
    return role.data;
  });
  return { secondFactorFor };
}

function portOf(given: Given | undefined): number {
  if (given === undefined) return defaultPort;
  const port = Number(given.value);
  if (!/^\d{1,5}$/.test(given.value) || port > 65_535)
    throw new Misuse(given.name, `is not a port: ${given.value}; give 0 (any free one) to 65535`);
  return port;
}

export function switchOf(name: string, env: Environment): boolean {
  const value = env[name];
  if (value === undefined || value === '' || value === '0') return false;
  if (value === '1') return true;
  throw new Misuse(name, `is ${value}: set it to 1, or leave it out`);
}

export function doorOf(
  given: (option: OptionName) => Given | undefined,
  plain: boolean,
): Pick<ServeOptions, 'host' | 'tls'> {
  const [cert, key, hostGiven] = [given('tls-cert'), given('tls-key'), given('host')];
  const host = hostGiven?.value ?? '127.0.0.1';
  for (const file of [cert, key]) if (file?.value === '') throw new Misuse(file.name, 'is empty: name the PEM file');
  if (cert !== undefined && key === undefined)
    throw new Misuse('--tls-key', `is missing: ${cert.name} needs the private key of the certificate`);
  if (key !== undefined && cert === undefined)
    throw new Misuse('--tls-cert', `is missing: ${key.name} needs the certificate of the key`);
  if (cert !== undefined && key !== undefined) {
    if (plain) throw new Misuse('--plain', `does not go with ${cert.name}: leave one of them out`);
    return { host, tls: { cert: cert.value, key: key.value } };
  }
  if (!isLoopback(host) && !plain)
    throw new Misuse(
      hostGiven?.name ?? '--host',
      `${host} is beyond this machine: give --tls-cert and --tls-key (certificate makes them), or --plain to go without TLS`,
    );
  return { host };
}

function clockOptions(at: Given | undefined, rate: Given | undefined): ServeOptions['clock'] {
  if (at === undefined) {
    if (rate !== undefined) throw new Misuse(rate.name, 'needs --clock: give the time at which the demo clock starts');
    return undefined;
  }
  const startsAt = parseIso(at.value);
  if (startsAt === undefined)
    throw new Misuse(at.name, `is not a time with its offset: ${at.value}; write it as 2026-11-20T22:40+08:00`);
  const factor = rate === undefined ? 1 : Number(rate.value);
  if (rate !== undefined && (rate.value.trim() === '' || !(factor > 0 && factor <= 1_000)))
    throw new Misuse(rate.name, `is not a rate: ${rate.value}; give a number above 0 and up to 1000`);
  return { startsAt, rate: factor };
}

function logLevelOf(given: Given | undefined): LogLevel {
  if (given === undefined) return 'info';
  const level = logLevels.find((name) => name === given.value);
  if (level === undefined) throw new Misuse(given.name, `is no level: ${given.value}; use ${logLevels.join(', ')}`);
  return level;
}
