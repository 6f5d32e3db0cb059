/**
 * What a device says of itself over the OsmAnd protocol, as https://www.traccar.org/osmand/ describes it: parameters of
 * the address or of a form, or the JSON of Traccar Client from 9.0 on.
 *
 * Each parameter that is known is checked and named where it is wrong. Others are passed over: clients of this protocol
 * send what they like, and a phone that is refused for a word nobody needs keeps all its positions to itself.
 */
import { z } from 'zod';
import { err, ok } from '../../../shared/lib/result.ts';
import type { Result } from '../../../shared/lib/result.ts';
import { parseIso } from '../../../shared/lib/time.ts';

export interface Report {
  readonly identifier: string;
  /** WGS84 degrees; undefined where the device only says that it lives, or calls for help without a place. */
  readonly place: { readonly lon: number; readonly lat: number } | undefined;
  /** What the device's clock said, Unix ms; undefined where it does not say. */
  readonly at: number | undefined;
  /** km/h */
  readonly speed: number | undefined;
  /** Degrees clockwise from north, 0–359. */
  readonly heading: number | undefined;
  /** Metres. */
  readonly altitude: number | undefined;
  /** Radius, metres. */
  readonly accuracy: number | undefined;
  readonly positioned: boolean;
  readonly sos: boolean;
}

/** What is wrong, by the name the sender used; the words are plain Chinese. */
export interface WrongReport {
  readonly parameter: string;
  readonly message: string;
}

const knot = 1.852;
const metrePerSecond = 3.6;
/** Below it a number of a time is seconds, as in Traccar's own reader. */
const largestSeconds = 2 ** 31;
const longestText = 100;
const mostParameters = 60;

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/** A number in text or as such; what is beyond its bounds is wrong, never brought to them. */
function numeric(least: number, most: number, words: string) {
  return z.union([z.number(), z.string().max(longestText)]).transform((value, context) => {
    const number = typeof value === 'number' ? value : decimal.test(value) ? Number(value) : Number.NaN;
    if (Number.isFinite(number) && number >= least && number <= most) return number;
    context.addIssue({ code: 'custom', message: words });
    return z.NEVER;
  });
}

const timeWords = '要写成秒或毫秒的 Unix 时间，或带时区的 ISO 8601 时间，如 2026-11-21T22:40:00+08:00';

const instant = z.union([z.number(), z.string().max(longestText)]).transform((value, context) => {
  const text = String(value);
  if (/^\d{1,14}(\.\d{1,6})?$/.test(text)) {
    const number = Number(text);
    return Math.round(number < largestSeconds ? number * 1_000 : number);
  }
  const at = parseIso(text);
  if (at !== undefined) return at;
  context.addIssue({ code: 'custom', message: timeWords });
  return z.NEVER;
});

const truth = z.union([z.boolean(), z.string().max(longestText)]).transform((value, context) => {
  if (value === true || value === 'true' || value === '1') return true;
  if (value === false || value === 'false' || value === '0') return false;
  context.addIssue({ code: 'custom', message: '要写 true、false、1 或 0' });
  return z.NEVER;
});

const identifier = z
  .string({ error: '缺少设备识别码' })
  .regex(/^[A-Za-z0-9._-]{1,80}$/, '设备识别码只能用字母、数字、点、横线和下划线，1 到 80 个');
const latitude = numeric(-90, 90, '要写 -90 到 90 之间的度数');
const longitude = numeric(-180, 180, '要写 -180 到 180 之间的度数');
/** Clients say -1 where they do not know. */
const speed = numeric(-1, 2_000, '要写 0 到 2000 之间的数');
const heading = numeric(-1, 360, '要写 0 到 360 之间的度数');
const altitude = numeric(-1_000, 100_000, '要写 -1000 到 100000 之间的米数');
const accuracy = numeric(-1, 10_000_000, '要写不小于 0 的米数');
const battery = numeric(-1, 100, '要写 0 到 100 之间的百分数');

const parametersSchema = z.object({
  id: identifier,
  lat: latitude.optional(),
  lon: longitude.optional(),
  timestamp: instant.optional(),
  speed: speed.optional(),
  heading: heading.optional(),
  altitude: altitude.optional(),
  accuracy: accuracy.optional(),
  batt: battery.optional(),
  valid: truth.optional(),
  alarm: z.string().max(longestText, '太长').optional(),
});

const jsonSchema = z.object({
  device_id: identifier,
  location: z.object({
    timestamp: instant,
    coords: z.object({
      latitude,
      longitude,
      accuracy: accuracy.nullish(),
      speed: speed.nullish(),
      heading: heading.nullish(),
      altitude: altitude.nullish(),
    }),
    event: z.string().max(longestText).nullish(),
    /** Where the alarm of a call for help stands is not described; both places are looked at. */
    alarm: z.string().max(longestText).nullish(),
    extras: z.object({ alarm: z.string().max(longestText).nullish() }).nullish(),
  }),
});

const known = (value: number | null | undefined, least = 0): number | undefined =>
  value === undefined || value === null || value < least ? undefined : value;

function wrong(error: z.ZodError, names: Readonly<Record<string, string>> = {}): WrongReport {
  const [issue] = error.issues;
  const path = (issue?.path ?? []).map(String).join('.');
  const parameter = names[path] ?? (path === '' ? 'body' : path);
  const plain = issue?.code === 'custom' || parameter === 'id' || parameter === 'device_id';
  const said = plain ? issue?.message : '缺少，或者类型不对';
  return { parameter, message: `${parameter}：${said ?? '不合要求'}` };
}

/** @param sent Parameters as they were sent, in order. */
export function readParameters(sent: readonly (readonly [string, string])[]): Result<Report, WrongReport> {
  const values = new Map<string, string>();
  /** As the sender called it: two names stand for the same thing. */
  const names: Record<string, string> = {};
  if (sent.length > mostParameters)
    return err({ parameter: 'body', message: `body：参数太多，最多 ${mostParameters} 个` });
  for (const [name, value] of sent) {
    const one = name === 'deviceid' ? 'id' : name === 'bearing' ? 'heading' : name;
    if (one === 'location') {
      const [lat = '', lon = '', ...more] = value.split(',');
      if (more.length > 0 || values.has('lat') || values.has('lon')) return err(twice('location'));
      values.set('lat', lat.trim()).set('lon', lon.trim());
      names['lat'] = names['lon'] = 'location';
      continue;
    }
    if (values.has(one)) {
      // What nobody reads may come twice.
      if (!Object.hasOwn(parametersSchema.shape, one)) continue;
      return err(twice(name));
    }
    values.set(one, value);
    names[one] = name;
  }
  const parsed = parametersSchema.safeParse(Object.fromEntries(values));
  if (!parsed.success) return err(wrong(parsed.error, names));
  const said = parsed.data;
  const { lat, lon } = said;
  if ((lat === undefined) !== (lon === undefined)) {
    const parameter = lat === undefined ? 'lat' : 'lon';
    return err({ parameter, message: `${parameter}：缺少，经纬度要一起写` });
  }
  const bearing = known(said.heading);
  const knots = known(said.speed);
  return ok({
    identifier: said.id,
    place: lat === undefined || lon === undefined ? undefined : { lon, lat },
    at: said.timestamp,
    speed: knots === undefined ? undefined : knots * knot,
    heading: bearing === undefined ? undefined : Math.round(bearing) % 360,
    altitude: said.altitude,
    // Phones say 0 where they do not know.
    accuracy: known(said.accuracy, Number.MIN_VALUE),
    positioned: said.valid !== false && lat !== undefined,
    sos: said.alarm?.toLowerCase() === 'sos',
  });
}

const twice = (parameter: string): WrongReport => ({ parameter, message: `${parameter}：不能重复，也不能互相矛盾` });

/** @param body What a JSON parser gave. */
export function readJson(body: unknown): Result<Report, WrongReport> {
  const parsed = jsonSchema.safeParse(body);
  if (!parsed.success) return err(wrong(parsed.error));
  const { device_id: identifierSaid, location } = parsed.data;
  const { coords, timestamp, event, alarm, extras } = location;
  const metres = known(coords.speed);
  const bearing = known(coords.heading);
  return ok({
    identifier: identifierSaid,
    place: { lon: coords.longitude, lat: coords.latitude },
    at: timestamp,
    speed: metres === undefined ? undefined : metres * metrePerSecond,
    heading: bearing === undefined ? undefined : Math.round(bearing) % 360,
    altitude: known(coords.altitude, -1_000),
    accuracy: known(coords.accuracy, Number.MIN_VALUE),
    positioned: true,
    sos: [event, alarm, extras?.alarm].some((word) => word?.toLowerCase() === 'sos'),
  });
}
