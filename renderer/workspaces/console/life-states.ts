/** What stands on an incident besides its path, one line each. Pure; instants Unix ms. */
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import type { TFunction } from '../../hall/types.ts';
import { timeText } from '../../hall/words.ts';
import { clauses } from '../../i18n/say.ts';

export interface LifeLine {
  readonly text: string;
  /** Somebody above us waits, or it failed before. */
  readonly isAlarm: boolean;
}

function surveyText({ reached, satisfied, solved }: IncidentState['surveys'][number], t: TFunction): string {
  if (!reached) return t('surveySaid.notReached');
  const parts = [
    satisfied === null ? '' : t(satisfied ? 'surveySaid.satisfied' : 'surveySaid.dissatisfied'),
    solved === null ? '' : t(solved ? 'surveySaid.solved' : 'surveySaid.unsolved'),
  ];
  return parts.every((part) => part === '') ? t('surveySaid.noOpinion') : clauses(t, ...parts);
}

/** How often it had to be done again. */
export function reworksOf({ reopened }: IncidentState): number {
  return reopened.filter(({ because }) => because === 'rework' || because === 'survey').length;
}

function returnText(incident: IncidentState, t: TFunction, time: (at: number) => string): string {
  const { returned, returnAnswer, sentBack } = incident;
  if (returnAnswer !== null) return t(returnAnswer.answer === 'silence' ? 'life.returnSilent' : 'life.returnTaken');
  if (returned?.answerBy !== undefined) return t('life.returnAwaited', { time: time(returned.answerBy) });
  if (sentBack.length === 0) return '';
  const barred = sentBack.at(-1)?.again === false ? t('life.barred') : '';
  return clauses(t, t('life.sentBack', { count: sentBack.length }), barred);
}

export function lifeStates(incident: IncidentState, t: TFunction, now: number, offset: number): readonly LifeLine[] {
  const time = (at: number): string => timeText(at, now, offset);
  const { suspended, supervisions, extensions, forced, appeals, simple, surveys, verification, contactMisses } =
    incident;
  const [supervised, asked, appeal, survey] = [supervisions.at(-1), extensions.at(-1), appeals.at(-1), surveys.at(-1)];
  const lines: (readonly [text: string, isAlarm: boolean])[] = [];
  if (supervised?.reported === null) {
    const ground = t(`supervisionGround.${supervised.ground}`);
    const of = { level: supervised.levelName, ground, time: time(supervised.reportBy) };
    lines.push([t('life.supervised', of), true]);
  }
  const count = reworksOf(incident);
  if (count > 0) lines.push([t('life.rework', { count }), true]);
  if (suspended !== null)
    lines.push([t('life.suspended', { reason: suspended.reasonName, time: time(suspended.until) }), false]);
  lines.push([returnText(incident, t, time), false]);
  if (verification !== null)
    lines.push([clauses(t, t('event.VerificationRecorded'), t(`verifyResult.${verification.result}`)), false]);
  if (asked?.answered === null) {
    const of = { limit: t(`limit.${asked.limit}`), time: time(asked.to), why: t(`extensionWhy.${asked.why}`) };
    lines.push([t('life.extension', of), false]);
  }
  if (forced !== null) lines.push([t('life.forced', { reason: forced.reasonName }), false]);
  if (survey !== undefined) lines.push([t('life.survey', { said: surveyText(survey, t) }), survey.rework]);
  const miss = contactMisses.at(-1);
  if (miss !== undefined) {
    const of = { time: time(miss.statedAt) };
    lines.push([t(miss.onFile ? 'life.contactDisputable' : 'life.contactMissed', of), !miss.onFile]);
  }
  if (appeal?.decided === null) lines.push([t('life.appeal', { time: time(appeal.decideBy) }), false]);
  if (simple?.reported === null)
    lines.push([t('life.simple', { means: t(`means.${simple.means}`), time: time(simple.reportBy) }), false]);
  return lines.filter(([text]) => text !== '').map(([text, isAlarm]) => ({ text, isAlarm }));
}
