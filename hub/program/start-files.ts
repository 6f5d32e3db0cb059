/** The files that a start of the hub is given, read before anything is made or opened. */
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { format, parse } from 'node:path';
import { readTls } from '../../db/tls-files.ts';
import type { CheckedTls, TlsFiles } from '../../db/tls-files.ts';
import { basemapEnding } from '../../shared/lib/basemap-files.ts';
import type { Result } from '../../shared/lib/result.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { Pack } from '../../shared/wire/pack.ts';
import { packSchema } from '../../shared/wire/pack.ts';
import type { ServeOptions, UsageError } from './command-line/types.ts';
import type { Platform } from '../gateways/jt809/platforms.ts';
import { platformsSchema } from '../gateways/jt809/platforms.ts';
import { plainIssue } from '../http/plain.ts';
import type { ReadOnlineMaps } from '../online-maps/config.ts';
import type { ReadOutgoing } from '../outgoing/config.ts';
import type { Log } from '../ports.ts';
import type { VideoConfig } from '../video/compose-video.ts';
import { readVideoFiles } from '../video/options.ts';

const certificateWarningDays = 30;

export interface ReadFiles {
  readonly pack: Pack | undefined;
  /** File of the basemap it names. */
  readonly basemap: string | undefined;
  readonly tls: CheckedTls | undefined;
  readonly video: VideoConfig | undefined;
  readonly onlineMaps: ReadOnlineMaps | undefined;
  readonly outgoing: ReadOutgoing | undefined;
  readonly platforms: readonly Platform[] | undefined;
}

/** Reads a pack before anything is made or opened: a bad file leaves everything as it was. */
export function readPack(file: string): Result<Pack, UsageError> {
  let input: unknown;
  try {
    input = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof SyntaxError ? '不是 JSON 文件' : '文件读不出来';
    return err({ argument: '--pack', advice: `${file}: ${reason}` });
  }
  const parsed = packSchema.safeParse(input);
  if (parsed.success) return ok(parsed.data);
  return err({ argument: '--pack', advice: `${file}: ${plainIssue(parsed.error).message}` });
}

/** The file of the basemap that a pack names: the one that was given, else the one beside the pack. */
export function basemapFile(
  { basemap, pack: file }: ServeOptions,
  pack: Pack | undefined,
): Result<string | undefined, UsageError> {
  if (basemap === undefined) {
    if (file === undefined || pack?.plates.basemap === undefined) return ok(undefined);
    const beside = format({ ...parse(file), base: '', ext: basemapEnding });
    return ok(existsSync(beside) ? beside : undefined);
  }
  const advice = (text: string): Result<never, UsageError> =>
    err({ argument: '--basemap', advice: `${basemap}: ${text}` });
  if (pack?.plates.basemap === undefined)
    return advice('the pack names no basemap: leave this out, or write it into plates.basemap');
  try {
    accessSync(basemap, constants.R_OK);
  } catch {
    return advice('文件读不出来');
  }
  return ok(basemap);
}

export function readPlatforms(file: string): Result<readonly Platform[], UsageError> {
  let input: unknown;
  try {
    input = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof SyntaxError ? '不是 JSON 文件' : '文件读不出来';
    return err({ argument: '--jt809-platforms', advice: `${file}: ${reason}` });
  }
  const parsed = platformsSchema.safeParse(input);
  if (parsed.success) return ok(parsed.data);
  return err({ argument: '--jt809-platforms', advice: `${file}: ${plainIssue(parsed.error).message}` });
}

export function tlsOf(files: TlsFiles): Result<CheckedTls, UsageError> {
  const read = readTls(files, Date.now());
  return read.ok ? read : err({ argument: `--tls-${read.error.which}`, advice: read.error.advice });
}

/** Reads what the options of video name. Undefined where there are none. */
export function videoOf({ video }: ServeOptions): Result<VideoConfig | undefined, UsageError> {
  if (video?.wvp === undefined) return ok(video === undefined ? undefined : { hosts: video.hosts });
  const platform = readVideoFiles(video.wvp);
  return platform.ok ? ok({ hosts: video.hosts, platform: platform.value }) : platform;
}

/** What an administrator should know of a certificate that is good for now. */
export function warnOfCertificate({ names, until, isFor }: CheckedTls, host: string, log: Log): void {
  const days = Math.floor((until - Date.now()) / 86_400_000);
  if (days < certificateWarningDays)
    log.warn({ days }, 'the certificate ends soon: renew it, then start the hub again');
  if (isIP(host) !== 0 && host !== '0.0.0.0' && host !== '::' && !isFor(host))
    log.warn({ host, names }, 'the certificate does not name this address: who calls the hub by it is turned away');
}
