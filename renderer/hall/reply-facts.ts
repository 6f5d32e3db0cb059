/** The facts of an incident as a reply says them: in the words of the recorded, in Chinese, whatever the screen speaks. */
import type { Assessment, IncidentState } from '../../shared/domain/incident/state.ts';
import type { ReplyValues } from '../../shared/domain/rules/replies.ts';
import { maskedName, maskedPhone } from '../../shared/lib/masking.ts';
import { civil, clockTime } from '../../shared/lib/time.ts';
import { codeText, hasText, listed } from '../i18n/say.ts';
import type { QuietProof } from './quiet.ts';
import type { TFunction } from './types.ts';

export interface CallerShown {
  readonly name: string;
  readonly phone: string;
}

export interface ReplyAround {
  /** Of Chinese. */
  readonly t: TFunction;
  readonly offset: number;
  /** Hub time, Unix ms. */
  readonly now: number;
  readonly quiet: QuietProof;
  readonly siteName?: string | undefined;
  readonly squadName?: string | undefined;
  /** Undefined: nobody looked, or may. */
  readonly caller?: CallerShown | undefined;
  /** Words of the last reply, where they were read. */
  readonly words?: string | undefined;
}

/** `11月21日 23:14`. */
export function datedText(at: number, t: TFunction, offset: number): string {
  const { month, day } = civil(at, offset);
  return t('answer.dated', { month, day, time: clockTime(at, offset) });
}

/** What may be shown of a caller to whoever need not know them: 王*, 138****1234. */
export const masked = ({ name, phone }: CallerShown): CallerShown => ({
  name: maskedName(name),
  phone: maskedPhone(phone),
});

/** Bases in force at the time of the act, those that a lawyer confirmed alone, with that date. */
function basisOf({ legalBases, actAt }: Assessment, t: TFunction, offset: number): string {
  const named = legalBases.filter(({ confirmed }) => confirmed).map(({ title, article }) => `${title}${article}`);
  if (named.length === 0) return '';
  const { year, month, day } = civil(actAt, offset);
  return t('answer.basis', { bases: listed(t, named), year, month, day });
}

/** What the quiet rests on in a sentence for the caller; empty where nobody looked again. */
export function quietText({ checks, noneUntil, from }: QuietProof, t: TFunction, offset: number): string {
  const last = checks.at(-1);
  if (last === undefined) return '';
  const looked = checks.map(({ at, way }) =>
    t('answer.quietBy', { time: datedText(at, t, offset), way: t(`answer.lookedBy.${way}`) }),
  );
  const none =
    noneUntil === null || from === null ? '' : t('answer.noneUntil', { time: datedText(noneUntil, t, offset) });
  return `${looked.join(t('punctuation.clause'))}${none}${t('answer.fullStop')}`;
}

function goingOf({ units }: IncidentState): 'onScene' | 'onTheWay' | 'been' | 'toCome' {
  const engaged = units.filter(({ goneAt }) => goneAt === null);
  if (engaged.some(({ arrivedAt }) => arrivedAt !== null)) return 'onScene';
  if (engaged.length > 0) return 'onTheWay';
  return units.some(({ arrivedAt }) => arrivedAt !== null) ? 'been' : 'toCome';
}

function othersOf({ referred, returned, assessments }: IncidentState, t: TFunction, offset: number): string {
  const last = referred.at(-1);
  if (last !== undefined) return t('answer.referred', { to: last.to, time: datedText(last.at, t, offset) });
  if (returned !== null) return t('answer.referred', { to: returned.to, time: datedText(returned.at, t, offset) });
  return assessments.at(-1)?.authority ?? '';
}

/** What is not known is missing. */
export function replyValues(incident: IncidentState, around: ReplyAround): ReplyValues {
  const { t, offset, now, quiet, siteName, squadName, caller, words } = around;
  const { outcome, placing, contacts, replies, findings, externalId } = incident;
  const view = incident.assessments.at(-1);
  const time = (at: number | null | undefined): string =>
    at === null || at === undefined ? '' : datedText(at, t, offset);
  const stays = quiet.stays.toSorted((a, b) => a.from - b.from);
  const arrived = stays[0]?.from;
  const left = stays.every(({ to }) => to !== null) ? Math.max(...stays.map(({ to }) => to ?? 0)) : undefined;
  const units = listed(t, [...new Set(stays.map(({ unit }) => unit))]);
  const reached = contacts.find((one) => one.reached);
  const failed = contacts.filter((one) => !one.reached).length;
  const reply = replies.at(-1);
  const replyAt = reply?.at ?? now;
  const seen =
    arrived === undefined
      ? ''
      : t(left === undefined || stays.length === 0 ? 'answer.seenSince' : 'answer.seen', {
          ...{ units, from: time(arrived), to: time(left) },
        });
  const all = {
    number: incident.number,
    order: externalId ?? '',
    received: time(incident.receivedAt),
    act: time(incident.actAt),
    // The road that a caller lives in is told to nobody: only where the trouble itself is placed.
    place:
      incident.marks.includes('placeOfCaller') && placing.by === 'hub'
        ? ''
        : (placing.name ?? listed(t, placing.roads)),
    matter: codeText(t, 'matter', incident.matter),
    site: siteName ?? '',
    units,
    arrived: time(arrived),
    left: time(stays.length === 0 ? undefined : left),
    outcome: outcome === null ? '' : t(`answer.outcome.${outcome.kind}`),
    outcomeAt: time(outcome?.at),
    finishBy: time(outcome?.finishBy),
    found: listed(t, [...new Set(findings.map(({ kind }) => t(`assessment.${kind}`)))]),
    paper: view?.permit?.number ?? view?.notice?.number ?? '',
    until: time(view?.permit?.to ?? view?.notice?.to),
    basis: view === undefined ? '' : basisOf(view, t, offset),
    quiet: quietText(quiet, t, offset),
    others: othersOf(incident, t, offset),
    going: t(`answer.going.${goingOf(incident)}`),
    caller: caller?.name ?? '',
    phone: caller?.phone ?? '',
    contacted: contacts.length === 0 ? '' : t(reached === undefined ? 'answer.no' : 'answer.yes'),
    contactedAt: time(reached?.at),
    contactFailed: reached === undefined && failed > 0 ? t('answer.notReached', { count: failed }) : '',
    today: time(replyAt),
    way: reply === undefined || !hasText('answer.way', reply.way) ? '' : codeText(t, 'answer.way', reply.way),
    result: outcome === null ? '' : codeText(t, 'answer.result', outcome.kind, {}),
    squad: squadName ?? '',
    reply: words ?? '',
    seen,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}
