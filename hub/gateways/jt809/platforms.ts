/** Platforms that may send positions over JT/T 809: who they are is configuration, kept by the administrator in a file. */
import { z } from 'zod';

const word = z.int().min(0).max(0xffff_ffff);

export const platformSchema = z.strictObject({
  /** Ours for it; stands in the ids of its devices: `jt809:<id>:<plate>`. */
  id: z.string().regex(/^[a-z0-9-]{1,20}$/),
  /** 下级平台接入码: stands in the header of each of its messages. */
  accessCode: word,
  user: word,
  password: z.string().regex(/^[\x21-\x7e]{1,8}$/),
  version: z.enum(['2011', '2019']),
  /** Constants of the cipher, where the platform uses it. */
  encryption: z.strictObject({ m1: word, ia1: word, ic1: word }).optional(),
  /** What positions marked as shifted (加密标识 1) are; without it they are refused. */
  shifted: z.literal('GCJ02').optional(),
  /** Addresses it may come from; without it from anywhere. */
  addresses: z.array(z.string().min(2).max(45)).min(1).max(20).optional(),
});
export type Platform = z.infer<typeof platformSchema>;

/** Each id and each access code once. */
export const platformsSchema = z
  .array(platformSchema)
  .min(1)
  .max(50)
  .superRefine((platforms, context) => {
    for (const member of ['id', 'accessCode'] as const) {
      const seen = new Set<string | number>();
      for (const [at, platform] of platforms.entries()) {
        if (seen.has(platform[member]))
          context.addIssue({ code: 'custom', path: [at, member], message: `${member}：已经用过` });
        seen.add(platform[member]);
      }
    }
  });
