/**
 * Answers of WVP-GB28181-pro as far as they are used, read from its source; which commits: docs/decisions/0022. Members
 * that are not named here may be there. Its serialiser leaves out what is null.
 */
import { z } from 'zod';

/** Null and absent are the same. */
const maybe = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? undefined);
const text = maybe(z.string());

/** Around every answer, errors included; 0 is success. */
export const resultSchema = z.object({ code: z.int(), msg: text, data: z.unknown().optional() });

/** A page of a list (`PageInfo`). */
export const pageSchema = z.object({ total: z.int().nonnegative(), list: z.array(z.unknown()) });

export const loginSchema = z.object({ accessToken: text });

/** Older ones say `online`; some databases hand a flag through as a number. */
const flag = z.union([z.boolean(), z.literal(0), z.literal(1)]).transform((value) => value === true || value === 1);

export const deviceSchema = z.object({ deviceId: z.string(), onLine: maybe(flag), online: maybe(flag) });

export const channelSchema = z.object({
  deviceId: z.string(),
  name: text,
  /** `ON`, `OFF`; a flag in older ones. */
  status: maybe(z.union([z.string(), flag])),
  /** WGS84; 0 where the device said none. */
  longitude: maybe(z.number()),
  latitude: maybe(z.number()),
  /** 1 dome, 2 half dome, 3 fixed, 4 remote gun, 5 remote half dome. */
  ptzType: maybe(z.int()),
  directionType: maybe(z.int()),
  /** 0 camera, 1 region, 2 group. */
  channelType: maybe(z.int()),
});
export type WvpChannel = z.infer<typeof channelSchema>;

const media = { mediaInfo: maybe(z.object({ videoCodec: text })) };
const addresses = {
  ...{ flv: text, https_flv: text, ws_flv: text, wss_flv: text },
  ...{ hls: text, https_hls: text, rtc: text, rtcs: text },
};
export const streamSchema = z.object({
  ...addresses,
  ...media,
  transcodeStream: maybe(z.object({ ...addresses, ...media })),
});
export type WvpStream = z.infer<typeof streamSchema>;

/** Of one device: null for what it does not know. */
export const deviceAnswerSchema = maybe(deviceSchema);
