/** How a seat stands, of `seat-api.ts`: its link, its user, what waits, what even a locked screen tells; its basemap. */
import { z } from 'zod';
import { basemapSchema } from '../domain/district/events.ts';
import { onlineMapsSchema } from './online-maps.ts';
import { sessionUserSchema } from './session.ts';

/** What even a locked screen shows: that people are needed, and nothing of whom or where. */
const alarmsSchema = z.strictObject({
  /** Incidents of the queue that refuse to stop or came back. These three are null where the seat has nothing to count. */
  alarm: z.int().nonnegative().nullable(),
  /** Those past a limit. */
  late: z.int().nonnegative().nullable(),
  /** Those that nobody acknowledged. */
  unacknowledged: z.int().nonnegative().nullable(),
  /** Entries that ask or were refused. */
  tray: z.int().nonnegative(),
});

const linkSchema = z.enum(['signedOut', 'connecting', 'catchingUp', 'live', 'offline', 'refused']);
export type LinkState = z.infer<typeof linkSchema>;

export const statusSchema = z.strictObject({
  link: linkSchema,
  /** Why the link is refused or offline, as a code. */
  linkReason: z.string().nullable(),
  user: sessionUserSchema.nullable(),
  seat: z.string(),
  lastSeq: z.int(),
  /** Hub time up to which the cache is true: the last word heard from the hub, Unix ms; 0 before the first. */
  asOf: z.int(),
  /** Hub time minus this machine's clock, ms. */
  clockOffset: z.int(),
  demoClock: z.boolean(),
  /** Rate of the demo clock: hub seconds per second. */
  clockRate: z.number(),
  pending: z.int(),
  refused: z.int(),
  asking: z.int(),
  /** Entries of other users of this seat that wait for them to log in. */
  waitingForOthers: z.int(),
  locked: z.boolean(),
  /** Machine ms without a touch until the seat locks; null: never (walls). */
  lockAfterMs: z.int().nullable(),
  alarms: alarmsSchema,
  /** Must set up a second factor before anything else. */
  secondFactorMissing: z.boolean(),
  /** Which of the configured hubs is in use; null while none is. */
  hub: z.string().nullable(),
  /** It is not the first of them. */
  spareHub: z.boolean(),
});
export type SeatStatus = z.infer<typeof statusSchema>;

export const basemapStateSchema = z.strictObject({
  /**
   * On this machine, to be read at `/basemap/<hash>` in ranges: that of the plates in force, or the one before it while that
   * is on its way.
   */
  here: basemapSchema.omit({ bytes: true }).nullable(),
  /** That of the plates in force is on its way: bytes, and what keeps it from coming. */
  fetching: z
    .strictObject({
      have: z.int().nonnegative(),
      total: z.int().positive(),
      trouble: z.enum(['StorageFull', 'Damaged', 'Unavailable']).nullable(),
    })
    .nullable(),
  /** Basemaps from outside; their tiles are read at `/tiles/<id>/<layer>/<z>/<x>/<y>`. Absent: there are none. */
  online: onlineMapsSchema.optional(),
});
export type BasemapState = z.infer<typeof basemapStateSchema>;
