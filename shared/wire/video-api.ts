/**
 * Pictures of video points: what a screen asks of its seat, and the seat of the hub. The hub tells a seat the addresses
 * of a stream; a seat tells its screens paths of its own, below `/video/<ticket>/`, and nothing else.
 */
import { z } from 'zod';

/** Id of the register. */
const videoPoint = z.string().min(1).max(60);
/** Random, made by the hub: whoever has it and the seat it was given to, has the stream. */
export const videoTicketSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export const videoProtocols = ['hls', 'flv', 'wsFlv', 'whep'] as const;
export type VideoProtocol = (typeof videoProtocols)[number];
const protocol = z.enum(videoProtocols);
const codec = z.enum(['h264', 'h265', 'unknown']);
export type VideoCodec = z.infer<typeof codec>;
const quality = z.enum(['main', 'sub']);
export type VideoQuality = z.infer<typeof quality>;

/** Share of the camera's full speed; positive: right, up, nearer. */
const speed = z.number().min(-1).max(1);

/**
 * `VideoUnknown`: no such video point stands in the register. `NoStream`: it has none that can be reached. `NoStill`: it
 * gives no stills, and may be looked at live. `Busy`: too many are open, or another seat moves this camera just now.
 * `Offline`: the seat has no link to the hub.
 */
export const videoRefusalSchema = z.strictObject({
  status: z.literal('refused'),
  code: z.enum([
    'VideoUnknown',
    'NoStream',
    'NoStill',
    'PlatformAway',
    'DeviceOffline',
    'NotAllowed',
    'Busy',
    'Offline',
  ]),
  /** Hub time since when it is so, where that is known. */
  since: z.int().nullable(),
});
export type VideoRefusal = z.infer<typeof videoRefusalSchema>;
export type VideoRefusalCode = VideoRefusal['code'];

/** Streams a video point has at most: four ways, two qualities, and the platform's own transcoding. */
const mostStreams = 16;

// ── screen and seat ──

export const videoRequestSchemas = {
  /** What is asked for first, `main` or `sub`, comes first; the other follows where there is one. */
  videoOpen: z.strictObject({ videoPoint, quality }),
  /** Also without it: with the log-in, the lock of the seat, or the page. */
  videoClose: z.strictObject({ ticket: z.string().max(64) }),
  /** All 0 stops. A movement ends by itself when the seat goes, and after ten seconds. */
  videoPtz: z.strictObject({ videoPoint, pan: speed, tilt: speed, zoom: speed }),
  videoStill: z.strictObject({ videoPoint }),
} as const;

const streamShown = z.strictObject({
  protocol,
  /** Same origin, from the root. */
  path: z.string(),
  codec,
  quality,
});
export type VideoStreamShown = z.infer<typeof streamShown>;

const done = z.strictObject({ status: z.literal('done') });

export const videoAnswerSchemas = {
  videoOpen: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('streams'),
      ticket: videoTicketSchema,
      streams: z.array(streamShown).min(1).max(mostStreams),
      /** Whether this person may move it from here. */
      ptz: z.boolean(),
      /** No real camera: said beside the picture. */
      simulated: z.boolean(),
    }),
    videoRefusalSchema,
  ]),
  videoClose: z.strictObject({}),
  videoPtz: z.discriminatedUnion('status', [done, videoRefusalSchema]),
  videoStill: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('still'),
      /** Hub time it was taken, Unix ms. */
      at: z.int(),
      /** Same origin, from the root; good until the next still of this video point, and for two minutes. */
      path: z.string(),
      simulated: z.boolean(),
    }),
    videoRefusalSchema,
  ]),
} as const;

// ── seat and hub ──

export const videoAskSchema = z.discriminatedUnion('ask', [
  z.strictObject({ ask: z.literal('open'), videoPoint, quality }),
  z.strictObject({ ask: z.literal('close'), ticket: videoTicketSchema }),
  z.strictObject({ ask: z.literal('move'), videoPoint, pan: speed, tilt: speed, zoom: speed }),
  z.strictObject({ ask: z.literal('still'), videoPoint }),
]);
export type VideoAsk = z.infer<typeof videoAskSchema>;

const streamAddress = z.strictObject({
  protocol,
  /** http, https, ws or wss. */
  url: z.string().max(2_000),
  codec,
  quality,
});
export type VideoStreamAddress = z.infer<typeof streamAddress>;

/** Of a still, once written as base64. */
const mostStillText = 1_000_000;

export const videoAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('streams'),
    ticket: videoTicketSchema,
    streams: z.array(streamAddress).min(1).max(mostStreams),
    ptz: z.boolean(),
    simulated: z.boolean(),
  }),
  z.strictObject({
    status: z.literal('still'),
    at: z.int(),
    type: z.enum(['image/jpeg', 'image/png']),
    base64: z.base64().max(mostStillText),
    simulated: z.boolean(),
  }),
  done,
  videoRefusalSchema,
]);
export type VideoAnswer = z.infer<typeof videoAnswerSchema>;

/** The hub ended these: the right is gone, or the stream. */
export const videoEndedSchema = z.strictObject({ tickets: z.array(videoTicketSchema).max(1_000) });
export type VideoEnded = z.infer<typeof videoEndedSchema>;
