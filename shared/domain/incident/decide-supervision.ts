/** 督办: from its beginning, for a limit that passed, because it matters or a leader says so; answered by a report. */
import type { EventDraft } from '../../lib/journal.ts';
import { refuse, splitStream } from '../../lib/journal.ts';
import type { DistrictReads, Plates } from '../district/state.ts';
import type { CommandRule, EventReaction } from '../kernel.ts';
import { lifeCycleOf } from '../rules/life-cycle.ts';
import { limitAt } from '../rules/limits.ts';
import { lifeWordsSchema, reportSupervisionSchema, superviseIncidentSchema } from './commands.ts';
import type { ReportSupervision, SuperviseIncident } from './commands.ts';
import { byPack, draft, nothing, ofIncident, onOpenIncident } from './decide-common.ts';
import type { IncidentEvent } from './events.ts';
import { openSupervision, reworkCount } from './state.ts';
import type { IncidentReads, IncidentState } from './state.ts';

type Reads = Pick<IncidentReads, 'incident'> & Pick<DistrictReads, 'district'>;
type Begun = Extract<IncidentEvent, { type: 'SupervisionBegan' }>['data'];

/** Nothing where the pack has no such level. */
export function beginning(
  incident: string,
  begun: Omit<Begun, 'levelName' | 'reportBy'>,
  at: number,
  plates: Plates,
): readonly EventDraft[] {
  const row = lifeCycleOf(plates).supervision.levels[begun.level - 1];
  if (row === undefined) return [];
  const reportBy = limitAt(row.reportWithin, at, plates);
  return [draft(incident, 'SupervisionBegan', { ...begun, levelName: row.name, reportBy })];
}

/** What the pack says of such an order from the first. */
export function supervisedAtReceipt(
  { id, matter, source }: Pick<IncidentState, 'id' | 'matter' | 'source'>,
  at: number,
  plates: Plates,
): readonly EventDraft[] {
  const row = lifeCycleOf(plates).supervision.atReceipt.find(
    ({ matters, sources }) => matters?.includes(matter) !== false && sources?.includes(source) !== false,
  );
  if (row === undefined) return [];
  return beginning(id, { ground: row.ground, level: row.level, limit: null, personal: null }, at, plates);
}

/** Done again so often (返工 ≥ 3 is a 问题工单 in practice) that somebody looks after it. */
export function supervisedForRework(incident: IncidentState, at: number, plates: Plates): readonly EventDraft[] {
  const { superviseAfter } = lifeCycleOf(plates).rework;
  if (reworkCount(incident) + 1 < superviseAfter || openSupervision(incident) !== undefined) return [];
  return beginning(incident.id, { ground: 'importance', level: 1, limit: null, personal: null }, at, plates);
}

/** Refuses `SupervisionLevelUnknown`. Brings nothing where it is supervised on this level or a higher one. */
export const superviseIncident: CommandRule<SuperviseIncident, Reads> = {
  type: 'SuperviseIncident',
  schema: superviseIncidentSchema,
  personal: lifeWordsSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: ['IncidentClosed'],
  decide: ({ incident: id, ground, level, limit = null, personal = null }, reads, { now }) =>
    onOpenIncident(id, reads, (incident) =>
      byPack(reads, (plates) => {
        const { levels } = lifeCycleOf(plates).supervision;
        if (level > levels.length) return refuse('SupervisionLevelUnknown', { field: 'level', levels: levels.length });
        if ((openSupervision(incident)?.level ?? 0) >= level) return nothing;
        return { events: [...beginning(id, { ground, level, limit, personal }, now, plates)] };
      }),
    ),
};

/** Refuses `NotSupervised`. */
export const reportSupervision: CommandRule<ReportSupervision, Reads> = {
  type: 'ReportSupervision',
  schema: reportSupervisionSchema,
  personal: lifeWordsSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: ['SupervisionBegan', 'SupervisionReported'],
  decide: ({ incident: id, personal = null }, reads) =>
    onOpenIncident(id, reads, (incident) => {
      if (openSupervision(incident) === undefined) return refuse('NotSupervised', { field: 'incident' });
      return { events: [draft(id, 'SupervisionReported', { personal })] };
    }),
};

/** A limit that passed begins it where the pack says so; one that is not answered in time goes one level up. */
function levelFor(incident: IncidentState, limit: string, plates: Plates): number | undefined {
  const { levels, onOverdue } = lifeCycleOf(plates).supervision;
  const open = openSupervision(incident);
  if (limit === 'supervision') {
    const level = (open?.level ?? levels.length) + 1;
    return level <= levels.length ? level : undefined;
  }
  return open === undefined && onOverdue.some((one) => one === limit) ? 1 : undefined;
}

export const supervisionReaction: EventReaction<Reads> = ({ type, stream, data }, reads) => {
  if (type !== 'IncidentOverdue') return [];
  const { limit } = data as Extract<IncidentEvent, { type: 'IncidentOverdue' }>['data'];
  const { id } = splitStream(stream);
  const plates = reads.district()?.plates;
  const incident = reads.incident(id);
  if (plates === undefined || incident === undefined || incident.closed !== null) return [];
  const level = levelFor(incident, limit, plates);
  if (level === undefined) return [];
  const wish = { incident: id, ground: 'timeout', level, limit };
  return [{ rule: 'superviseOverdue', type: 'SuperviseIncident', data: wish }];
};
