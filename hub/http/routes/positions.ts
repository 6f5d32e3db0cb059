import { z } from 'zod';
import type { Point } from '../../../shared/geo/point.ts';
import { toWgs84 } from '../../../shared/geo/coordinates.ts';
import { parseIso } from '../../../shared/lib/time.ts';
import type { Clock } from '../../ports.ts';
import type { DeviceId, Fix } from '../../telemetry/fix.ts';
import { LateRule } from '../../telemetry/late.ts';
import type { Rejection } from '../../telemetry/policy.ts';
import { Rates } from '../../telemetry/rates.ts';
import { plainIssue } from '../plain.ts';
import { Problem } from '../problem.ts';
import type { Route } from '../server.ts';
import { callerOf, subjectOf } from '../server.ts';

export interface PushDeps {
  readonly clock: Clock;
  /** Machine ms, never going back. */
  readonly monotonic: () => number;
  /** Why it was refused; undefined where it was believed. */
  readonly take: (fix: Fix) => Rejection | undefined;
  /** Whether the last call for help of this device stands in the journal. */
  readonly callKept: (device: DeviceId) => Promise<boolean>;
}

const mostRows = 1_000;
/** As the list of a unit's devices has it. */
const longestDevice = 40;
/** Batches of one key. */
const batches = { burst: 60, perSecond: 5, senders: 1_000 };

export const platformPattern = /^[a-z0-9-]{1,20}$/;

const instant = z
  .union([z.int().positive(), z.string().max(40)], { error: '缺少，或者类型不对' })
  .transform((value, context) => {
    const at = typeof value === 'number' ? value : parseIso(value);
    if (at !== undefined) return at;
    context.addIssue({
      code: 'custom',
      message: '要写成带时区的 ISO 8601 时间，如 2026-11-21T22:40:00+08:00，或毫秒的 Unix 时间',
    });
    return z.NEVER;
  });

const rowSchema = z.strictObject({
  /** The platform's own number of the vehicle or terminal. */
  id: z.string().regex(/^[\p{L}\p{N}._-]{1,30}$/u),
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
  /** When it was made, by the device's clock. */
  at: instant,
  /** km/h */
  speed: z.number().min(0).max(2_000).optional(),
  /** Degrees clockwise from north. */
  heading: z.number().min(0).max(360).optional(),
  altitude: z.number().min(-1_000).max(100_000).optional(),
  /** Radius, metres. */
  accuracy: z.number().min(0).max(10_000_000).optional(),
  positioned: z.boolean().default(true),
  /** Whether it was kept back; where nobody says, it goes by its age. */
  replayed: z.boolean().optional(),
  sos: z.boolean().default(false),
});
type Row = z.infer<typeof rowSchema>;

const batchSchema = z.strictObject({
  /** Of every row: no coordinates are taken without it. */
  crs: z.enum(['WGS84', 'CGCS2000', 'GCJ02', 'BD09']),
  platform: z.string().regex(platformPattern).optional(),
  positions: z.array(z.unknown()).min(1).max(mostRows),
});

interface RefusedRow {
  /** From 1. */
  readonly row: number;
  readonly code: string;
  readonly field: string;
  readonly message: string;
}

const words: { readonly [code in Rejection]: readonly [field: string, message: string] } = {
  noUnit: ['id', '没有哪个单元登记了这个设备'],
  offDuty: ['at', '单元当时不在岗，不留位置'],
  notPositioned: ['positioned', '设备没有定位'],
  invalid: ['lat', '不是地球上的位置'],
  zero: ['lat', '经纬度都是 0'],
  outsideDistrict: ['lat', '离本区太远，请核对坐标和坐标系'],
  clockAhead: ['at', '时间在将来'],
  older: ['at', '不比上一个位置新'],
  jump: ['lat', '跳得太远，不可信'],
  otherDevice: ['id', '同一单元的另一个设备定位更好'],
  tooOld: ['at', '太久以前的补报'],
  failed: ['row', '中枢没有收下，请查日志'],
};

/**
 * `POST /api/v1/positions`: positions from another platform, up to 1,000 at a time. 200 `{accepted, refused}`, each row
 * taken or refused by itself with its number, field and reason; 400 for what is no batch, 429 for too many of them, 503 where
 * a call for help could not be kept.
 */
export function pushRoute({ clock, monotonic, take, callKept }: PushDeps): Route {
  const rates = new Rates(monotonic, batches);
  const late = new LateRule();

  function fixOf(row: Row, device: DeviceId, { lon, lat }: Point): Fix {
    const { at: deviceAt, speed, heading, altitude, accuracy, positioned, sos } = row;
    const receivedAt = clock.now();
    const keptBack = late.keptBack(device, deviceAt, receivedAt);
    return {
      ...{ device, lon, lat, deviceAt, receivedAt, positioned, sos, replayed: row.replayed ?? keptBack },
      ...(speed === undefined ? {} : { speed }),
      ...(heading === undefined ? {} : { heading: Math.round(heading) % 360 }),
      ...(altitude === undefined ? {} : { altitude }),
      ...(accuracy === undefined ? {} : { accuracy }),
    };
  }

  /** The platform of the key; who has the hub's own key says which one it is. */
  function platformOf(ofKey: string | null, said: string | undefined): string {
    if (ofKey !== null && said !== undefined && said !== ofKey)
      throw new Problem(403, 'NotAllowed', `platform：这把密钥是 ${ofKey} 的`, { field: 'platform' });
    const platform = ofKey ?? said;
    if (platform === undefined)
      throw new Problem(400, 'InvalidInput', 'platform：缺少，要写明是哪个平台', { field: 'platform' });
    return platform;
  }

  return (server) =>
    server.post('/api/v1/positions', async (request) => {
      const wait = rates.waitFor(callerOf(request));
      if (wait > 0) throw new Problem(429, 'TooManyAttempts', '送得太频繁，请稍后再送', { retryAfterSeconds: wait });
      const batch = batchSchema.safeParse(request.body ?? {});
      if (!batch.success) {
        const { field, message } = plainIssue(batch.error);
        throw new Problem(400, 'InvalidInput', message, { field });
      }
      const { crs, positions } = batch.data;
      const platform = platformOf(subjectOf(request), batch.data.platform);
      const refused: RefusedRow[] = [];
      const calling = new Set<DeviceId>();
      for (const [index, given] of positions.entries()) {
        const row = index + 1;
        const read = rowSchema.safeParse(given);
        if (!read.success) {
          refused.push({ row, code: 'InvalidInput', ...plainIssue(read.error) });
          continue;
        }
        const device: DeviceId = `push:${platform}:${read.data.id}`;
        if (device.length > longestDevice) {
          refused.push({ row, code: 'InvalidInput', field: 'id', message: 'id：太长' });
          continue;
        }
        if (read.data.sos) calling.add(device);
        const rejection = take(fixOf(read.data, device, toWgs84(read.data, crs)));
        if (rejection === undefined) continue;
        const [field, message] = words[rejection];
        refused.push({ row, code: rejection, field, message: `${field}：${message}` });
      }
      // Answered, the platform may forget a call for help: so not before all of them stand in the journal.
      const kept = await Promise.all([...calling].map(callKept));
      if (!kept.every(Boolean))
        throw new Problem(503, 'CallNotKept', '求助未能保存，请马上再送这一批', { retryAfterSeconds: 2 });
      return { accepted: positions.length - refused.length, refused };
    });
}
