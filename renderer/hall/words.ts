/** Codes of the domain put into words: reasons, refusals, times. Screens show nothing else of them. */
import type { TFunction } from 'i18next';
import type { Reason } from './types.ts';
import { zhCN } from '../i18n/zh-cn.ts';
import { civilDate, clockTime, day, minute, second } from '../../shared/lib/time.ts';

const reasonTexts: { readonly [code: string]: string } = zhCN.reason;
const refusalTexts: { readonly [code: string]: string } = zhCN.refusal;

const matters: { readonly [matter: string]: string } = zhCN.matter;
const assessments: { readonly [kind: string]: string } = zhCN.assessment;

const checks: { readonly [which: string]: string } = zhCN.check;

/** What stands for a value in a sentence. Instants are named `…At`, and shown as clock times; codes in their words. */
function shown(name: string, value: unknown, offset: number): string | number {
  if (name === 'matter' && typeof value === 'string') return matters[value] ?? value;
  if (name === 'kind' && typeof value === 'string') return assessments[value] ?? value;
  if (name === 'which' && typeof value === 'string') return checks[value] ?? value;
  if (name === 'fits') return value === true ? zhCN.directionFits.yes : zhCN.directionFits.no;
  if (typeof value === 'number')
    return /(^at|At|^to|^from|^until)$/.test(name) ? instantText(value, offset) : round(value);
  if (Array.isArray(value)) return value.map((each) => String(each)).join('、');
  return typeof value === 'string' ? value : '';
}

/** With its date: a permit that ended at 06:00 may have ended a week ago. */
const instantText = (at: number, offset: number): string =>
  `${civilDate(at, offset).slice(5)} ${clockTime(at, offset)}`;

const round = (value: number): number => (Math.abs(value) >= 10 ? Math.round(value) : Math.round(value * 10) / 10);

/** Which values a text takes is known to the rule that gave the code; what is missing stays empty. */
function filled(t: TFunction, key: string, values: object): string {
  return (t as (key: string, values: object) => string)(key, values);
}

/** A sentence for a reason; its code where no text is known, so that nothing is hidden. */
export function reasonText({ code, params }: Reason, t: TFunction, offset: number): string {
  if (!(code in reasonTexts)) return code;
  const values = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, shown(name, value, offset)]));
  return filled(t, `reason.${code}`, values);
}

/** Why the hub refused something. */
export function refusalText({ code, params }: Reason, t: TFunction, offset: number): string {
  if (!(code in refusalTexts)) return t('refusal.unknown', { code });
  const values = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, shown(name, value, offset)]));
  if (Array.isArray(params['reasons']))
    values['open'] = params['reasons'].map((each) => reasonText(each as unknown as Reason, t, offset)).join('；');
  return filled(t, `refusal.${code}`, values);
}

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
