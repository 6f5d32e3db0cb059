/** Basemaps from servers outside: which there are is configuration, kept by the administrator in a file. */
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { err, ok } from '../../shared/lib/result.ts';
import type { Result } from '../../shared/lib/result.ts';
import { sourceIdSchema } from '../../shared/wire/online-maps.ts';
import { isAuthority, readConfig, textOf } from '../lib/config-file.ts';

const tiandituLayers = ['vec', 'cva', 'img', 'cia', 'ter', 'cta'] as const;
const tiandituUrl = 'https://t{s}.tianditu.gov.cn';

/** Below it a picture in degrees lies visibly beside its place once it is laid into a square of Web Mercator. */
const leastZoomOfDegrees = 8;

/**
 * Hosts whose tiles are in GCJ-02 or BD-09, whatever a configuration says. Their ends; a port may follow.
 */
const shiftedHosts = ['autonavi.com', 'amap.com', 'gtimg.com', 'qq.com', 'google.cn', 'bdimg.com', 'baidu.com'];

const httpUrl = z
  .string()
  .max(1_000)
  .superRefine((url, context) => {
    const parsed = URL.parse(url.replaceAll('{s}', '0').replace(/[{}]/g, ''));
    const wrong = (message: string): void => context.addIssue({ code: 'custom', message });
    if (parsed === null || !['http:', 'https:'].includes(parsed.protocol) || parsed.hostname === '')
      return wrong('不是 http 或 https 地址');
    if (parsed.username !== '' || parsed.password !== '')
      return wrong('地址里不能写用户名和密码，请用 keyFile 或 keyEnv');
    if (parsed.hash !== '') wrong('地址里不能有 #');
    if (/[?&](tk|ak|key|token|access_token)=[^{&]/i.test(url))
      wrong('地址里不能写密钥，请写 {key}，密钥放在 keyFile 或 keyEnv');
  });

const common = {
  id: sourceIdSchema,
  /** In the box of layers. */
  name: z.string().trim().min(1).max(20),
  /** Shown on the map: 版权、审图号. */
  attribution: z.string().trim().min(1).max(200),
  /** Shown to whoever has not chosen a basemap. */
  preferred: z.boolean().default(false),
  /** File of the key, beside this file or absolute. */
  keyFile: z.string().min(1).max(1_000).optional(),
  /** Environment variable of the key. */
  keyEnv: z
    .string()
    .regex(/^[A-Za-z_]\w{0,99}$/)
    .optional(),
  /** PEM of the authority of its certificate; the system's unless given. */
  ca: z.string().min(1).max(1_000).optional(),
  /** How long tiles are kept in memory, hours. */
  keepHours: z.int().min(1).max(720).default(24),
  /** At a time. */
  connections: z.int().min(1).max(16).default(6),
  timeoutSeconds: z.int().min(1).max(30).default(6),
  minZoom: z.int().min(0).max(22).optional(),
  maxZoom: z.int().min(0).max(22).optional(),
};

const tiandituSchema = z.strictObject({
  ...common,
  kind: z.literal('tianditu'),
  /** Map or picture, and the names above it. */
  layers: z.array(z.enum(tiandituLayers)).min(1).max(2).default(['vec', 'cva']),
  /** Another address of the same service, without path; `{s}` is its number from 0 to 7. */
  url: httpUrl.default(tiandituUrl),
});

const xyzSchema = z.strictObject({
  ...common,
  kind: z.literal('xyz'),
  /** With `{z}`, `{x}` and `{y}`, or `{-y}` for rows from the south; `{s}` one of `subdomains`; `{key}`. */
  url: httpUrl,
  /** A second picture, drawn above. */
  labelsUrl: httpUrl.optional(),
  subdomains: z
    .array(z.string().regex(/^[a-z0-9-]{1,20}$/))
    .min(1)
    .max(20)
    .optional(),
  /** What the tiles are cut in; there is no usual one. */
  crs: z.enum(['wgs84', 'cgcs2000', 'gcj02', 'bd09']),
});

const wmsSchema = z.strictObject({
  ...common,
  kind: z.literal('wms'),
  url: httpUrl,
  version: z.enum(['1.1.1', '1.3.0']),
  layers: z
    .array(z.string().regex(/^[^,&\s]{1,200}$/))
    .min(1)
    .max(20),
  styles: z.string().max(500).optional(),
  crs: z.enum(['EPSG:3857', 'EPSG:4326', 'EPSG:4490']),
  format: z.enum(['image/png', 'image/jpeg']).default('image/png'),
  transparent: z.boolean().default(false),
});

const sourceSchema = z
  .discriminatedUnion('kind', [tiandituSchema, xyzSchema, wmsSchema])
  .superRefine((source, context) => {
    const wrong = (field: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [field], message });
    const urls = Object.entries({ url: source.url, ...(source.kind === 'xyz' ? { labelsUrl: source.labelsUrl } : {}) });
    for (const [field, url] of urls) {
      const host = URL.parse((url ?? '').replaceAll('{s}', '0'))?.hostname ?? '';
      if (shiftedHosts.some((end) => host === end || host.endsWith(`.${end}`)))
        wrong(field, '这家的瓦片是 GCJ-02 或 BD-09 坐标，画上去会偏约 500 米，不能用');
      const isKeyed = (url ?? '').includes('{key}');
      if (isKeyed && source.keyFile === undefined && source.keyEnv === undefined)
        wrong('keyFile', `${field} 里有 {key}，要写 keyFile 或 keyEnv`);
    }
    if (source.keyFile !== undefined && source.keyEnv !== undefined) wrong('keyEnv', 'keyFile 和 keyEnv 只能写一个');
    if (source.kind === 'tianditu' && source.keyFile === undefined && source.keyEnv === undefined)
      wrong('keyFile', '天地图要有密钥（tk），请写 keyFile 或 keyEnv');
    const usual = zoomsOf(source);
    if (usual.minZoom > usual.maxZoom) wrong('maxZoom', '不能小于 minZoom');
    if (source.kind === 'wms' && source.crs !== 'EPSG:3857' && usual.minZoom < leastZoomOfDegrees)
      wrong('minZoom', `用 ${source.crs} 时不能小于 ${leastZoomOfDegrees}：级别再小，图会偏离位置`);
    if (source.kind !== 'xyz') return;
    if (source.crs === 'gcj02' || source.crs === 'bd09')
      wrong(
        'crs',
        `${source.crs} 的瓦片不能用：坐标偏移处处不同，整张挪动也对不准。请向提供方要 WGS84 或 CGCS2000 的瓦片，或用 npm run basemap 做本地底图`,
      );
    for (const [field, url] of urls) {
      if (url === undefined) continue;
      const holds = (name: string): boolean => url.includes(name);
      if (!holds('{z}') || !holds('{x}') || holds('{y}') === holds('{-y}'))
        wrong(field, '要有 {z}、{x} 和 {y}（行号从南往北的写 {-y}）');
      const unknown = /\{(?!(z|x|y|-y|key|s)\})[^}]*\}?/.exec(url)?.[0];
      if (unknown !== undefined) wrong(field, `不认识 ${unknown.slice(0, 20)}`);
      if (holds('{s}') !== (source.subdomains !== undefined) && field === 'url')
        wrong('subdomains', '地址里有 {s} 时要写，没有时不写');
    }
  });
export type MapSource = z.infer<typeof sourceSchema>;

export const onlineMapsConfigSchema = z
  .strictObject({ sources: z.array(sourceSchema).min(1).max(20) })
  .superRefine(({ sources }, context) => {
    const seen = new Set<string>();
    for (const [at, { id, preferred }] of sources.entries()) {
      const wrong = (field: string, message: string): void =>
        context.addIssue({ code: 'custom', path: ['sources', at, field], message });
      if (seen.has(id)) wrong('id', '已经用过');
      if (preferred && sources.slice(0, at).some((before) => before.preferred)) wrong('preferred', '只能有一个');
      seen.add(id);
    }
  });

/** Of the tiles it has; 天地图 has them from 1 to 18. */
export function zoomsOf({ kind, minZoom, maxZoom, ...more }: MapSource): {
  readonly minZoom: number;
  readonly maxZoom: number;
} {
  const isDegrees = 'crs' in more && kind === 'wms' && more.crs !== 'EPSG:3857';
  const least = kind === 'tianditu' ? 1 : isDegrees ? leastZoomOfDegrees : 0;
  return { minZoom: minZoom ?? least, maxZoom: maxZoom ?? (kind === 'tianditu' ? 18 : 19) };
}

/** A source with what its files hold. */
export interface ReadySource {
  readonly source: MapSource;
  /** Empty where it needs none. */
  readonly key: string;
  readonly ca?: string;
}

export interface OnlineMapsMisuse {
  readonly argument: string;
  readonly advice: string;
}

export interface ReadOnlineMaps {
  readonly sources: readonly ReadySource[];
  /** Files that hold a key. */
  readonly secrets: readonly string[];
}

type Environment = { readonly [name: string]: string | undefined };

/** Reads the configuration and what it names, before anything is opened. Never says what a key is. */
export function readOnlineMaps(file: string, env: Environment): Result<ReadOnlineMaps, OnlineMapsMisuse> {
  const misuse = (advice: string): Result<never, OnlineMapsMisuse> =>
    err({ argument: '--online-basemaps', advice: `${file}: ${advice}` });
  const read = readConfig(file, onlineMapsConfigSchema);
  if (!read.ok) return misuse(read.error);
  const sources: ReadySource[] = [];
  const secrets: string[] = [];
  for (const [at, source] of read.value.sources.entries()) {
    const { keyFile, keyEnv, ca } = source;
    const beside = (name: string): string => resolve(dirname(file), name);
    let key = '';
    if (keyFile !== undefined || keyEnv !== undefined) {
      const found = keyFile === undefined ? env[keyEnv ?? ''] : textOf(beside(keyFile));
      const field = `sources.${at}.${keyFile === undefined ? 'keyEnv' : 'keyFile'}`;
      if (found === undefined) return misuse(`${field}：${keyFile ?? keyEnv} 读不出来`);
      key = found.trim();
      if (!/^[\x21-\x7e]{4,500}$/.test(key)) return misuse(`${field}：${keyFile ?? keyEnv} 里不是密钥`);
      if (keyFile !== undefined) secrets.push(beside(keyFile));
    }
    const pem = ca === undefined ? undefined : textOf(beside(ca));
    if (ca !== undefined && (pem === undefined || !isAuthority(pem)))
      return misuse(`sources.${at}.ca：${ca} 不是 PEM 证书`);
    sources.push({ source, key, ...(pem === undefined ? {} : { ca: pem }) });
  }
  return ok({ sources, secrets });
}
