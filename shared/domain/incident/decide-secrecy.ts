/**
 * Whether who called is kept secret (要求保密). Whoever reports noise is owed it by law (噪声污染防治法 art. 31); a caller who
 * asks for it is kept from our own people too, as far as they can do their work without (decision 0042).
 */
import { refuse } from '../../lib/journal.ts';
import type { CommandRule } from '../kernel.ts';
import { keepCallerSecretSchema, lifeWordsSchema, liftCallerSecrecySchema } from './commands.ts';
import type { KeepCallerSecret, LiftCallerSecrecy } from './commands.ts';
import { draft, nothing, ofIncident, onIncident } from './decide-common.ts';
import type { IncidentReads } from './state.ts';

type Reads = Pick<IncidentReads, 'incident'>;

/** Open or closed: what was said is kept for years. Brings nothing where it is so already. Refuses `IncidentUnknown`. */
export const keepCallerSecret: CommandRule<KeepCallerSecret, Reads> = {
  type: 'KeepCallerSecret',
  schema: keepCallerSecretSchema,
  personal: lifeWordsSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: [],
  decide: ({ incident: id, personal = null }, reads) =>
    onIncident(id, reads, ({ confidential }) =>
      confidential ? nothing : { events: [draft(id, 'CallerKeptSecret', { personal })] },
    ),
};

/** Brings nothing where nobody is kept secret. Refuses `IncidentUnknown`, `GroundsMissing` without words. */
export const liftCallerSecrecy: CommandRule<LiftCallerSecrecy, Reads> = {
  type: 'LiftCallerSecrecy',
  schema: liftCallerSecrecySchema,
  personal: lifeWordsSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: ['CallerKeptSecret'],
  decide: ({ incident: id, why, personal }, reads) =>
    onIncident(id, reads, ({ confidential }) => {
      if (personal === undefined) return refuse('GroundsMissing', { field: 'personal' });
      return confidential ? { events: [draft(id, 'CallerSecrecyLifted', { why, personal })] } : nothing;
    }),
};
