/** What each unit sent has done; every step can be recorded for it by the desk in one press (代报). */
import { useTranslation } from 'react-i18next';
import type { AssignmentState } from '../../../shared/domain/assignment/state.ts';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useMay } from '../../hall/use-may.ts';
import { timeText } from '../../hall/words.ts';
import { useHubTime } from '../../seat-client/hooks.ts';
import { Section } from '../../ui/section.tsx';
import { overrideText } from './override.tsx';
import { stepOffersOf } from './step-offers.ts';
import { StepReport } from './step-report.tsx';
import { VaultWords } from '../../hall/vault-words.tsx';
import './steps.css';

function Trail({ assignment, now }: { readonly assignment: AssignmentState; readonly now: number }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const { accepted, setOut, arrived, outcome } = assignment;
  const isBefore = (one: { readonly at: number }, ...later: readonly ({ readonly at: number } | null)[]): boolean =>
    later.every((each) => each === null || one.at <= each.at);
  /** Reported only after a later step. */
  const named = (name: string, isInTime: boolean): string => (isInTime ? name : t('steps.madeUp', { step: name }));
  const steps = [
    { name: t('steps.assigned'), at: assignment.assigned.at, how: null },
    accepted && {
      name: named(t('steps.accepted'), isBefore(accepted, setOut, arrived)),
      at: accepted.at,
      how: accepted.reportedByDesk,
    },
    setOut && {
      name: named(t('steps.setOut'), isBefore(setOut, arrived)),
      at: setOut.at,
      how: setOut.reportedByDesk,
    },
    arrived && {
      name: t('steps.arrived', { grade: t(`arrivalGrade.${arrived.grade}`) }),
      at: arrived.at,
      how: arrived.reportedByDesk,
    },
    outcome && { name: t(`outcome.${outcome.kind}`), at: outcome.at, how: outcome.reportedByDesk },
  ]
    .filter((step) => step !== null)
    .sort((a, b) => a.at - b.at);
  return (
    <ol className="steps__trail">
      {steps.map((step) => (
        <li key={step.name}>
          <time>{timeText(step.at, now, offset)}</time> {step.name}
          {step.how !== null && (
            <span className="steps__by-desk">{t('steps.byDesk', { channel: t(`channel.${step.how}`) })}</span>
          )}
        </li>
      ))}
    </ol>
  );
}

/** What was noted on scene, where it was noted. */
function Evidence({ assignment, now }: { readonly assignment: AssignmentState; readonly now: number }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const mayRead = useMay().ask('readEvidence');
  if (assignment.evidence.length === 0) return null;
  return (
    <ul className="steps__evidence" aria-label={t('steps.evidence')}>
      {assignment.evidence.map(({ kind, at, personal, reportedByDesk }, index) => (
        <li key={personal?.ref ?? index}>
          <time>{timeText(at, now, offset)}</time> {t(`evidence.${kind}`)}
          {reportedByDesk !== null && (
            <span className="steps__by-desk">{t('steps.byDesk', { channel: t(`channel.${reportedByDesk}`) })}</span>
          )}{' '}
          {personal !== null && mayRead && <VaultWords vaultRef={personal.ref} />}
        </li>
      ))}
    </ul>
  );
}

/** What a caller may be told of its coming, in whose name it acts, and why it and not the one recommended. */
function Sent({ assignment, now, waits }: { assignment: AssignmentState; now: number; waits: boolean }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const { plates } = useHall();
  const { expected, enforcer, override } = assignment;
  const words = [
    ...(waits && expected !== null
      ? [
          t('unitCard.expected', {
            from: timeText(expected.from, now, offset),
            to: timeText(expected.to, now, offset),
          }),
        ]
      : []),
    ...(enforcer === null ? [] : [t('recommended.enforcer', { name: enforcer.name })]),
    ...(override === null ? [] : [t('recommended.whyNoted', { why: overrideText(override, plates, t) })]),
  ];
  return words.length === 0 ? null : <p className="steps__sent">{words.join(' · ')}</p>;
}

function Assignment({ assignment }: { readonly assignment: AssignmentState }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const jobs = useHall().units.get(assignment.unit)?.state.jobs ?? [];
  const offers = stepOffersOf(assignment, useMay());
  const isRunning = ['assigned', 'accepted', 'onTheWay', 'onScene'].includes(assignment.stage);
  return (
    <div className="steps__one" data-assignment={assignment.stage}>
      <div className="steps__head">
        <b>{assignment.unitName}</b>
        <span className={`stage stage--${assignment.stage}`}>{t(`assignmentStage.${assignment.stage}`)}</span>
        {isRunning && assignment.arriveBy === null && assignment.arrived === null && (
          <span className="steps__task">
            {t('steps.waits', { place: jobs.findIndex((job) => job.assignment === assignment.id) + 1 })}
          </span>
        )}
        {assignment.task === 'verify' && <span className="steps__task">{t('steps.verify')}</span>}
      </div>
      <Sent assignment={assignment} now={now} waits={isRunning && assignment.arrived === null} />
      <Trail assignment={assignment} now={now} />
      <Evidence assignment={assignment} now={now} />
      {(offers.told || offers.withdraw) && <StepReport assignment={assignment} offers={offers} />}
    </div>
  );
}

export function Steps({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const { assignments } = useHall();
  const own = [...assignments.values()]
    .map(({ state }) => state)
    .filter((assignment) => assignment.incident === incident.id)
    .sort((a, b) => a.assigned.at - b.assigned.at);
  if (own.length === 0) return null;
  return (
    <Section name="steps" title={t('steps.title')}>
      {own.map((assignment) => (
        <Assignment key={assignment.id} assignment={assignment} />
      ))}
    </Section>
  );
}
