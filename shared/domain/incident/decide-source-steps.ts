/** 约谈 and 抄告: what was done about a source, noted on the incident that gave rise to it, open or closed. */
import { refuse } from '../../lib/journal.ts';
import type { Decision } from '../../lib/journal.ts';
import type { ContactReads } from '../contact/state.ts';
import type { DistrictReads } from '../district/state.ts';
import type { CommandRule, DecideContext } from '../kernel.ts';
import { authoritiesOf } from '../rules/repeats.ts';
import {
  correctSourceStepSchema,
  lifeWordsSchema,
  recordSourceNoticeSchema,
  recordSourceTalkSchema,
} from './commands.ts';
import type { CorrectSourceStep, RecordSourceNotice, RecordSourceTalk } from './commands.ts';
import { badStepTime, byPack, draft, hanging, nothing, ofIncident, onIncident } from './decide-common.ts';
import type { IncidentReads, IncidentState } from './state.ts';

type Reads = Pick<IncidentReads, 'incident'>;

/** Refuses `SourceNotNamed` where nobody said from which site it comes, `IncidentJoined`, `TimeTooEarly`, `TimeInFuture`. */
function onSource(
  data: { readonly incident: string; readonly happenedAt?: number | undefined },
  reads: Reads,
  context: DecideContext,
  decide: (incident: IncidentState, site: string) => Decision,
): Decision {
  return onIncident(data.incident, reads, (incident) => {
    const { site } = incident;
    if (site === null) return refuse('SourceNotNamed', { field: 'incident', incident: incident.id });
    return hanging(incident) ?? badStepTime(data.happenedAt, incident, context) ?? decide(incident, site);
  });
}

/** A talk was held, whoever thinks it called for: a fact is not refused for what the pattern says. */
export const recordSourceTalk: CommandRule<RecordSourceTalk, Reads> = {
  type: 'RecordSourceTalk',
  schema: recordSourceTalkSchema,
  personal: lifeWordsSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: [],
  occurredAt: ({ happenedAt }) => happenedAt,
  decide: (data, reads, context) =>
    onSource(data, reads, context, ({ id }, site) => {
      const { with: partner, promised, personal = null } = data;
      const said = { step: context.newId(), site, with: partner, promised: [...new Set(promised)], personal };
      return { events: [draft(id, 'SourceTalkHeld', said)] };
    }),
};

/** Refuses besides `AuthorityUnknown` for one that neither the pack nor the book of contacts names, `NoPackInForce`. */
export const recordSourceNotice: CommandRule<
  RecordSourceNotice,
  Reads & Pick<DistrictReads, 'district'> & Pick<ContactReads, 'contacts'>
> = {
  type: 'RecordSourceNotice',
  schema: recordSourceNoticeSchema,
  personal: lifeWordsSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: [],
  occurredAt: ({ happenedAt }) => happenedAt,
  decide: (data, reads, context) =>
    onSource(data, reads, context, ({ id }, site) =>
      byPack(reads, (plates) => {
        const { authority, way, personal = null } = data;
        if (!authoritiesOf(plates, reads.contacts()).includes(authority))
          return refuse('AuthorityUnknown', { field: 'authority', authority });
        const sent = { step: context.newId(), site, authority, way, personal };
        return { events: [draft(id, 'SourceNoticeSent', sent)] };
      }),
    ),
};

/** What was noted wrongly counts no more, and stays to be seen. Refuses `SourceStepUnknown`. Brings nothing a second time. */
export const correctSourceStep: CommandRule<CorrectSourceStep, Reads> = {
  type: 'CorrectSourceStep',
  schema: correctSourceStepSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: [],
  decide: ({ incident: id, step, why }, reads) =>
    onIncident(id, reads, ({ sourceSteps }) => {
      const found = sourceSteps.find((one) => one.step === step);
      if (found === undefined) return refuse('SourceStepUnknown', { field: 'step', incident: id });
      return found.corrected === null ? { events: [draft(id, 'SourceStepCorrected', { step, why })] } : nothing;
    }),
};
