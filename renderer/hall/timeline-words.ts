/** What a line of the timeline says: what happened, with its content, and who did it. */
import type { TFunction } from './types.ts';
import { clauses, codeText, hasText, listed, saidOf } from '../i18n/say.ts';
import type { Section } from '../i18n/say.ts';
import type { Line, Told } from './timeline-lines.ts';

type Words = Readonly<Record<string, unknown>>;

const word = (t: TFunction, section: Section, code: unknown): string =>
  typeof code === 'string' ? codeText(t, section, code) : '';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function assessed(data: Told['data'], t: TFunction): string {
  const { kind, siteName } = (data['assessment'] ?? {}) as Words;
  return clauses(t, word(t, 'assessment', kind), text(siteName));
}

function checked({ which, way, quiet }: Told['data'], t: TFunction): string {
  const by = word(t, 'checkWay', way);
  return clauses(t, word(t, 'check', which), t(quiet === true ? 'check.quietBy' : 'check.noisyBy', { way: by }));
}

function contacted({ way, reached }: Told['data'], t: TFunction): string {
  return reached === false ? t('contactWay.notReached') : word(t, 'contactWay', way);
}

function replied({ way }: Told['data'], t: TFunction): string {
  if (way === 'notWanted') return t('facts.reply.no');
  return word(t, typeof way === 'string' && hasText('replyWay', way) ? 'replyWay' : 'facts.reply', way);
}

function lived(data: Told['data'], t: TFunction): string {
  const { answer, result, way, limit, why, granted, from, reasonName, levelName, ground } = data;
  return clauses(
    t,
    word(t, 'returnAnswer', answer),
    word(t, result === 'exists' || result === 'not' ? 'verifyResult' : 'inspectResult', result),
    word(t, 'lifeWay', way),
    word(t, 'limit', limit),
    word(t, 'extensionWhy', why),
    typeof granted === 'boolean' ? t(granted ? 'granted.yes' : 'granted.no') : '',
    word(t, 'answerFrom', from),
    text(reasonName),
    text(levelName),
    word(t, 'supervisionGround', ground),
  );
}

function surveyed({ reached, satisfied, solved }: Told['data'], t: TFunction): string {
  if (reached === false) return t('surveySaid.notReached');
  const said = (value: unknown, yes: string, no: string): string => (value === true ? yes : value === false ? no : '');
  const parts = [
    said(satisfied, t('surveySaid.satisfied'), t('surveySaid.dissatisfied')),
    said(solved, t('surveySaid.solved'), t('surveySaid.unsolved')),
  ];
  return parts.every((part) => part === '') ? t('surveySaid.noOpinion') : clauses(t, ...parts);
}

/** Who has it, and from whom they took it over. */
function claimed(name: string, from: unknown, t: TFunction): string {
  if (typeof from !== 'object' || from === null) return name;
  const before = from as { readonly name?: unknown; readonly why?: unknown };
  return clauses(t, name, t('claim.wasOf', { name: text(before.name), why: word(t, 'claim.reason', before.why) }));
}

const contents: Readonly<Record<string, (data: Told['data'], t: TFunction) => string>> = {
  IncidentReceived: ({ source }, t) => word(t, 'source', source),
  SourceChosen: ({ site, siteName }, t) => (site === null ? t('sourceOf.status.unknown') : text(siteName)),
  IncidentAssessed: assessed,
  SitePhoned: ({ result }, t) => word(t, 'phoneResult', result),
  IncidentJoined: ({ intoNumber }) => text(intoNumber),
  IncidentTookIn: ({ number }) => text(number),
  OutcomeRecorded: ({ kind }, t) => word(t, 'outcome', kind),
  OutcomeReported: ({ kind }, t) => word(t, 'outcome', kind),
  OutcomeEscalated: ({ to }, t) => word(t, 'escalatedTo', to),
  CheckRecorded: checked,
  FirstContactRecorded: contacted,
  ReplyRecorded: replied,
  ReplyPostQueued: ({ to }) => text(to),
  ReplyPosted: ({ receipt }) => text(receipt),
  ReplyPostFailed: ({ why }, t) => word(t, 'answer.posts.failure', why),
  ReplyPostedByHand: ({ why }, t) => word(t, 'answer.posts.hand', why),
  LocalSquadTold: ({ squadName }) => text(squadName),
  HandedToLocalSquad: ({ squadName }) => text(squadName),
  IncidentReturned: ({ why }, t) => word(t, 'returnReason', why),
  IncidentReferred: ({ matter, to }, t) => `${word(t, 'matter', matter)} → ${text(to)}`,
  IncidentReopened: ({ because, byNumber }, t) => clauses(t, word(t, 'reopenedBecause', because), text(byNumber)),
  IncidentClosed: ({ result }, t) => word(t, 'closeResult', result),
  IncidentOverdue: ({ limit }, t) => word(t, 'limit', limit),
  IncidentClaimed: ({ name, from }, t) => claimed(text(name), from, t),
  ClaimEnded: ({ because }, t) => word(t, 'claim.because', because),
  ReturnAnswered: lived,
  VerificationRecorded: lived,
  InspectionRecorded: lived,
  ExtensionAsked: lived,
  ExtensionAnswered: lived,
  IncidentSuspended: lived,
  SupervisionBegan: lived,
  IncidentCorrected: ({ changes }, t) =>
    listed(t, Array.isArray(changes) ? changes.map((one: Words) => word(t, 'correction.field', one['field'])) : []),
  LateEntryNoted: ({ act }, t) => word(t, 'late.act', act),
  ContactMissRecorded: ({ onFile }, t) => t(onFile === true ? 'contactOnFile.yes' : 'contactOnFile.no'),
  SurveyRecorded: surveyed,
  SourceTalkHeld: ({ with: partner, promised }, t) =>
    clauses(
      t,
      word(t, 'talkWith', partner),
      listed(t, Array.isArray(promised) ? promised.map((one) => word(t, 'sourcePromise', one)) : []),
    ),
  SourceNoticeSent: ({ authority, way }, t) => clauses(t, text(authority), word(t, 'noticeWay', way)),
  SourceStepCorrected: ({ why }, t) => word(t, 'stepError', why),
  CallerSecrecyLifted: ({ why }, t) => word(t, 'secrecyLifted', why),
  AppealFiled: ({ against }, t) => word(t, 'appealAgainst', against),
  AppealDecided: ({ upheld }, t) => t(upheld === true ? 'upheld.yes' : 'upheld.no'),
  ForcedCloseAsked: lived,
  ForcedCloseAnswered: lived,
  ClosedSimply: ({ means }, t) => word(t, 'means', means),
  AssignmentOverdue: ({ limit }, t) => word(t, 'assignmentLimit', limit),
  UnitArrived: ({ grade }, t) => word(t, 'arrivalGrade', grade),
  EvidenceNoted: ({ kind }, t) => word(t, 'evidence', kind),
  AssignmentHandedBack: ({ why }, t) => word(t, 'handBackReason', why),
  AssignmentWithdrawn: ({ why }, t) => word(t, 'withdrawReason', why),
};

/** @param unitName Whose step it is, for events of an assignment. */
export function whatText({ type, data, isMadeUp }: Line, unitName: string | undefined, t: TFunction): string {
  if (!hasText('event', type)) return type;
  const named = text(data['unitName']);
  const what = codeText(t, 'event', type, { unit: named });
  const step = named === '' && unitName !== undefined ? `${unitName} ${what}` : what;
  const content = contents[type]?.(data, t) ?? '';
  // Its grade says that the desk reported it; the way it was heard is told beside.
  const told =
    content === '' || (type === 'UnitArrived' && data['grade'] === 'reportedByDesk') ? step : saidOf(t, step, content);
  return isMadeUp ? t('timeline.madeUp', { what: told }) : told;
}

/** By what way the desk heard it for the unit; undefined where the unit reported itself. */
export function channelText({ data }: Line, t: TFunction): string | undefined {
  const channel = data['reportedByDesk'];
  return typeof channel === 'string' ? t('steps.byDesk', { channel: codeText(t, 'channel', channel) }) : undefined;
}

/** What is known of people and units: names by account, names of units by id. */
export interface Known {
  readonly people: ReadonlyMap<string, string>;
  readonly units: ReadonlyMap<string, string>;
}

/** Role and person; where the person's name is not held here, the seat, so that two at the desk can be told apart. */
export function whoText({ by }: Told, { people, units }: Known, t: TFunction): string {
  // Journals of before the table of rights call a unit's device `unit`.
  const isDevice = by.role === 'device' || by.role === 'unit';
  const role = codeText(t, 'role', isDevice ? 'device' : by.role);
  if (by.role === 'system') return role;
  if (isDevice) {
    const unit = by.user.slice(by.user.indexOf(':') + 1);
    return `${role} · ${units.get(unit) ?? unit}`;
  }
  const name = people.get(by.user);
  return [role, name, by.seat].filter((part) => part !== undefined && part !== '').join(' · ');
}
