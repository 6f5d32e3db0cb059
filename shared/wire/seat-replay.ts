/** The hall as it was, of `seat-api.ts`: what a screen asks of a replay, and what it is answered. */
import { z } from 'zod';

const unitPositionSchema = z.strictObject({
  unit: z.string(),
  /** WGS84 degrees. */
  lon: z.number(),
  lat: z.number(),
  /** Hub time of the fix, Unix ms. */
  at: z.int(),
  /** km/h. */
  speed: z.number().nullable(),
  /** Degrees clockwise from north. */
  heading: z.number().nullable(),
  /** Metres. */
  accuracy: z.number().nullable(),
  /** Too uncertain to build on. */
  poor: z.boolean(),
});
export type UnitPositionShown = z.infer<typeof unitPositionSchema>;

/** Documents of a replay are watched like those of now. */
export const replayRequestSchemas = {
  /**
   * Opens the hall as it was, from one instant to another, hub time, Unix ms. `of: 'hub'`: any time, as the rights say;
   * `of: 'seat'`: the last hours, from what this seat keeps, without the hub. A replay is closed with the screen.
   */
  replayOpen: z.strictObject({
    from: z.int(),
    to: z.int(),
    of: z.enum(['hub', 'seat']),
    /** Whose places are wanted of the hub: `all`, as far as one may, or none. */
    units: z.union([z.literal('all'), z.array(z.string().min(1).max(60)).max(200)]),
    /** Why; for places of the hub. */
    reason: z.string().trim().min(1).max(200).nullable(),
    /** Of the seat: where less far back is kept, from there on; else that is refused. */
    asFarAsKept: z.boolean().optional(),
  }),
  /** Shows an instant, once it is here: watches of the replay are told what is other then, the answer has the places. */
  replayAt: z.strictObject({ replay: z.int().positive(), at: z.int() }),
  /** What happened in the period, to jump to. `after`: the place of the last one that was told; 0 for the first. */
  replayEvents: z.strictObject({
    replay: z.int().positive(),
    after: z.int().nonnegative(),
    limit: z.int().positive().max(2_000),
  }),
  /** The way of a unit in the period, and its figures; of a replay of the hub, which was told why. */
  replayTrack: z.strictObject({ replay: z.int().positive(), unit: z.string().max(100) }),
  replayClose: z.strictObject({ replay: z.int().positive() }),
  /** The way of a unit as the text of a file; needs the hub, which notes who took it. */
  trackFile: z.strictObject({
    unit: z.string().min(1).max(60),
    from: z.int(),
    to: z.int(),
    format: z.enum(['gpx', 'csv']),
    reason: z.string().trim().min(1).max(200),
  }),
} as const;

const placeSchema = z.strictObject({ lon: z.number(), lat: z.number() });

/** See `shared/geo/track-figures.ts`. */
const figuresSchema = z.strictObject({
  fixes: z.int(),
  from: z.number().nullable(),
  to: z.number().nullable(),
  metres: z.number(),
  metresOverSilences: z.number(),
  movingMs: z.number(),
  stops: z.array(z.strictObject({ place: placeSchema, from: z.number(), to: z.number() })),
  silences: z.array(z.strictObject({ from: z.number(), to: z.number(), metres: z.number() })),
  topSpeed: z.number().nullable(),
  meanSpeed: z.number().nullable(),
});

/** Codes of the hub (`replay-api.ts`), and of the seat: `Offline`, `NotKept` (further back than is kept), `NoPack`, `Failed`. */
const replayRefused = z.strictObject({
  status: z.literal('refused'),
  code: z.string(),
  field: z.string().nullable(),
});

export const replayAnswerSchemas = {
  replayOpen: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('opened'),
      replay: z.int().positive(),
      from: z.int(),
      to: z.int(),
      of: z.enum(['hub', 'seat']),
      /** Whose places may be told. */
      units: z.array(z.string()),
    }),
    replayRefused,
  ]),
  replayAt: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('at'),
      /** The instant that is shown; within the period. */
      at: z.int(),
      /** Of the last event in sight that had happened then; 0 where none had in the period. */
      seq: z.int(),
      /** Everything up to here is on this seat. */
      loadedTo: z.number(),
      /** Whether all places are told; else those that are other than at the instant before. */
      full: z.boolean(),
      /** The newest fix of each unit then: how old it was is `at` less its time. */
      units: z.array(unitPositionSchema),
      /** Units that had no place then. */
      gone: z.array(z.string()),
    }),
    /** Not here, and why. `loadedTo` null: there is no such replay. */
    z.strictObject({ status: z.literal('refused'), code: z.string(), loadedTo: z.number().nullable() }),
  ]),
  replayEvents: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('events'),
      events: z.array(
        z.strictObject({
          /** Rises from event to event; several may share a sequence number. */
          place: z.int().positive(),
          seq: z.int(),
          at: z.int(),
          kind: z.string(),
          stream: z.string().max(120),
          /** Type of the event. */
          type: z.string(),
          /** Number or name of what it is about, then of its incident and unit. */
          line: z.string(),
          /** Id of the incident it is about; null where it is about none. */
          incident: z.string().nullable(),
          /** By what way that incident came. */
          source: z.string().nullable(),
        }),
      ),
      more: z.boolean(),
      loadedTo: z.number(),
      /** Why nothing more comes, though the period has not ended; null while it comes, and once all is here. */
      ended: z.string().nullable(),
    }),
    z.strictObject({ status: z.literal('refused'), code: z.string() }),
  ]),
  replayTrack: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('track'),
      /** For drawing; of very many only some. The figures are of all. */
      fixes: z.array(placeSchema.extend({ at: z.number(), speed: z.number().nullable() })),
      figures: figuresSchema,
    }),
    z.strictObject({ status: z.literal('refused'), code: z.string() }),
  ]),
  replayClose: z.strictObject({}),
  trackFile: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('file'), file: z.string(), text: z.string(), fixes: z.int() }),
    replayRefused,
  ]),
} as const;
