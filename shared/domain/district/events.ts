/**
 * The plates of a district pack: everything local that is not a register. Immutable files by content hash; hub, seat
 * and tests read the same ones. Times of day are minutes since civil midnight, instants Unix ms, places WGS84.
 */
import { z } from 'zod';
import type { UnionOf } from '../kernel.ts';

const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
const ring = z.array(position).min(4);
const multiPolygon = z.array(z.array(ring).min(1)).min(1);
const window = z.strictObject({ from: z.int().min(0).max(1439), to: z.int().min(0).max(1440) });
const code = z.string().min(1).max(40);

const kindSpeed = z.number().positive().optional();

export const gridLevelSchema = z.enum(['management', 'responsibility', 'area', 'cell']);
export type GridLevel = z.infer<typeof gridLevelSchema>;

export const matterSchema = z.enum([
  'constructionNoise',
  'renovationNoise',
  'loudspeaker',
  'truckNoise',
  'roadSpill',
  'light',
  'stall',
  'unknownNoise',
  'other',
]);
export type Matter = z.infer<typeof matterSchema>;

export const platesSchema = z.strictObject({
  name: z.string(),
  /** Made-up or simplified data: every screen says 示意. */
  schematic: z.boolean(),
  /** Minutes east of UTC. */
  utcOffset: z.int(),
  city: z.string(),
  grids: z.array(
    z.strictObject({
      code,
      level: gridLevelSchema,
      /** Code of the grid one level up; absent on `management`. */
      parent: code.optional(),
      name: z.string(),
      /** Name of the squad that answers for it by day; on `responsibility` and below. */
      squad: z.string().optional(),
      shape: multiPolygon,
    }),
  ),
  roads: z.array(z.strictObject({ name: z.string(), aliases: z.array(z.string()), line: z.array(position).min(2) })),
  /** Crossings and named places that a caller may mean, with the district they lie in where it is not ours. */
  places: z.array(
    z.strictObject({
      name: z.string(),
      roads: z.array(z.string()).max(2),
      at: position,
      /** Name of the neighbour district that answers for it. */
      outside: z.string().optional(),
    }),
  ),
  calendars: z.strictObject({
    /** The law's night, by date of validity. */
    legalNight: z.array(z.strictObject({ from: z.iso.date(), to: z.iso.date().optional(), window })),
    /** When renovation of homes must be quiet. */
    renovationQuiet: z.strictObject({ workdays: z.array(window), restDays: z.array(window) }),
    /** Duty night of the joint-defence zones. */
    dutyNight: window,
    /** Civil dates that are rest days though a weekday, and working days though a weekend (调休). */
    restDates: z.array(z.iso.date()),
    workDates: z.array(z.iso.date()),
  }),
  legalBases: z.array(
    z.strictObject({
      id: code,
      matter: matterSchema,
      title: z.string(),
      article: z.string(),
      /** Our summary of what it says, for the screen. */
      gist: z.string(),
      effectiveFrom: z.iso.date(),
      effectiveTo: z.iso.date().optional(),
      /** False where the text was not seen: shown as 条号待核. */
      confirmed: z.boolean(),
    }),
  ),
  /** Whose each matter is. */
  matters: z.array(
    z.strictObject({
      matter: matterSchema,
      name: z.string(),
      ours: z.boolean(),
      authority: z.string(),
      /** What the desk does with it when it is not ours: 转办, 退单 and to whom. */
      handling: z.string(),
      /** Words that speak for it, and how strongly (1–3). */
      words: z.array(z.strictObject({ word: z.string(), weight: z.int().min(1).max(3) })),
    }),
  ),
  contacts: z.array(
    z.strictObject({
      id: code,
      name: z.string(),
      authority: z.string(),
      phone: z.string(),
      hours: z.string(),
      checkedOn: z.iso.date(),
    }),
  ),
  policy: z.strictObject({
    registerMaxAgeHours: z.number(),
    /** Metres and minutes within which two complaints may be about the same thing. */
    similar: z.strictObject({ metres: z.number(), minutes: z.number() }),
    /** Metres within which a site may be the source. */
    siteRadius: z.number(),
    arrival: z.strictObject({ metres: z.number(), dwellSeconds: z.number(), maxAccuracy: z.number() }),
    /** A fix older than this makes the unit's place unknown, seconds. */
    fixMaxAgeSeconds: z.number(),
    limits: z.strictObject({
      acknowledgeMinutes: z.number(),
      dispatchMinutes: z.number(),
      acceptMinutes: z.number(),
      arriveMinutes: z.number(),
      phonedCheckMinutes: z.number(),
      recheckMinutes: z.tuple([z.number(), z.number()]),
      onSceneSafeMinutes: z.number(),
      firstContactHours: z.number(),
      replyWorkdays: z.number(),
    }),
    /** Callers may be rung in this window only. */
    callingHours: window,
    /** Within which the same person may take a step back. */
    undoSeconds: z.number(),
    shiftEndsSoonMinutes: z.number(),
    /** Rough road speed, km/h, and how much longer roads are than the straight line. */
    travel: z.strictObject({
      kmh: z.number(),
      detour: z.number(),
      /** Of a kind of unit that goes faster or slower; absent: on foot 5 km/h, a drone by no road, all others `kmh`. */
      kmhByKind: z
        .strictObject({ group: kindSpeed, vehicle: kindSpeed, foot: kindSpeed, post: kindSpeed, drone: kindSpeed })
        .optional(),
    }),
  }),
});

export type Plates = z.infer<typeof platesSchema>;

const contentHash = z.string().regex(/^[0-9a-f]{64}$/);

export const packEvents = {
  /** These plates are in force from now on. */
  PackActivated: z.strictObject({
    name: z.string().max(80),
    schematic: z.boolean(),
    /** Minutes east of UTC. */
    utcOffset: z.int(),
    city: z.string().max(80),
    /** SHA-256 of the canonical JSON of the plates. */
    plates: contentHash,
    grids: z.int().nonnegative(),
    roads: z.int().nonnegative(),
    /** SHA-256 of the canonical JSON of the whole pack they came with; null where plates at hand were switched on. */
    pack: contentHash.nullable(),
  }),
};
export type PackEvent = UnionOf<typeof packEvents>;
