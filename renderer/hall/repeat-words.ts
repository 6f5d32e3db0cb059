/** What is said of a source that keeps coming back: nights with their hours, what was found, what was done. Pure. */
import type { IncidentState, SourceStep } from '../../shared/domain/incident/state.ts';
import type { Repeat, RepeatNight } from '../../shared/domain/rules/repeats.ts';
import { clockTime } from '../../shared/lib/time.ts';
import { clauses, codeText, hasText, listed } from '../i18n/say.ts';
import type { TFunction } from './types.ts';

/** What was found of one complaint: on scene first, else by telephone, else how far it has come. */
export function foundText({ outcome, findings, phoned, units, stage }: IncidentState, t: TFunction): string {
  const seen = findings.map(({ kind }) => t(`assessment.${kind}`));
  const rung = phoned.at(-1);
  const heard = rung === undefined ? '' : codeText(t, 'phoneResult', rung.result);
  const said = clauses(t, outcome === null ? '' : t(`outcome.${outcome.kind}`), ...new Set(seen), heard);
  if (said !== '') return said;
  if (units.some(({ arrivedAt }) => arrivedAt !== null)) return t('repeats.found.arrived');
  return t(stage === 'closed' ? 'repeats.found.none' : 'repeats.found.waiting');
}

/** `11-21`. */
export const nightText = ({ night }: RepeatNight): string => night.slice(5);

/** `23:31、23:50`. */
export const timesText = ({ incidents }: RepeatNight, t: TFunction, offset: number): string =>
  listed(t, [...new Set(incidents.map(({ actAt }) => clockTime(actAt, offset)))]);

export const promisedText = (promised: readonly string[], t: TFunction): string =>
  promised.length === 0
    ? t('repeats.nothingPromised')
    : listed(
        t,
        promised.map((one) => (hasText('sourcePromise', one) ? codeText(t, 'sourcePromise', one) : one)),
      );

/** @param time As the screen or the paper writes an instant. */
export function stepText(step: SourceStep, t: TFunction, time: (at: number) => string): string {
  return step.kind === 'talk'
    ? t('repeats.talk', {
        ...{ time: time(step.at), with: t(`talkWith.${step.with}`), promised: promisedText(step.promised, t) },
      })
    : t('repeats.notice', {
        ...{ time: time(step.at), authority: step.authority, way: t(`noticeWay.${step.way}`) },
      });
}

export const callsOf = ({ nights }: Repeat): number => nights.reduce((sum, { incidents }) => sum + incidents.length, 0);
