import { z } from 'zod';
import { channelSchema } from '../incident/events.ts';
import { provenanceSchema } from '../kernel.ts';
import type { UnionOf } from '../kernel.ts';

export const squadRecordSchema = z.strictObject({
  name: z.string().min(1).max(40),
  kind: z.enum(['street', 'mobile', 'area', 'scenic']),
  /** Codes of the responsibility grids it answers for by day. */
  grids: z.array(z.string().max(40)).max(40),
  /** Joint-defence zone at night; absent for the mobile squad. */
  zone: z.string().max(40).optional(),
  phone: z.string().max(40).optional(),
  /** Brigade it belongs to; absent where the bureau has none. */
  brigade: z.string().min(1).max(40).optional(),
});
export type SquadRecord = z.infer<typeof squadRecordSchema>;

export const squadEvents = {
  SquadRecorded: z.strictObject({ record: squadRecordSchema, provenance: provenanceSchema }),
  /** People of this squad are wanted for an incident of another's. */
  HelpAsked: z.strictObject({ help: z.uuid(), incident: z.string().max(60), number: z.string().max(20) }),
  HelpAnswered: z.strictObject({
    help: z.uuid(),
    agreed: z.boolean(),
    /** The way by which the desk heard it; null where the squad says it itself. */
    reportedByDesk: channelSchema.nullable(),
  }),
};
export type SquadEvent = UnionOf<typeof squadEvents>;
