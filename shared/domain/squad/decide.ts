import { recordCommand } from '../kernel.ts';
import { recordSquadSchema } from './commands.ts';
import { squadRecordSchema } from './events.ts';
import type { SquadRecord } from './events.ts';
import type { SquadReads } from './state.ts';

/** Its zone need not be known yet: squads and zones name each other. */
export const recordSquad = recordCommand<SquadRecord, SquadReads>({
  type: 'RecordSquad',
  kind: 'squad',
  event: 'SquadRecorded',
  schema: recordSquadSchema,
  record: squadRecordSchema,
  held: (reads, id) => reads.squad(id),
});
