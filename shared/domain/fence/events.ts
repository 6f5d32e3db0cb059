import { z } from 'zod';
import { dutyHoursSchema } from '../duty-mode/events.ts';
import { lineSchema, placeSchema, provenanceSchema, registerIdSchema, ringSchema } from '../kernel.ts';
import type { UnionOf } from '../kernel.ts';
import { unitRecordSchema } from '../unit/events.ts';

/** Lengths in metres. */
export const fenceShapeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('polygon'), ring: ringSchema }),
  z.strictObject({ kind: z.literal('circle'), at: placeSchema, radius: z.number().min(10).max(20_000) }),
  /** All that is within half of `width` of the line. */
  z.strictObject({ kind: z.literal('corridor'), line: lineSchema, width: z.number().min(10).max(2_000) }),
]);
export type FenceShape = z.infer<typeof fenceShapeSchema>;

/** What a position has to show before inside and outside change places, so that a border does not flap. */
export const hysteresisSchema = z.strictObject({
  /** So long on the other side. */
  dwellSeconds: z.int().min(0).max(3_600),
  /** So far beyond the border. */
  marginMetres: z.number().min(0).max(500),
  /** Fixes that say they are worse than this say nothing about the fence. */
  poorFixMetres: z.number().min(5).max(1_000),
  /** After a silence this long the side is not known any more. */
  gapSeconds: z.int().min(10).max(7_200),
});
export type Hysteresis = z.infer<typeof hysteresisSchema>;

const ids = z
  .array(registerIdSchema)
  .max(200)
  .refine((given) => new Set(given).size === given.length, 'each once');

export const fenceRecordSchema = z.strictObject({
  name: z.string().trim().min(1).max(60),
  /**
   * `mustBeIn`: whom it applies to has to be inside during its hours. `mustNotLeave`: who came in may not go out.
   * `notice`: coming in is told. `speed`: inside, nobody is faster than `limitKmh`.
   */
  kind: z.enum(['mustBeIn', 'mustNotLeave', 'notice', 'speed']),
  /** Of `speed`, and of no other kind. */
  limitKmh: z.int().min(5).max(120).optional(),
  shape: fenceShapeSchema,
  /**
   * A unit it applies to is named, or of a named squad, or of a named zone – every unit where none of the three names
   * anybody – and of one of the kinds, where there are any.
   */
  appliesTo: z.strictObject({
    units: ids,
    squads: ids,
    zones: ids,
    kinds: z
      .array(unitRecordSchema.shape.kind)
      .max(5)
      .refine((given) => new Set(given).size === given.length, 'each once'),
  }),
  hours: dutyHoursSchema,
  /** For a time only, Unix ms; absent: until it is withdrawn. */
  period: z.strictObject({ from: z.int(), to: z.int() }).optional(),
  /** Where this fence differs from the policy of the pack. */
  hysteresis: hysteresisSchema.partial().optional(),
  exempt: z.strictObject({
    /** Who is on the way to an assignment, or at it. */
    onAssignment: z.boolean(),
    /** Who follows a mobile violation across the border (渗透管理). */
    pursuit: z.boolean(),
  }),
  note: z.string().trim().max(200).optional(),
});
export type FenceRecord = z.infer<typeof fenceRecordSchema>;

export const fenceEvents = {
  FenceRecorded: z.strictObject({ record: fenceRecordSchema, provenance: provenanceSchema }),
  FenceWithdrawn: z.strictObject({ reason: z.string().max(200), provenance: provenanceSchema }),
};
export type FenceEvent = UnionOf<typeof fenceEvents>;
