/** Files that belong to an incident, and measurements. */
import { refuse } from '../../lib/journal.ts';
import type { DistrictReads } from '../district/state.ts';
import { inFuture } from '../kernel.ts';
import type { CommandRule } from '../kernel.ts';
import { measure } from '../rules/measure.ts';
import { attachFileSchema, filePersonalSchema, recordMeasurementSchema } from './commands-papers.ts';
import type { AttachFile, RecordMeasurement } from './commands-papers.ts';
import { byPack, draft, nothing, ofIncident, onIncident } from './decide-common.ts';
import { fileLimits } from './events-papers.ts';
import { holdsFile } from './state.ts';
import type { IncidentReads } from './state.ts';

/**
 * Open or closed: evidence may come late. Brings nothing where the incident has the same content already. Refuses
 * `IncidentUnknown`, `FileMissing` where no content came with it, `TooManyFiles`.
 */
export const attachFile: CommandRule<AttachFile, Pick<IncidentReads, 'incident'>> = {
  type: 'AttachFile',
  schema: attachFileSchema,
  personal: filePersonalSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: [],
  decide: ({ incident: id, file, of, whose, way, personal }, reads) =>
    onIncident(id, reads, (incident) => {
      if (holdsFile(incident, file.sha256)) return nothing;
      if (personal === undefined) return refuse('FileMissing', { field: 'file' });
      if (incident.files.length >= fileLimits.perIncident)
        return refuse('TooManyFiles', { field: 'file', most: fileLimits.perIncident });
      return { events: [draft(id, 'FileAttached', { ...file, of, whose, way, personal })] };
    }),
};

/** So many are kept of one incident: each point of each visit is one. */
const mostMeasurements = 50;

/**
 * Worked out by the hub, whatever a screen showed; also of a closed one. Refuses `IncidentUnknown`, `NoPackInForce`,
 * `TimeTooEarly` before it was received, `TimeInFuture`, `TooManyMeasurements`.
 */
export const recordMeasurement: CommandRule<
  RecordMeasurement,
  Pick<IncidentReads, 'incident'> & Pick<DistrictReads, 'district'>
> = {
  type: 'RecordMeasurement',
  schema: recordMeasurementSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: [],
  decide: ({ incident: id, said }, reads, context) =>
    onIncident(id, reads, (incident) =>
      byPack(reads, (plates) => {
        if (incident.measurements.length >= mostMeasurements)
          return refuse('TooManyMeasurements', { field: 'said', most: mostMeasurements });
        if (said.at < incident.receivedAt)
          return refuse('TimeTooEarly', { field: 'said.at', at: said.at, earliest: incident.receivedAt });
        const recorded = draft(id, 'MeasurementRecorded', { said, result: measure(said, plates) });
        return inFuture(said.at, 'said.at', context) ?? { events: [recorded] };
      }),
    ),
};
