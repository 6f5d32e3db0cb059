/**
 * Basemaps that the hub fetches from servers outside, as its configuration names them: which there are, how they stand,
 * and their tiles. Addresses and keys stay at the hub.
 */
import { z } from 'zod';

/**
 * Why a source gives no tiles: no connection; no whole answer in time; log-in, key or quota refused (401, 403, 418, 429);
 * something else than a picture; a picture larger than tiles are; led elsewhere; an error of the server; nothing at all where
 * tiles were asked for; the hub itself is away.
 */
export const mapTroubles = [
  'unreachable',
  'slow',
  'refused',
  'notPicture',
  'tooLarge',
  'redirect',
  'failed',
  'nothing',
  'hubAway',
] as const;
export type MapTrouble = (typeof mapTroubles)[number];

export const sourceIdSchema = z.string().regex(/^[a-z0-9-]{1,20}$/);
const zoomSchema = z.int().min(0).max(22);

export const onlineMapSchema = z.strictObject({
  id: sourceIdSchema,
  name: z.string().min(1).max(20),
  /** Whose map it is: shown wherever it is. */
  attribution: z.string().min(1).max(200),
  /** Shown to whoever has not chosen. */
  preferred: z.boolean(),
  /** Pictures for one tile, drawn one above another. */
  layers: z.int().min(1).max(2),
  minZoom: zoomSchema,
  maxZoom: zoomSchema,
  /** It gives no tiles: hub time of the first failure, Unix ms, and why. */
  away: z.strictObject({ since: z.int(), why: z.enum(mapTroubles) }).nullable(),
});
export type OnlineMap = z.infer<typeof onlineMapSchema>;

/** All of them, in the order of the configuration. */
export const onlineMapsSchema = z.array(onlineMapSchema).max(20);
export type OnlineMaps = z.infer<typeof onlineMapsSchema>;

/** A tile of 256 pixels in Web Mercator, numbered from the north-west. */
export const mapTileRequestSchema = z.strictObject({
  source: sourceIdSchema,
  layer: z.int().min(0).max(1),
  z: zoomSchema,
  x: z.int().nonnegative(),
  y: z.int().nonnegative(),
});
export type MapTileRequest = z.infer<typeof mapTileRequestSchema>;

export const pictureTypes = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type PictureType = (typeof pictureTypes)[number];

/** `Busy`: again a little later. `Unavailable`: the source does not give it. */
const refusals = ['NotAllowed', 'Unknown', 'Busy', 'Unavailable'] as const;

export const mapTileAnswerSchema = z.discriminatedUnion('status', [
  /** `bytes`: binary, of a picture of that type. */
  z.strictObject({
    status: z.literal('tile'),
    type: z.enum(pictureTypes),
    bytes: z.unknown().refine((bytes) => bytes instanceof Uint8Array),
  }),
  /** The source has no picture there. */
  z.strictObject({ status: z.literal('none') }),
  z.strictObject({ status: z.literal('refused'), code: z.enum(refusals) }),
]);
export type MapTileAnswer =
  | { readonly status: 'tile'; readonly type: PictureType; readonly bytes: Uint8Array }
  | { readonly status: 'none' }
  | { readonly status: 'refused'; readonly code: (typeof refusals)[number] };
