/** The rules of the desk and the plates they rest on, of `seat-api.ts`: worked out by the seat, on what it holds. */
import { z } from 'zod';
import type { Plates } from '../domain/district/state.ts';
import { dutyModeSchema } from '../domain/duty-mode/events.ts';
import type { Recommendation } from '../domain/assignment/state.ts';
import { sourceSchema, understandingSchema } from '../domain/incident/events.ts';
import type { IncidentState, WeighedSources } from '../domain/incident/state.ts';
import type { AttendanceDuty } from '../domain/rules/attendance-night.ts';
import type { PostNow } from '../domain/rules/posts-now.ts';
import type { RosterNight } from '../domain/rules/roster-night.ts';
import type { SosHelp } from '../domain/rules/sos-support.ts';
import type { ZoneCovers } from '../domain/rules/zone-cover.ts';
import type { CalendarAhead, ReadyAt, ReadyLow, Turned } from '../domain/rules/duty-ahead.ts';

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** An incident as somebody types it. */
const draftSchema = z.strictObject({
  /** Of the incident to be. */
  id: z.uuid(),
  source: sourceSchema,
  externalId: z.string().trim().min(1).max(80).nullable(),
  /** The wording, as received. */
  text: z.string().max(4000),
  /** A crossing or place of the pack that was picked for it. */
  place: z.string().max(80).nullable(),
  /** WGS84 degrees. */
  position: z.strictObject({ lon: z.number(), lat: z.number(), of: z.enum(['place', 'caller']) }).nullable(),
  actAt: z.int().nullable(),
  wantsReply: z.enum(['yes', 'no', 'anonymous']),
  /** The caller asks to be kept secret; absent: as the wording says. */
  secret: z.literal(true).optional(),
});

export const deskRequestSchemas = {
  /** How it would be taken in now, by the rules of the hub on what this seat holds; nothing is kept. */
  draft: draftSchema,
  /** Puts it into the outbox as `ReceiveIncident`; the words go to the vault. */
  takeIn: draftSchema.extend({
    ...{ name: z.string().max(60), phone: z.string().max(40), address: z.string().max(200) },
    /** Where it is entered late, from paper, Unix ms; absent: now. */
    receivedAt: z.int().optional(),
  }),
  /** Which units to send to an incident, by the rules of the hub on what this seat holds. */
  recommend: z.strictObject({ incident: z.string().max(60) }),
  /** Sites it may come from, by all complaints of the night that this seat holds. */
  sources: z.strictObject({ incident: z.string().max(60) }),
  /** The run of a unit (跑单顺序), by the rules of the hub on what this seat holds. */
  unitRun: z.strictObject({ unit: z.string().max(60) }),
  /** What the calendar has ahead, how many units can be sent in the next two hours, and what a switch would bring. */
  dutyAhead: z.strictObject({ to: dutyModeSchema.nullable() }),
  /** A night of the roster: counts, gaps ahead, rests too short, on what this seat holds. */
  rosterNight: z.strictObject({ night: z.iso.date() }),
  /** How far each zone is covered now, and who could move where, on what this seat holds. */
  zoneCover: z.strictObject({}),
  /** Attendance of a night, and which posts are kept now, on what this seat holds. */
  attendanceNight: z.strictObject({ night: z.iso.date() }),
  /** Who could help where somebody calls for help, on what this seat holds. */
  sosHelp: z.strictObject({ alarm: z.string().max(60) }),
  /** The plates of the pack in force, also while the hub is away. */
  plates: z.strictObject({}),
} as const;

export const deskAnswerSchemas = {
  draft: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('worked'),
      understanding: understandingSchema,
      incident: z.custom<IncidentState>(isObject),
      recommendation: z.custom<Recommendation>(isObject),
    }),
    z.strictObject({ status: z.literal('refused'), code: z.string(), field: z.string().nullable() }),
    /** This seat has no plates yet. */
    z.strictObject({ status: z.literal('noPack') }),
  ]),
  takeIn: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('queued'), entry: z.uuid() }),
    z.strictObject({ status: z.literal('invalid'), field: z.string(), problem: z.string() }),
    z.strictObject({ status: z.literal('signedOut') }),
    z.strictObject({ status: z.literal('failed'), code: z.enum(['StorageFull']) }),
    z.strictObject({ status: z.literal('noPack') }),
  ]),
  recommend: z.discriminatedUnion('status', [
    /** `at`: hub time it was worked out, Unix ms. */
    z.strictObject({
      status: z.literal('recommended'),
      recommendation: z.custom<Recommendation>(isObject),
      at: z.int(),
    }),
    z.strictObject({ status: z.literal('unknown') }),
  ]),
  sources: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('weighed'), sources: z.custom<WeighedSources>(isObject) }),
    /** Not held, no pack, or a matter that comes from no site. */
    z.strictObject({ status: z.literal('unknown') }),
  ]),
  unitRun: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('run'),
      /** In the order in which it goes to them. `at` and all instants: hub time, Unix ms. */
      stops: z.array(
        z.strictObject({
          assignment: z.string(),
          incident: z.string(),
          begun: z.boolean(),
          arrived: z.boolean(),
          since: z.number(),
          expected: z.strictObject({ from: z.number(), to: z.number() }).nullable(),
          /** It has waited so long that nothing new goes in front of it. */
          oldest: z.boolean(),
        }),
      ),
      at: z.int(),
    }),
    z.strictObject({ status: z.literal('unknown') }),
  ]),
  dutyAhead: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('ahead'),
      /** Null where the pack leaves the mode to people. */
      calendar: z.custom<CalendarAhead>(isObject).nullable(),
      /** Minute by minute, the first being now; instants hub time, Unix ms. */
      ready: z.array(z.custom<ReadyAt>(isObject)),
      lows: z.array(z.custom<ReadyLow>(isObject)),
      /** Of the mode that was asked about. */
      switched: z
        .strictObject({
          posts: z.custom<Turned>(isObject),
          fences: z.custom<Turned>(isObject),
          /** When the calendar ends it; null: only a person does. */
          until: z.int().nullable(),
        })
        .nullable(),
      at: z.int(),
    }),
    z.strictObject({ status: z.literal('unknown') }),
  ]),
  rosterNight: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('roster'), roster: z.custom<RosterNight>(isObject) }),
    z.strictObject({ status: z.literal('unknown') }),
  ]),
  zoneCover: z.discriminatedUnion('status', [
    /** `at`: hub time it was worked out, Unix ms. */
    z.strictObject({ status: z.literal('cover'), cover: z.custom<ZoneCovers>(isObject), at: z.int() }),
    /** No pack is in force, or nothing may be shown. */
    z.strictObject({ status: z.literal('unknown') }),
  ]),
  attendanceNight: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('attendance'),
      duties: z.array(z.custom<AttendanceDuty>(isObject)),
      /** Of this moment, whichever night was asked for. */
      posts: z.array(z.custom<PostNow>(isObject)),
      at: z.int(),
    }),
    z.strictObject({ status: z.literal('unknown') }),
  ]),
  sosHelp: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('help'), help: z.custom<SosHelp>(isObject), at: z.int() }),
    /** It is no call for help, or not in sight. */
    z.strictObject({ status: z.literal('unknown') }),
  ]),
  plates: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('plates'),
      hash: z.string(),
      /** Checked by their whole schema where they came in. */
      plates: z.custom<Plates>(isObject),
    }),
    /** No pack is in force, or its plates are not here yet: a push follows once they are. */
    z.strictObject({ status: z.literal('none') }),
  ]),
} as const;
