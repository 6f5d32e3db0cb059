/** What each unit sent has done; every step can be recorded for it by the desk in one press (代报). */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssignmentState } from '../../../shared/domain/assignment/state.ts';
import type { IncidentState, OutcomeKind } from '../../../shared/domain/incident/state.ts';
import { minute } from '../../../shared/lib/time.ts';
import { useAct } from '../../hall/act.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { timeText } from '../../hall/words.ts';
import { useHubTime } from '../../seat-client/hooks.ts';
import { Section } from '../../ui/section.tsx';
import { useSayNotTaken } from './use-do.ts';
import './steps.css';

const outcomes: readonly OutcomeKind[] = [
  'stopped',
  'finishingBy',
  'permittedAndCompliant',
  'repairGenuine',
  'nothingFound',
  'notOurs',
  'refusesToStop',
];
const channels = ['radio', 'phone', 'message', 'inPerson', 'paper'] as const;
type Channel = (typeof channels)[number];

/** What a unit may still report, in the order of the path. */
function nextSteps({ stage }: AssignmentState): readonly ('AcceptAssignment' | 'SetOut' | 'Arrive')[] {
  switch (stage) {
    case 'assigned':
      return ['AcceptAssignment', 'SetOut', 'Arrive'];
    case 'accepted':
      return ['SetOut', 'Arrive'];
    case 'onTheWay':
      return ['Arrive'];
    default:
      return [];
  }
}

function Trail({ assignment, now }: { readonly assignment: AssignmentState; readonly now: number }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const { accepted, setOut, arrived, outcome } = assignment;
  const steps = [
    { name: t('steps.assigned'), at: assignment.assigned.at, how: null },
    accepted && { name: t('steps.accepted'), at: accepted.at, how: accepted.reportedByDesk },
    setOut && { name: t('steps.setOut'), at: setOut.at, how: setOut.reportedByDesk },
    arrived && {
      name: t('steps.arrived', { grade: t(`arrivalGrade.${arrived.grade}`) }),
      at: arrived.at,
      how: arrived.reportedByDesk,
    },
    outcome && { name: t(`outcome.${outcome.kind}`), at: outcome.at, how: outcome.reportedByDesk },
  ];
  return (
    <ol className="steps__trail">
      {steps.map((step) =>
        step === null ? null : (
          <li key={step.name}>
            <time>{timeText(step.at, now, offset)}</time> {step.name}
            {step.how !== null && (
              <span className="steps__by-desk">{t('steps.byDesk', { channel: t(`channel.${step.how}`) })}</span>
            )}
          </li>
        ),
      )}
    </ol>
  );
}

function Assignment({ assignment }: { readonly assignment: AssignmentState }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const act = useAct();
  const say = useSayNotTaken();
  const [channel, setChannel] = useState<Channel>('radio');
  const isRunning = ['assigned', 'accepted', 'onTheWay', 'onScene'].includes(assignment.stage);
  const give = async (
    type: string,
    more: Readonly<Record<string, string | number>> = {},
    byDesk = true,
  ): Promise<void> => {
    const data = { assignment: assignment.id, ...(byDesk ? { channel } : {}), ...more };
    say(await act(type, data, [`assignment/${assignment.id}`, `incident/${assignment.incident}`]));
  };
  return (
    <div className="steps__one" data-assignment={assignment.stage}>
      <div className="steps__head">
        <b>{assignment.unitName}</b>
        <span className={`stage stage--${assignment.stage}`}>{t(`assignmentStage.${assignment.stage}`)}</span>
        {assignment.task === 'verify' && <span className="steps__task">{t('steps.verify')}</span>}
      </div>
      <Trail assignment={assignment} now={now} />
      {isRunning && (
        <>
          <div className="steps__report">
            <label className="steps__channel">
              {t('steps.reportBy')}
              <select value={channel} onChange={(event) => setChannel(event.target.value as Channel)}>
                {channels.map((each) => (
                  <option key={each} value={each}>
                    {t(`channel.${each}`)}
                  </option>
                ))}
              </select>
            </label>
            {nextSteps(assignment).map((step) => (
              <button key={step} type="button" className="act" onClick={() => void give(step)}>
                {t(`steps.do.${step}`)}
              </button>
            ))}
            {assignment.stage === 'onScene' && (
              <button type="button" className="act" onClick={() => void give('ConfirmSafety')}>
                {t('steps.do.ConfirmSafety')}
              </button>
            )}
            <button
              type="button"
              className="act act--quiet"
              onClick={() => void give('WithdrawAssignment', { why: 'solved' }, false)}
            >
              {t('steps.do.WithdrawAssignment')}
            </button>
          </div>
          <div className="steps__outcomes" role="group" aria-label={t('steps.outcome')}>
            {outcomes.map((kind) => (
              <button
                key={kind}
                type="button"
                className={kind === 'refusesToStop' ? 'act act--alarm' : 'act'}
                onClick={() =>
                  void give('ReportOutcome', {
                    kind,
                    ...(kind === 'finishingBy' ? { finishBy: now + 30 * minute } : {}),
                  })
                }
              >
                {t(`outcome.${kind}`)}
              </button>
            ))}
          </div>
        </>
      )}
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
