import { z } from 'zod';
import type { UnionOf } from '../kernel.ts';

const id = z.string().min(1).max(40);
const members = { squads: z.array(id).min(2).max(20), lead: id };

/** 联合行动: squads that work together for a time. */
export const operationEvents = {
  OperationPlanned: z.strictObject({ name: z.string().min(1).max(40), ...members }),
  OperationStarted: z.strictObject({}),
  OperationMembersChanged: z.strictObject(members),
  OperationEnded: z.strictObject({ reason: z.string().min(1).max(200) }),
};
export type OperationEvent = UnionOf<typeof operationEvents>;
