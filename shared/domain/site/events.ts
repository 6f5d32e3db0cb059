import { z } from 'zod';
import { placeSchema, provenanceSchema } from '../kernel.ts';
import type { UnionOf } from '../kernel.ts';

export const siteRecordSchema = z.strictObject({
  name: z.string().trim().min(1).max(60),
  kind: z.enum(['building', 'municipal', 'roadworks', 'repair', 'demolition', 'unknown']),
  address: z.string().max(120),
  at: placeSchema,
  /** Metres from `at` to its fence. */
  radius: z.number().min(5).max(1000),
  roads: z.array(z.string().max(40)).max(6),
  /** Duty telephone of the site at night: a function, never a person's name. */
  nightContact: z
    .strictObject({ label: z.string().max(40), phone: z.string().max(40), checkedOn: z.iso.date() })
    .optional(),
  /** Whether it stands in the construction register, or was drafted by the desk for want of an entry. */
  registered: z.boolean(),
});
export type SiteRecord = z.infer<typeof siteRecordSchema>;

export const siteEvents = {
  SiteRecorded: z.strictObject({ record: siteRecordSchema, provenance: provenanceSchema }),
  SiteWithdrawn: z.strictObject({ reason: z.string().max(200), provenance: provenanceSchema }),
};
export type SiteEvent = UnionOf<typeof siteEvents>;
