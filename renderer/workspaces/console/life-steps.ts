/** Steps of an incident's life besides its path, by its state, the pack, and who asks. Pure; instants Unix ms. */
import type { LifeCycle } from '../../../shared/domain/district/state.ts';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { day } from '../../../shared/lib/time.ts';
import { neverPassedOver, openObligations } from '../../../shared/domain/rules/obligations.ts';
import type { CommandType } from '../../../shared/domain/rules/permissions.ts';
import { extensionApprovers } from '../../../shared/domain/rules/permissions.ts';
import type { RequestOf } from '../../../shared/wire/seat-api.ts';
import type { May } from '../../hall/use-may.ts';
import type { Section } from '../../i18n/say.ts';

type Data = RequestOf<'submit'>['data'];
type Values = Readonly<Record<string, string>>;

/** A choice: codes with their words, from the texts or from the pack. */
export interface LifeField {
  readonly name: LifeFieldName;
  readonly options: readonly string[];
  /** Where the words of the codes stand; undefined: `names` of the pack, by option, or days. */
  readonly texts?: Section;
  readonly names?: Readonly<Record<string, string>>;
}
export type LifeFieldName =
  | ('why' | 'evidence' | 'answer' | 'result' | 'way' | 'limit' | 'to' | 'from' | 'reason' | 'ground' | 'level')
  | ('reached' | 'satisfied' | 'solved' | 'against' | 'decision' | 'means');

export interface LifeStep {
  readonly type: CommandType;
  readonly fields: readonly LifeField[];
  /** Whether words go with it, into the vault; `needed`: never without. */
  readonly words: boolean | 'needed';
  /** Data of the command besides incident and words. */
  readonly data: (values: Values, now: number) => Readonly<Record<string, Data>>;
}

export interface LifeAround {
  readonly now: number;
  readonly user: string | undefined;
  readonly roles: readonly string[];
  readonly lifeCycle: LifeCycle;
  /** Joined into it and not closed. */
  readonly joined: readonly IncidentState[];
}

const ways = ['onSite', 'phone', 'camera', 'document'] as const;
const extraDays = ['1', '2', '3', '5', '10', '15', '30'] as const;
const yesOrNo = ['yes', 'no'] as const;
const opinions = ['yes', 'no', 'unsaid'] as const;

const field = (name: LifeFieldName, options: readonly string[], texts: Section): LifeField => ({
  name,
  options,
  texts,
});
const named = (name: LifeFieldName, rows: readonly { readonly code: string; readonly name: string }[]): LifeField => ({
  ...{ name, options: rows.map(({ code }) => code) },
  names: Object.fromEntries(rows.map((row) => [row.code, row.name])),
});
const opinion = (value: string | undefined): boolean | null => (value === 'unsaid' ? null : value === 'yes');

/** What chosen codes are, as data by their names. */
const asChosen =
  (...names: readonly LifeFieldName[]): LifeStep['data'] =>
  (values) =>
    Object.fromEntries(names.map((name) => [name, values[name] ?? '']));

function returning(incident: IncidentState, { lifeCycle }: LifeAround): readonly LifeStep[] {
  const { returned, returnAnswer, sentBack } = incident;
  const isAwaited = returned?.answerBy !== undefined && returnAnswer?.answer !== 'takenBack';
  const steps: LifeStep[] = [];
  if (returned === null && sentBack.at(-1)?.again !== false)
    steps.push({
      type: 'ReturnIncident',
      fields: [
        field('why', ['outside', 'notOurs', 'duplicate', 'unclear'], 'returnReason'),
        field('evidence', ['place', 'matter', 'photo', 'document', 'earlierOrder'], 'proof'),
      ],
      words: true,
      data: ({ why = '', evidence = '' }) => ({
        why,
        ...(lifeCycle.returns.evidence || evidence !== '' ? { evidence: [evidence] } : {}),
      }),
    });
  if (isAwaited)
    steps.push({
      type: 'RecordReturnAnswer',
      fields: [field('answer', returnAnswer === null ? ['takenBack', 'sentBack'] : ['sentBack'], 'returnAnswer')],
      words: true,
      data: asChosen('answer'),
    });
  return steps;
}

function quality(incident: IncidentState): readonly LifeStep[] {
  const { outcome, closed, terms, joinedInto } = incident;
  const steps: LifeStep[] = [];
  if (closed === null && outcome === null && terms.some(({ limit }) => limit === 'verify'))
    steps.push({
      type: 'RecordVerification',
      fields: [field('result', ['exists', 'not', 'unable'], 'verifyResult'), field('way', ways, 'lifeWay')],
      words: false,
      data: asChosen('result', 'way'),
    });
  if (outcome !== null && outcome.kind !== 'refusesToStop' && joinedInto === null)
    steps.push({
      type: 'RecordInspection',
      fields: [field('result', ['pass', 'notPass', 'unable'], 'inspectResult'), field('way', ways, 'lifeWay')],
      words: false,
      data: asChosen('result', 'way'),
    });
  return steps;
}

function limits(incident: IncidentState, { lifeCycle, now, user, roles }: LifeAround): readonly LifeStep[] {
  const { open, extensions, suspended, joinedInto } = incident;
  const pending = extensions.at(-1)?.answered === null ? extensions.at(-1) : undefined;
  const spent = (limit: string): boolean =>
    extensions.filter((one) => one.limit === limit && one.answered?.granted === true).length >=
    lifeCycle.extension.most;
  const longer = open.filter(({ limit }) => lifeCycle.extension.stages.some((one) => one === limit) && !spent(limit));
  const steps: LifeStep[] = [];
  if (suspended === null && pending === undefined && longer.length > 0)
    steps.push({
      type: 'AskExtension',
      fields: [
        field(
          'limit',
          longer.map(({ limit }) => limit),
          'limit',
        ),
        { name: 'to', options: extraDays },
        field('why', ['complex', 'waitsForOthers', 'weather', 'callerUnreachable', 'procedure'], 'extensionWhy'),
      ],
      words: true,
      data: ({ limit = '', why = '', to = '1' }) => {
        const from = Math.max(open.find((one) => one.limit === limit)?.at ?? now, now);
        return { limit, why, to: Math.round(from + Number(to) * day) };
      },
    });
  if (suspended === null && pending !== undefined) {
    const mayGrant = pending.user !== user && roles.some((role) => extensionApprovers.some((one) => one === role));
    steps.push({
      type: 'AnswerExtension',
      fields: [
        field('decision', yesOrNo, 'granted'),
        field('from', mayGrant ? ['lead', 'source'] : ['source'], 'answerFrom'),
      ],
      words: false,
      data: ({ decision, from = '' }) => ({ granted: decision === 'yes', from }),
    });
  }
  if (suspended === null && joinedInto === null && lifeCycle.suspension.length > 0)
    steps.push({
      type: 'SuspendIncident',
      fields: [named('reason', lifeCycle.suspension)],
      words: true,
      data: asChosen('reason'),
    });
  if (suspended !== null) steps.push({ type: 'ResumeIncident', fields: [], words: false, data: () => ({}) });
  return steps;
}

function supervision({ supervisions }: IncidentState, { lifeCycle }: LifeAround): readonly LifeStep[] {
  const last = supervisions.at(-1);
  const open = last?.reported === null ? last : undefined;
  const levels = lifeCycle.supervision.levels
    .map(({ name }, i) => ({ code: String(i + 1), name }))
    .filter(({ code }) => Number(code) > (open?.level ?? 0));
  const steps: LifeStep[] = [];
  if (open !== undefined) steps.push({ type: 'ReportSupervision', fields: [], words: true, data: () => ({}) });
  if (levels.length > 0)
    steps.push({
      type: 'SuperviseIncident',
      fields: [named('level', levels), field('ground', ['leader', 'importance', 'source'], 'supervisionGround')],
      words: true,
      data: ({ level = '1', ground = '' }) => ({ level: Number(level), ground }),
    });
  return steps;
}

function afterwards(incident: IncidentState, { now, user }: LifeAround): readonly LifeStep[] {
  const { surveys, overdue, appeals, simple, contactMisses } = incident;
  const appeal = appeals.at(-1);
  const steps: LifeStep[] = [
    {
      type: 'RecordSurvey',
      fields: [
        field('reached', yesOrNo, 'opinion'),
        field('satisfied', opinions, 'opinion'),
        field('solved', opinions, 'opinion'),
      ],
      words: true,
      data: ({ reached, satisfied, solved }) => ({
        ...{ reached: reached === 'yes', surveyedAt: Math.round(now) },
        satisfied: reached === 'yes' ? opinion(satisfied) : null,
        solved: reached === 'yes' ? opinion(solved) : null,
      }),
    },
  ];
  if (incident.wantsReply === 'yes')
    steps.push({
      type: 'RecordContactMiss',
      fields: [],
      words: true,
      data: () => ({ statedAt: Math.round(now) }),
    });
  const survey = surveys.at(-1);
  const isBad = survey?.satisfied === false || survey?.solved === false;
  const passed = [...new Set(overdue.map(({ limit }) => limit))].filter((limit) => stages.has(limit));
  const against = [
    ...(isBad ? ['survey'] : []),
    ...(passed.length > 0 ? ['limit'] : []),
    ...(contactMisses.length > 0 ? ['contact'] : []),
  ];
  if (appeal?.decided !== null && against.length > 0)
    steps.push({
      type: 'FileAppeal',
      fields: [
        field('against', against, 'appealAgainst'),
        ...(passed.length > 0 ? [field('limit', passed, 'limit')] : []),
      ],
      words: true,
      data: ({ against: of = '', limit = '' }) => ({ against: of, limit: of === 'limit' ? limit : null }),
    });
  if (appeal?.decided === null && appeal.user !== user)
    steps.push({
      type: 'DecideAppeal',
      fields: [field('decision', yesOrNo, 'upheld')],
      words: true,
      data: ({ decision }) => ({ upheld: decision === 'yes' }),
    });
  if (simple?.reported === null) steps.push({ type: 'ReportSimple', fields: [], words: true, data: () => ({}) });
  return steps;
}

/** Of a closed one too: its words are kept for years. */
function secrecy({ confidential, personal }: IncidentState): readonly LifeStep[] {
  if (!confidential)
    return personal === null ? [] : [{ type: 'KeepCallerSecret', fields: [], words: true, data: () => ({}) }];
  return [
    {
      type: 'LiftCallerSecrecy',
      fields: [field('why', ['callerAgrees', 'misread'], 'secrecyLifted')],
      words: 'needed',
      data: asChosen('why'),
    },
  ];
}

/** Limits that can be appealed against: those of stages. */
const stages: ReadonlySet<string> = new Set([
  ...['acknowledge', 'firstContact', 'verify', 'dispatch', 'handle', 'check', 'reply', 'total'],
]);
/** Of a simple end: whoever closes it has been there. */
const metByIt: ReadonlySet<string> = new Set(['outcomeMissing', 'verificationOwed']);

function ends(incident: IncidentState, { lifeCycle, now, joined, user, roles }: LifeAround): readonly LifeStep[] {
  const { forced, matter, joinedInto } = incident;
  if (joinedInto !== null) return [];
  const owed = openObligations(incident, joined, now).map(({ code }) => code);
  const { reasons, approvers } = lifeCycle.forcedClose;
  const mayForce = reasons.length > 0 && !owed.some((code) => neverPassedOver.has(code));
  const steps: LifeStep[] = [];
  if (lifeCycle.simple.matters.includes(matter) && owed.every((code) => metByIt.has(code)))
    steps.push({
      type: 'CloseSimply',
      fields: [field('means', ['service', 'management', 'enforcement'], 'means')],
      words: false,
      data: asChosen('means'),
    });
  if (forced === null && mayForce)
    steps.push({ type: 'AskForcedClose', fields: [named('reason', reasons)], words: true, data: asChosen('reason') });
  if (forced !== null && forced.user !== user && roles.some((role) => approvers.some((one) => one === role)))
    steps.push({
      type: 'AnswerForcedClose',
      fields: [field('decision', yesOrNo, 'granted')],
      words: false,
      data: ({ decision }) => ({ granted: decision === 'yes' }),
    });
  return steps;
}

/** What is offered now: only what state, pack and rights allow. */
export function lifeStepsOf(
  incident: IncidentState,
  { give }: Pick<May, 'give'>,
  around: LifeAround,
): readonly LifeStep[] {
  const isOpen = incident.closed === null;
  const steps = [
    ...(isOpen ? returning(incident, around) : []),
    ...quality(incident),
    ...(isOpen ? limits(incident, around) : []),
    ...(isOpen ? supervision(incident, around) : []),
    ...afterwards(incident, around),
    ...secrecy(incident),
    ...(isOpen ? ends(incident, around) : []),
  ];
  return steps.filter(({ type }) => give(type));
}
