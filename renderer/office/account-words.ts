/** Grants and actions of the access log put into words. Pure. */
import type { roleLimits } from '../../shared/domain/rules/permissions.ts';
import { civilDate, clockTime } from '../../shared/lib/time.ts';
import type { SessionUser } from '../../shared/wire/seat-api.ts';
import type { TFunction } from '../hall/types.ts';
import { zhCN } from '../i18n/zh-cn.ts';

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
  return limited === undefined ? role : `${role}（${names(limited.limit, limited.id)}）`;
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

const actions: { readonly [action: string]: string } = { ...zhCN.command, ...zhCN.accessAction };

/** What was done or tried; the code itself where no word is known, so that nothing is hidden. */
export function actionText(action: string): string {
  return actions[action] ?? action;
}

/** Codes of the hub as words, without the full stop of a sentence; what takes figures stays a code. */
const codes: { readonly [code: string]: string } = Object.fromEntries(
  Object.entries({ ...zhCN.refusal, ...zhCN.signIn.refused, ...zhCN.office.refused, ...zhCN.endReason }).flatMap(
    ([code, text]) => (text.includes('{{') ? [] : [[code, text.replace(/[。！]$/u, '')] as const]),
  ),
);

const codesIn = (text: string): string => text.replace(/\b[A-Z][A-Za-z]+\b/g, (code) => codes[code] ?? code);

/** What was looked at; of a refusal, what was tried. Ids stay as they are. */
export function subjectText(action: string, subject: string): string {
  if (action === 'retention') return removedOf[subject] ?? subject;
  return action === 'refused' ? subject.replace(/^\S+/, actionText) : subject;
}

const removedOf: { readonly [what: string]: string } = zhCN.accessLog.whatOf;

/** What the access log says of it: codes as words, instants as times of the district, never as figures. */
export function detailText(action: string, detail: string, offset: number): string {
  const text = detail
    .replace(/^granted ?/, '')
    .replace(/\b(\d{13}) to (\d{13})\b/, '$1 – $2')
    .replace(/\b\d{13}\b/g, (at) => atText(Number(at), offset));
  const removed = action === 'retention' ? /^removed (\d+) \w+ before (.+)$/.exec(text) : null;
  if (removed !== null) {
    const [, count = '', time = ''] = removed;
    return zhCN.accessLog.removedBefore.replace('{{count}}', count).replace('{{time}}', time);
  }
  // Of a refusal the office says first what was asked.
  const named = action === 'refused' ? text.replace(/^[a-z]\w*(?= [A-Z])/, actionText) : text;
  return ['refused', 'loginFailed', 'loginUnfinished', 'sessionEnded'].includes(action) ? codesIn(named) : named;
}
