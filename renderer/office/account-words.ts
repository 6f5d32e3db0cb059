/** Grants and actions of the access log put into words. Pure. */
import type { roleLimits } from '../../shared/domain/rules/permissions.ts';
import { civilDate, clockTime } from '../../shared/lib/time.ts';
import type { SessionUser } from '../../shared/wire/seat-api.ts';
import type { TFunction } from '../hall/types.ts';
import { bracketed, codeText, hasText, takesFigures } from '../i18n/say.ts';

export type Grant = SessionUser['roles'][number];
export type Role = Grant['role'];
export type GrantLimit = Exclude<(typeof roleLimits)[Role][number], 'bureau'>;

export const limitKinds = ['brigade', 'squad', 'zone', 'street', 'operation'] as const satisfies readonly GrantLimit[];

/** Names of squads, zones and streets by limit and id. */
export type ScopeNames = (limit: GrantLimit, id: string) => string;

/** What a grant is limited to; undefined: the whole bureau. */
export function limitOf(grant: Grant): { readonly limit: GrantLimit; readonly id: string } | undefined {
  for (const limit of limitKinds) {
    const id = grant[limit];
    if (id !== undefined) return { limit, id };
  }
  return undefined;
}

/** `中队值班室（一中队）`. */
export function grantText(grant: Grant, names: ScopeNames, t: TFunction): string {
  const limited = limitOf(grant);
  const role = t(`role.${grant.role}`);
  return limited === undefined ? role : bracketed(t, role, names(limited.limit, limited.id));
}

const atText = (at: number, offset: number): string => `${civilDate(at, offset)} ${clockTime(at, offset)}`;

/** From when and until when; empty where it is open on both sides. */
export function periodText({ from, to }: Pick<Grant, 'from' | 'to'>, offset: number, t: TFunction): string {
  const begin = from === undefined ? undefined : atText(from, offset);
  const end = to === undefined ? undefined : atText(to, offset);
  if (begin !== undefined && end !== undefined) return t('grant.fromTo', { from: begin, to: end });
  if (begin !== undefined) return t('grant.from', { from: begin });
  return end === undefined ? '' : t('grant.to', { to: end });
}

/** What was done or tried; the code itself where no word is known, so that nothing is hidden. */
export const actionText = (action: string, t: TFunction): string =>
  codeText(t, hasText('accessAction', action) ? 'accessAction' : 'command', action);

/** Where words for the hub's codes stand; the first has the say. */
const codeSections = ['endReason', 'office.refused', 'signIn.refused', 'refusal'] as const;

/** A code of the hub as words, without the full stop of a sentence; what takes figures stays a code. */
function codeWords(code: string, t: TFunction): string {
  const section = codeSections.find((each) => hasText(each, code) && !takesFigures(each, code));
  return section === undefined ? code : codeText(t, section, code).replace(/[。！.]$/u, '');
}

const codesIn = (text: string, t: TFunction): string =>
  text.replace(/\b[A-Z][A-Za-z]+\b/g, (code) => codeWords(code, t));

/** What was looked at; of a refusal, what was tried. Ids stay as they are. */
export function subjectText(action: string, subject: string, t: TFunction): string {
  if (action === 'retention') return codeText(t, 'accessLog.whatOf', subject);
  return action === 'refused' ? subject.replace(/^\S+/, (tried) => actionText(tried, t)) : subject;
}

/** What the access log says of it: codes as words, instants as times of the district, never as figures. */
export function detailText(action: string, detail: string, offset: number, t: TFunction): string {
  const text = detail
    .replace(/^granted ?/, '')
    .replace(/\b(\d{13}) to (\d{13})\b/, '$1 – $2')
    .replace(/\b\d{13}\b/g, (at) => atText(Number(at), offset));
  const removed = action === 'retention' ? /^removed (\d+) \w+ before (.+)$/.exec(text) : null;
  if (removed !== null) {
    const [, count = '', time = ''] = removed;
    return t('accessLog.removedBefore', { count: Number(count), time });
  }
  // Of a refusal the office says first what was asked.
  const named = action === 'refused' ? text.replace(/^[a-z]\w*(?= [A-Z])/, (asked) => actionText(asked, t)) : text;
  return ['refused', 'loginFailed', 'loginUnfinished', 'sessionEnded'].includes(action) ? codesIn(named, t) : named;
}
