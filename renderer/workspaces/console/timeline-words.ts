/** What a line of the timeline says: what happened, with its content, and who did it. */
import type { TFunction } from '../../hall/types.ts';
import { zhCN } from '../../i18n/zh-cn.ts';
import type { Line, Told } from './timeline-lines.ts';

type Words = Readonly<Record<string, unknown>>;

/** The word for a code; the code itself where there is none, so that nothing is hidden. */
function word(words: Words, code: unknown): string {
  if (typeof code !== 'string') return '';
  const found = words[code];
  return typeof found === 'string' ? found : code;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function assessed(data: Told['data']): string {
  const { kind, siteName } = (data['assessment'] ?? {}) as Words;
  return [word(zhCN.assessment, kind), text(siteName)].filter((part) => part !== '').join('，');
}

function checked({ which, way, quiet }: Told['data'], t: TFunction): string {
  const by = word(zhCN.checkWay, way);
  return `${word(zhCN.check, which)}，${t(quiet === true ? 'check.quietBy' : 'check.noisyBy', { way: by })}`;
}

function contacted({ way, reached }: Told['data']): string {
  return reached === false ? zhCN.contactWay.notReached : word(zhCN.contactWay, way);
}

const contents: Readonly<Record<string, (data: Told['data'], t: TFunction) => string>> = {
  IncidentReceived: ({ source }) => word(zhCN.source, source),
  SourceChosen: ({ site, siteName }, t) => (site === null ? t('sourceOf.status.unknown') : text(siteName)),
  IncidentAssessed: assessed,
  SitePhoned: ({ result }) => word(zhCN.phoneResult, result),
  IncidentJoined: ({ intoNumber }) => text(intoNumber),
  IncidentTookIn: ({ number }) => text(number),
  OutcomeRecorded: ({ kind }) => word(zhCN.outcome, kind),
  OutcomeReported: ({ kind }) => word(zhCN.outcome, kind),
  OutcomeEscalated: ({ to }) => word(zhCN.escalatedTo, to),
  CheckRecorded: checked,
  FirstContactRecorded: contacted,
  ReplyRecorded: ({ way }) => word({ ...zhCN.facts.reply, notWanted: zhCN.facts.reply.no, ...zhCN.replyWay }, way),
  LocalSquadTold: ({ squadName }) => text(squadName),
  HandedToLocalSquad: ({ squadName }) => text(squadName),
  IncidentReturned: ({ why }) => word(zhCN.returnReason, why),
  IncidentReferred: ({ matter, to }) => `${word(zhCN.matter, matter)} → ${text(to)}`,
  IncidentReopened: ({ because, byNumber }) =>
    [word(zhCN.reopenedBecause, because), text(byNumber)].filter((part) => part !== '').join('，'),
  IncidentClosed: ({ result }) => word(zhCN.closeResult, result),
  IncidentOverdue: ({ limit }) => word(zhCN.limit, limit),
  AssignmentOverdue: ({ limit }) => word(zhCN.assignmentLimit, limit),
  UnitArrived: ({ grade }) => word(zhCN.arrivalGrade, grade),
  EvidenceNoted: ({ kind }) => word(zhCN.evidence, kind),
  AssignmentHandedBack: ({ why }) => word(zhCN.handBackReason, why),
  AssignmentWithdrawn: ({ why }) => word(zhCN.withdrawReason, why),
};

/** @param unitName Whose step it is, for events of an assignment. */
export function whatText({ type, data, isMadeUp }: Line, unitName: string | undefined, t: TFunction): string {
  if (!(type in zhCN.event)) return type;
  const named = text(data['unitName']);
  const what = t(`event.${type as keyof typeof zhCN.event}`, { unit: named });
  const step = named === '' && unitName !== undefined ? `${unitName} ${what}` : what;
  const content = contents[type]?.(data, t) ?? '';
  // Its grade says that the desk reported it; the way it was heard is told beside.
  const told =
    content === '' || (type === 'UnitArrived' && data['grade'] === 'reportedByDesk') ? step : `${step}：${content}`;
  return isMadeUp ? t('timeline.madeUp', { what: told }) : told;
}

/** By what way the desk heard it for the unit; undefined where the unit reported itself. */
export function channelText({ data }: Line, t: TFunction): string | undefined {
  const channel = data['reportedByDesk'];
  return typeof channel === 'string' ? t('steps.byDesk', { channel: word(zhCN.channel, channel) }) : undefined;
}

/** What is known of people and units: names by account, names of units by id. */
export interface Known {
  readonly people: ReadonlyMap<string, string>;
  readonly units: ReadonlyMap<string, string>;
}

/** Role and person; where the person's name is not held here, the seat, so that two at the desk can be told apart. */
export function whoText({ by }: Told, { people, units }: Known): string {
  // Journals of before the table of rights call a unit's device `unit`.
  const isDevice = by.role === 'device' || by.role === 'unit';
  const role = isDevice ? zhCN.role.device : word(zhCN.role, by.role);
  if (by.role === 'system') return role;
  if (isDevice) {
    const unit = by.user.slice(by.user.indexOf(':') + 1);
    return `${role} · ${units.get(unit) ?? unit}`;
  }
  const name = people.get(by.user);
  return [role, name, by.seat].filter((part) => part !== undefined && part !== '').join(' · ');
}
