/** What the desk may tell a caller (口径), by the first view: spoken within some twenty seconds, and in writing. */
import type { TFunction } from 'i18next';
import type { Assessment, IncidentState } from '../../shared/domain/incident/state.ts';
import { codeText } from '../i18n/say.ts';
import { timeText } from './words.ts';

export interface CallerWords {
  readonly spoken: string;
  readonly written: string;
}

type Facts = Pick<IncidentState, 'number' | 'units' | 'assessments' | 'matter'>;

/** How far it is with going there; nothing is promised of which nobody knows. */
function goingOf({ units }: Facts): 'onScene' | 'onTheWay' | 'been' | 'toCome' {
  const engaged = units.filter(({ goneAt }) => goneAt === null);
  if (engaged.some(({ arrivedAt }) => arrivedAt !== null)) return 'onScene';
  if (engaged.length > 0) return 'onTheWay';
  return units.some(({ arrivedAt }) => arrivedAt !== null) ? 'been' : 'toCome';
}

/** Kinds of which nobody of ours goes, or may: what is said of them says who does. */
const ofOthers: readonly Assessment['kind'][] = ['other', 'not-at-night', 'unknown', 'emergency'];

/** @param now Unix ms. `offset` of the hall, minutes. */
export function callerWords(incident: Facts, t: TFunction, now: number, offset: number): CallerWords | undefined {
  const view = incident.assessments.at(-1);
  if (view === undefined) return undefined;
  const { kind, permit, notice, authority, stall } = view;
  const until = permit?.to ?? notice?.to ?? stall?.place?.hours?.to ?? null;
  const values = {
    number: incident.number,
    place: stall?.place?.name ?? '',
    paper: permit?.number ?? notice?.number ?? '',
    until: until === null ? t('callerWords.untilUnknown') : timeText(until, now, offset),
    matter: codeText(t, 'matter', incident.matter),
    authority: authority ?? t('callerWords.authorityUnknown'),
  };
  const isOurs = kind === 'other' && authority === null;
  const says = isOurs && stall !== undefined ? (`callerWords.stall.${stall.says}` as const) : undefined;
  const body = t(says ?? (isOurs ? 'callerWords.kind.ours' : `callerWords.kind.${kind}`), values);
  const going = goingOf(incident);
  const goes = going !== 'toCome' || isOurs || !ofOthers.includes(kind);
  const parts = { ...values, body, going: goes ? t(`callerWords.going.${going}`) : '' };
  return { spoken: t('callerWords.spoken', parts), written: t('callerWords.written', parts) };
}
