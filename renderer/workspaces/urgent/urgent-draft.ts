/** The draft of a report upwards: filled from what is on record, gaps where only people know. No caller stands in it. Pure. */
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import type { UrgentReportState, UrgentStage } from '../../../shared/domain/urgent-report/state.ts';
import { gapFor } from '../../../shared/domain/rules/replies.ts';
import { isOfCaller } from '../../hall/shown-place.ts';
import type { TFunction } from '../../hall/types.ts';
import { clauses, listed } from '../../i18n/say.ts';
import { toField } from '../../office/instant-field.ts';

export interface DraftOf {
  readonly report: UrgentReportState;
  readonly stage: UrgentStage;
  /** What it is about, where the seat holds it. */
  readonly incident: IncidentState | undefined;
  readonly siteName: string | undefined;
  readonly now: number;
  /** Minutes east of UTC. */
  readonly offset: number;
  /** Of the bureau, by its pack. */
  readonly bureau: string;
  /** Of who is at the seat. */
  readonly by: string;
}

/** With its date: it is read elsewhere, and later. */
const dated = (at: number, offset: number): string => toField(at, offset).replace('T', ' ');

type Missing = 'place' | 'done' | 'people' | 'casualties' | 'help' | 'news' | 'result';

/** What only people know. */
const missing = (what: Missing, t: TFunction): string => gapFor(t(`urgent.draft.gap.${what}`));

function placeOf({ incident, siteName }: DraftOf, t: TFunction): string {
  if (incident === undefined) return missing('place', t);
  // A caller's own place is as personal as an address.
  const own = isOfCaller(incident) ? '' : (incident.placing.name ?? listed(t, incident.placing.roads));
  return clauses(t, siteName ?? '', own) || missing('place', t);
}

function doneOf({ incident, offset }: DraftOf, t: TFunction): string {
  if (incident === undefined) return missing('done', t);
  const there = incident.units.flatMap(({ unitName, sentAt, arrivedAt }) =>
    arrivedAt === null
      ? [t('urgent.draft.sent', { unit: unitName, time: dated(sentAt, offset) })]
      : [t('urgent.draft.there', { unit: unitName, time: dated(arrivedAt, offset) })],
  );
  const ended =
    incident.outcome === null ? [] : [t('urgent.draft.outcome', { outcome: t(`outcome.${incident.outcome.kind}`) })];
  return clauses(t, ...there, ...ended) || missing('done', t);
}

export function urgentDraft(of: DraftOf, t: TFunction): string {
  const { report, stage, incident, now, offset, bureau, by } = of;
  const { kindName, headline, knownAt } = report;
  const count = report.sent.filter((one) => one.stage === 'followUp').length + 1;
  const heading = t('urgent.draft.heading', { kind: kindName, stage: t(`urgent.stage.${stage}`) });
  const known = { time: dated(knownAt, offset), bureau, headline, place: placeOf(of, t) };
  const number = incident === undefined ? '' : t('urgent.draft.number', { number: incident.number });
  const signed = t('urgent.draft.signed', { name: by, time: dated(now, offset) });
  if (stage === 'oral' || stage === 'first')
    return [
      heading,
      `${t('urgent.draft.known', known)}${number}`,
      t('urgent.draft.done', { done: doneOf(of, t) }),
      t('urgent.draft.scene', {
        people: missing('people', t),
        casualties: missing('casualties', t),
        help: missing('help', t),
      }),
      ...(stage === 'first' ? [t('urgent.draft.goesOn'), signed] : []),
    ].join('\n');
  const first = report.sent.find((one) => one.stage === 'first');
  const since = first === undefined ? '' : t('urgent.draft.since', { time: dated(first.at, offset), headline });
  return [
    stage === 'followUp' ? t('urgent.draft.headingCount', { kind: kindName, count }) : heading,
    since,
    t('urgent.draft.done', { done: doneOf(of, t) }),
    stage === 'final'
      ? t('urgent.draft.end', { time: dated(now, offset), result: missing('result', t) })
      : t('urgent.draft.news', { time: dated(now, offset), news: missing('news', t) }),
    signed,
  ].join('\n');
}
