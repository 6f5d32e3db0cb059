/** Codes of the domain put into words: reasons, refusals, times. Screens show nothing else of them. */
import type { TFunction } from 'i18next';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { Reason } from './types.ts';
import { codeText, hasText, listed, sentences } from '../i18n/say.ts';
import { checksOwed, owesReply } from './owed.ts';
import { civil, civilDate, clockTime, day, minute, second } from '../../shared/lib/time.ts';

/** Where and when something is told. */
interface Told {
  readonly offset: number;
  /** The present civil year; undefined: not known, and every date has its own. */
  readonly year: number | undefined;
}

/** What stands for a value in a sentence. Instants are named `…At`, and shown as clock times; codes in their words. */
function shown(name: string, value: unknown, { offset, year }: Told, t: TFunction): string | number {
  if (name === 'matter' && typeof value === 'string') return codeText(t, 'matter', value);
  if (name === 'kind' && typeof value === 'string') return codeText(t, 'assessment', value);
  if (name === 'which' && typeof value === 'string') return codeText(t, 'check', value);
  if (name === 'with' && typeof value === 'string') return codeText(t, 'talkWith', value);
  if (name === 'promised' && Array.isArray(value))
    return listed(
      t,
      value.map((one) => codeText(t, 'sourcePromise', String(one))),
    );
  if (name === 'fits') return t(value === true ? 'directionFits.yes' : 'directionFits.no');
  if (typeof value === 'number')
    return /(^at|At|^to|^from|^until)$/.test(name) ? instantText(value, offset, year) : round(value);
  if (Array.isArray(value)) return listed(t, value.map(String));
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

/** A sentence for a reason; its code where no text is known, so that nothing is hidden. */
export function reasonText({ code, params }: Reason, t: TFunction, offset: number, year?: number): string {
  if (!hasText('reason', code)) return code;
  const values = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, shown(name, value, { offset, year }, t)]),
  );
  return codeText(t, 'reason', code, values);
}

/** Who was first, when and with what, of a refusal that says so; `who` is somebody else where it was not said. */
function winner(
  params: Reason['params'],
  t: TFunction,
  told: Told,
): { readonly who: string; readonly firstAt: string; readonly what: string } {
  const said = params['meanwhile'];
  // Answers of before names were told have type and instant beside each other.
  const fields = (typeof said === 'object' && said !== null ? said : params) as Readonly<Record<string, unknown>>;
  const { type, at, role, seat, name, unitName } = fields;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const place = [codeText(t, 'role', text(role)), text(seat)].filter((part) => part !== '').join(' · ');
  return {
    who: text(name) || place || t('refusal.another'),
    firstAt: typeof at === 'number' ? instantText(at, told.offset, told.year) : '',
    what: codeText(t, 'event', text(type), { unit: text(unitName) }).trim(),
  };
}

/** Why the hub refused something; of a lost race, who was first. */
export function refusalText({ code, params }: Reason, t: TFunction, offset: number, year?: number): string {
  if (!hasText('refusal', code)) return t('refusal.unknown', { code });
  const values: Record<string, string | number> = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, shown(name, value, { offset, year }, t)]),
  );
  const first = winner(params, t, { offset, year });
  if (code === 'ChangedMeanwhile') return codeText(t, 'refusal', code, first);
  if (Array.isArray(params['reasons']))
    values['open'] = sentences(
      t,
      params['reasons'].map((each) => reasonText(each as unknown as Reason, t, offset, year)),
    );
  const why = codeText(t, 'refusal', code, values);
  return params['meanwhile'] === undefined ? why : sentences(t, [why, t('refusal.meanwhile', first)]);
}

/** Its stage in words, the same on every screen; of what is dealt with, that which is still to be done. */
export function stageText(incident: Pick<IncidentState, 'stage' | 'open'>, t: TFunction): string {
  if (incident.stage !== 'handled') return t(`stage.${incident.stage}`);
  if (incident.open.some(({ limit }) => limit === 'returnAnswer')) return t('stage.returnAwaited');
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
