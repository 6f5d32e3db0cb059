import type { CommandRule, RecordEntry } from '../kernel.ts';
import { recordCommand, wholeBureau } from '../kernel.ts';
import { recordSquadSchema } from './commands.ts';
import { squadRecordSchema } from './events.ts';
import type { SquadRecord } from './events.ts';
import type { SquadReads } from './state.ts';

/**
 * By who is there for the whole bureau: brigade and zone of a squad say whose work is whose. Its zone need not be known
 * yet: squads and zones name each other.
 */
export const recordSquad: CommandRule<RecordEntry<SquadRecord>, SquadReads> = {
  ...recordCommand<SquadRecord, SquadReads>({
    type: 'RecordSquad',
    kind: 'squad',
    event: 'SquadRecorded',
    schema: recordSquadSchema,
    record: squadRecordSchema,
    held: (reads, id) => reads.squad(id),
  }),
  reaches: () => wholeBureau,
};
