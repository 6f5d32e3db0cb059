/** 巡查即录入: what a unit came upon, as an incident of source `patrol` with the id of what it said. */
import type { DistrictReads } from '../../shared/domain/district/state.ts';
import type { IncidentReads } from '../../shared/domain/incident/state.ts';
import { understand } from '../../shared/domain/rules/understand.ts';
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import type { FieldAnswer, FieldFind, FieldFindAnswer } from '../../shared/wire/field-api.ts';
import type { FieldCommand } from './commands.ts';
import type { FieldUploads } from './uploads.ts';

export interface FindDeps {
  readonly reads: Pick<DistrictReads, 'district'> & Pick<IncidentReads, 'incident'>;
  /** As a command of the unit. */
  readonly give: (unit: string, id: string, command: FieldCommand) => Promise<FieldAnswer>;
  readonly uploads: Pick<FieldUploads, 'isReady' | 'attach'>;
}

/** What the unit says it is about goes before what its words sound like. */
function commandOf(
  { id, happenedAt, matter, text, place }: FieldFind,
  reads: FindDeps['reads'],
): FieldCommand | undefined {
  const plates = reads.district()?.plates;
  if (plates === undefined) return undefined;
  const understood = understand(text, plates);
  const also = understood.also.filter((one) => one !== matter);
  const understanding = matter === null ? understood : { ...understood, matter, also };
  const [lon, lat] = place?.lngLat ?? [0, 0];
  return {
    type: 'ReceiveIncident',
    data: {
      ...{ id, source: 'patrol', externalId: null, actAt: happenedAt ?? null, wantsReply: 'no' },
      position: place === null ? null : { lon, lat, of: 'place' },
      // An understanding is JSON by its schema.
      understanding: understanding as unknown as Json,
      ...(text === '' ? {} : { personal: { text } }),
    },
  };
}

/** Refuses `UploadUnknown`, `NoPackInForce`, and as `ReceiveIncident` and `AttachFile` do. */
export async function found(
  unit: string,
  said: FieldFind,
  { reads, give, uploads }: FindDeps,
): Promise<FieldFindAnswer> {
  const { id } = said;
  const lacking = said.uploads.findIndex((upload) => !uploads.isReady(unit, upload));
  if (lacking >= 0) return { status: 'refused', code: 'UploadUnknown', params: { field: `uploads.${lacking}` } };
  const command = commandOf(said, reads);
  if (command === undefined) return { status: 'refused', code: 'NoPackInForce', params: {} };
  const answer = await give(unit, id, command);
  if (answer.status !== 'accepted') return answer;
  for (const upload of said.uploads) {
    const attached = await uploads.attach(unit, id, upload);
    if (attached.status !== 'accepted') return attached;
  }
  return { ...answer, incident: id, number: must(reads.incident(id), `incident ${id}`).number };
}
