import type { CommandRule, RecordEntry } from '../kernel.ts';
import { recordCommand, wholeBureau } from '../kernel.ts';
import { recordZoneSchema } from './commands.ts';
import { zoneRecordSchema } from './events.ts';
import type { ZoneRecord } from './events.ts';
import type { ZoneReads } from './state.ts';

/** By who is there for the whole bureau. Its squads need not be known yet: squads and zones name each other. */
export const recordZone: CommandRule<RecordEntry<ZoneRecord>, ZoneReads> = {
  ...recordCommand<ZoneRecord, ZoneReads>({
    type: 'RecordZone',
    kind: 'zone',
    event: 'ZoneRecorded',
    schema: recordZoneSchema,
    record: zoneRecordSchema,
    held: (reads, id) => reads.zone(id),
  }),
  reaches: () => wholeBureau,
};
