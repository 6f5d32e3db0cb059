/** The draft that tells another authority of a source (抄告): from what is on record, with nothing of any caller. Pure. */
import type { TFunction } from 'i18next';
import type { Repeat } from '../../shared/domain/rules/repeats.ts';
import { standing } from '../../shared/domain/rules/repeats.ts';
import { callsOf, foundText, promisedText, timesText } from '../hall/repeat-words.ts';
import { beforeWords } from '../hall/words.ts';
import { listed } from '../i18n/say.ts';
import { toField } from '../office/instant-field.ts';

export interface NoticeAround {
  readonly now: number;
  /** Minutes east of UTC. */
  readonly offset: number;
  readonly siteName: string;
  readonly authority: string;
  /** Name of who is at the seat. */
  readonly by: string;
}

/** With its date: the draft is read elsewhere, and later. */
const dated = (at: number, offset: number): string => toField(at, offset).replace('T', ' ');

export function noticeDraft(repeat: Repeat, around: NoticeAround, t: TFunction): string {
  const { now, offset, siteName, authority, by } = around;
  const site = beforeWords(siteName);
  const { pattern, nights, steps } = repeat;
  const lines = nights.toReversed().map((night, index) =>
    t('noticeDraft.night', {
      ...{ index: index + 1, date: night.night, times: timesText(night, t, offset) },
      found: listed(t, [...new Set(night.incidents.map((one) => foundText(one, t)))]),
    }),
  );
  const done = standing(steps).map(({ step }) =>
    step.kind === 'talk'
      ? t('noticeDraft.talk', {
          ...{ time: dated(step.at, offset), with: t(`talkWith.${step.with}`) },
          promised: promisedText(step.promised, t),
        })
      : t('noticeDraft.notice', { time: dated(step.at, offset), authority: step.authority }),
  );
  return [
    t('noticeDraft.heading', { site }),
    '',
    t('noticeDraft.dear', { to: authority }),
    t('noticeDraft.body', { ...pattern, site, count: callsOf(repeat) }),
    ...lines,
    ...(done.length === 0 ? [t('noticeDraft.doneNone')] : [t('noticeDraft.done'), ...done]),
    t('noticeDraft.ask'),
    t('noticeDraft.noCallers'),
    '',
    t('noticeDraft.signed', { name: by, time: dated(now, offset) }),
  ].join('\n');
}
