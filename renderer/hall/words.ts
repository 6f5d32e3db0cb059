/** Codes of the domain put into words: reasons, refusals, times. Screens show nothing else of them. */
import type { TFunction } from 'i18next';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { Reason } from './types.ts';
import { zhCN } from '../i18n/zh-cn.ts';
import { checksOwed, owesReply } from './owed.ts';
import { civil, civilDate, clockTime, day, minute, second } from '../../shared/lib/time.ts';

const reasonTexts: { readonly [code: string]: string } = zhCN.reason;
const refusalTexts: { readonly [code: string]: string } = zhCN.refusal;

const matters: { readonly [matter: string]: string } = zhCN.matter;
const assessments: { readonly [kind: string]: string } = zhCN.assessment;

const checks: { readonly [which: string]: string } = zhCN.check;

/** Where and when something is told. */
interface Told {
  readonly offset: number;
  /** The present civil year; undefined: not known, and every date has its own. */
  readonly year: number | undefined;
}

/** What stands for a value in a sentence. Instants are named `…At`, and shown as clock times; codes in their words. */
function shown(name: string, value: unknown, { offset, year }: Told): string | number {
  if (name === 'matter' && typeof value === 'string') return matters[value] ?? value;
  if (name === 'kind' && typeof value === 'string') return assessments[value] ?? value;
  if (name === 'which' && typeof value === 'string') return checks[value] ?? value;
  if (name === 'fits') return value === true ? zhCN.directionFits.yes : zhCN.directionFits.no;
  if (typeof value === 'number')
    return /(^at|At|^to|^from|^until)$/.test(name) ? instantText(value, offset, year) : round(value);
  if (Array.isArray(value)) return value.map((each) => String(each)).join('、');
  return typeof value === 'string' ? value : '';
}

/** The civil year of an instant. */
export const yearOf = (at: number, offset: number): number => civil(at, offset).year;

/** With its date, as a permit that ended at 06:00 may have ended a week ago, and with its year where it is another. */
function instantText(at: number, offset: number, year: number | undefined): string {
  const date = civilDate(at, offset);
  return `${yearOf(at, offset) === year ? date.slice(5) : date} ${clockTime(at, offset)}`;
}

const round = (value: number): number => (Math.abs(value) >= 10 ? Math.round(value) : Math.round(value * 10) / 10);

/** Which values a text takes is known to the rule that gave the code; what is missing stays empty. */
function filled(t: TFunction, key: string, values: object): string {
  return (t as (key: string, values: object) => string)(key, values);
}

/** A sentence for a reason; its code where no text is known, so that nothing is hidden. */
export function reasonText({ code, params }: Reason, t: TFunction, offset: number, year?: number): string {
  if (!(code in reasonTexts)) return code;
  const values = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, shown(name, value, { offset, year })]),
  );
  return filled(t, `reason.${code}`, values);
}

/** Why the hub refused something. */
export function refusalText({ code, params }: Reason, t: TFunction, offset: number, year?: number): string {
  if (!(code in refusalTexts)) return t('refusal.unknown', { code });
  const values = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, shown(name, value, { offset, year })]),
  );
  if (Array.isArray(params['reasons']))
    values['open'] = params['reasons'].map((each) => reasonText(each as unknown as Reason, t, offset, year)).join('；');
  return filled(t, `refusal.${code}`, values);
}

/** Its stage in words, the same on every screen; of what is dealt with, that which is still to be done. */
export function stageText(incident: Pick<IncidentState, 'stage' | 'open'>, t: TFunction): string {
  if (incident.stage !== 'handled') return t(`stage.${incident.stage}`);
  const [checks, reply] = [checksOwed(incident).length > 0, owesReply(incident)];
  if (checks) return t(reply ? 'stage.checkAndReply' : 'stage.handled');
  return t(reply ? 'stage.replyOwed' : 'stage.toClose');
}

/** A name before words: where it ends in Latin letters or digits there is a space between. */
export const beforeWords = (name: string): string => (/[A-Za-z0-9]$/.test(name) ? `${name} ` : name);

/** `23:14`, `11-20 23:14` for another civil date than now, `2025-11-20 23:14` for another year. */
export function timeText(at: number, now: number, offset: number): string {
  const [date, today] = [civilDate(at, offset), civilDate(now, offset)];
  const clock = clockTime(at, offset);
  if (date === today) return clock;
  return `${date.slice(0, 4) === today.slice(0, 4) ? date.slice(5) : date} ${clock}`;
}

/** How long ago, in words: `4:05` beside 前 or 已 would read as a time of the clock. */
export function agoText(span: number, t: TFunction): string {
  const whole = Math.max(0, span);
  if (whole < minute) return t('span.seconds', { seconds: Math.floor(whole / second) });
  if (whole < 10 * minute) return t('span.minutes', { minutes: Math.floor(whole / minute) });
  return spanText(whole, t);
}

/** Time until or since an instant, short: `4:05`, `42 分`, `2 时 10 分`, `3 天`. */
export function spanText(span: number, t: TFunction): string {
  const whole = Math.abs(span);
  if (whole < 10 * minute) {
    const seconds = Math.floor(whole / second) % 60;
    return `${Math.floor(whole / minute)}:${String(seconds).padStart(2, '0')}`;
  }
  const minutes = Math.floor(whole / minute);
  if (minutes < 120) return t('span.minutes', { minutes });
  if (whole < day) return t('span.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  return t('span.days', { days: Math.floor(whole / day) });
}
