/** An order that comes again with other content (来件更正): what differs is kept and told, and what was decided stands. */
import type { Decision } from '../../lib/journal.ts';
import { refuse } from '../../lib/journal.ts';
import { canonicalJson } from '../../lib/json.ts';
import type { AssignmentReads } from '../assignment/state.ts';
import { inFuture } from '../kernel.ts';
import type { CommandRule, DecideContext } from '../kernel.ts';
import { whereOf, workOut } from '../rules/work-out.ts';
import type { WorkOutReads } from '../rules/work-out.ts';
import { callerPointSchema, callerSchema, correctIncidentSchema, takeCorrectionSchema } from './commands.ts';
import type { CorrectIncident, TakeCorrection } from './commands.ts';
import {
  acknowledging,
  draft,
  movingAssignments,
  noPack,
  ofIncident,
  onIncident,
  onOpenIncident,
} from './decide-common.ts';
import { farOutside, placeOfTrouble } from './decide-intake.ts';
import { assessed, keepingChoice, ofNoise } from './decide-source.ts';
import type { Correction, IncidentReads, IncidentState, Placing } from './state.ts';
import { openCorrection } from './state.ts';

type Reads = WorkOutReads & Pick<IncidentReads, 'incident'>;
type TakeReads = Reads & Pick<AssignmentReads, 'assignmentsOf'>;
type Worked = NonNullable<ReturnType<typeof workOut>>;
type Change = Correction['changes'][number];

const ofCaller = ['text', 'name', 'phone', 'address'] as const;

const essence = ({ precision, at, name, roads, street, grids, outside }: Placing): string =>
  canonicalJson({ precision, at, name, roads, street, cell: grids?.cell ?? null, outside });

/** What of the incident would be another by the order as it reads now. A phone number alone moves nothing. */
function changesOf(data: CorrectIncident, worked: Worked, incident: IncidentState): readonly Change[] {
  const { changed, wantsReply } = data;
  const says = (...fields: readonly CorrectIncident['changed'][number][]): boolean =>
    fields.some((field) => changed.includes(field));
  const changes: Change[] = ofCaller
    .filter((field) => says(field))
    .map((field) => ({ field, before: null, after: null }));
  if (says('text') && worked.matter !== incident.matter)
    changes.push({ field: 'matter', before: incident.matter, after: worked.matter });
  if (says('text', 'position') && essence(worked.placing) !== essence(incident.placing))
    changes.push({
      field: 'place',
      before: whereOf(ofNoise(incident)),
      after: whereOf(ofNoise({ ...incident, ...worked })),
    });
  if (says('text', 'actAt') && worked.actAt !== incident.actAt)
    changes.push({ field: 'actAt', before: incident.actAt, after: worked.actAt });
  if (says('wantsReply') && wantsReply !== incident.wantsReply)
    changes.push({ field: 'wantsReply', before: incident.wantsReply, after: wantsReply });
  return changes;
}

/** What stays as it is goes into the offer as it is. */
function offerOf(
  changes: readonly Change[],
  data: CorrectIncident,
  worked: Worked,
  incident: IncidentState,
): Correction['offer'] {
  const has = (field: Change['field']): boolean => changes.some((one) => one.field === field);
  if (!['matter', 'place', 'actAt', 'wantsReply'].some((field) => has(field as Change['field']))) return null;
  const words = has('matter') || has('place') ? worked : incident;
  const place = has('place') ? worked : incident;
  return {
    ...{ matter: words.matter, also: [...words.also], matterReasons: [...words.matterReasons] },
    marks: [...words.marks],
    actAt: has('actAt') ? worked.actAt : incident.actAt,
    wantsReply: has('wantsReply') ? data.wantsReply : incident.wantsReply,
    ...{ placing: place.placing, match: place.match, similar: [...place.similar] },
    headline: has('matter') || has('place') ? worked.headline : incident.headline,
  };
}

function decideCorrect(data: CorrectIncident, reads: Reads, context: DecideContext): Decision {
  return onIncident(data.incident, reads, (incident) => {
    const { id, source, receivedAt } = incident;
    const { via, actAt, position, understanding, wantsReply, personal = null } = data;
    const district = reads.district();
    if (district === undefined) return noPack;
    const bad =
      inFuture(actAt ?? context.now, 'actAt', context) ??
      (position === null ? undefined : farOutside(position, district, 'position'));
    if (bad !== undefined) return bad;
    const report = { id, source, receivedAt, actAt, position, understanding, wantsReply };
    const worked = workOut(report, reads, context.now);
    if (worked === undefined) return noPack;
    const changes = changesOf(data, worked, incident);
    const before = incident.corrections.at(-1)?.asSent ?? incident.asSent;
    const asSent = {
      actAt: actAt ?? before?.actAt ?? null,
      position: placeOfTrouble(position) ?? before?.position ?? null,
    };
    const offer = offerOf(changes, data, worked, incident);
    const corrected = { via, changes: [...changes], asSent, wantsReply, offer, personal };
    return { events: [draft(id, 'IncidentCorrected', corrected)] };
  });
}

/**
 * Also after it was closed. Places, judges and joins nothing: what follows from it is offered. Refuses `TimeInFuture`,
 * `PlaceFarOutside`, `NoPackInForce`.
 */
export const correctIncident: CommandRule<CorrectIncident, Reads> = {
  type: 'CorrectIncident',
  schema: correctIncidentSchema,
  personal: callerSchema,
  alsoPersonal: { position: callerPointSchema },
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: [],
  decide: decideCorrect,
};

/** Refuses `CorrectionGone` where another one came, or somebody took it. What a person said of the source holds. */
export const takeCorrection: CommandRule<TakeCorrection, TakeReads> = {
  type: 'TakeCorrection',
  schema: takeCorrectionSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: ['IncidentCorrected', 'CorrectionTaken', 'IncidentPlaced', 'IncidentClosed'],
  decide: ({ incident: id, correctedAt }, reads, context) =>
    onOpenIncident(id, reads, (incident) => {
      const correction = openCorrection(incident);
      if (correction?.at !== correctedAt) return refuse('CorrectionGone', { field: 'correctedAt', incident: id });
      const district = reads.district();
      if (district === undefined) return noPack;
      const { placing, match: found, similar, headline, ...said } = correction.offer;
      const now = { ...incident, ...said };
      const isMoved = correction.changes.some(({ field }) => field === 'place');
      const match = isMoved ? keepingChoice(incident, found) : incident.match;
      const room = { district, reads, now: context.now };
      return {
        events: [
          draft(id, 'CorrectionTaken', said),
          draft(id, 'IncidentPlaced', { placing, match, similar, headline }),
          ...movingAssignments(id, placing, reads),
          assessed(now, match, placing, 'placed', room),
          ...acknowledging(incident, context),
        ],
      };
    }),
};
