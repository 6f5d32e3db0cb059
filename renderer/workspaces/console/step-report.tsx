/** What the desk records for a unit (代报): each step with the way it was heard and, where it is said late, since when. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssignmentState } from '../../../shared/domain/assignment/state.ts';
import type { OutcomeKind } from '../../../shared/domain/incident/state.ts';
import { minute } from '../../../shared/lib/time.ts';
import type { RequestOf } from '../../../shared/wire/seat-api.ts';
import { useAct } from '../../hall/act.ts';
import { useKeptText } from '../../hall/kept.tsx';
import { useHubTime } from '../../seat-client/hooks.ts';
import { ChannelField, DelayField } from './report-fields.tsx';
import type { Delay, ReportChannel } from './report-fields.tsx';
import type { StepOffers } from './step-offers.ts';
import { useSayNotTaken } from '../../hall/use-say-not-taken.ts';

const outcomes: readonly OutcomeKind[] = [
  'stopped',
  'finishingBy',
  'permittedAndCompliant',
  'repairGenuine',
  'nothingFound',
  'notOurs',
  'refusesToStop',
];
const handBackReasons = ['otherUnitCloser', 'emergency', 'cannotReach', 'shiftEnds', 'notOurTask'] as const;
const withdrawReasons = ['wrongUnit', 'otherUnitCloser', 'joined', 'solved', 'emergency', 'callerWithdrew'] as const;
const findings = ['terms-not-met', 'not-posted', 'no-watchman'] as const;
const finishMinutes = 30;
const meansOf = ['service', 'management', 'enforcement'] as const;

type Data = RequestOf<'submit'>['data'];
type Give = (type: string, more?: Readonly<Record<string, Data>>) => Promise<boolean>;

/** Reasons to choose from, behind one press: the arrow keys that go through them give none. */
function Reasons<R extends string>({
  label,
  reasons,
  textOf,
  onChoose,
}: {
  readonly label: string;
  readonly reasons: readonly R[];
  readonly textOf: (reason: R) => string;
  readonly onChoose: (reason: R) => void;
}) {
  return (
    <details className="steps__reasons">
      <summary className="act act--quiet">{label}…</summary>
      <div className="steps__outcomes" role="group" aria-label={label}>
        {reasons.map((reason) => (
          <button key={reason} type="button" className="act" onClick={() => onChoose(reason)}>
            {textOf(reason)}
          </button>
        ))}
      </div>
    </details>
  );
}

function Note({ assignment, give }: { readonly assignment: string; readonly give: Give }) {
  const { t } = useTranslation();
  const { text, type: setText, note } = useKeptText(`note:${assignment}`);
  return (
    <form
      className="steps__note"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === '') return;
        void give('NoteEvidence', { kind: 'note', personal: { text } }).then((taken) => {
          if (taken) setText('');
        });
      }}
    >
      <textarea
        rows={3}
        value={text}
        maxLength={2000}
        aria-label={t('steps.note')}
        placeholder={t('steps.noteHint')}
        onChange={(event) => setText(event.target.value)}
      />
      {note}
      <button type="submit" className="act" disabled={text.trim() === ''}>
        {t('steps.note')}
      </button>
    </form>
  );
}

export function StepReport({
  assignment,
  offers,
}: {
  readonly assignment: AssignmentState;
  readonly offers: StepOffers;
}) {
  const { t } = useTranslation();
  const now = useHubTime();
  const act = useAct();
  const say = useSayNotTaken();
  const [channel, setChannel] = useState<ReportChannel>('radio');
  const [delay, setDelay] = useState<Delay>(0);
  const [means, setMeans] = useState<(typeof meansOf)[number] | ''>('');
  const streams = [`assignment/${assignment.id}`, `incident/${assignment.incident}`];
  /** With the time that was chosen; the next report is of now again, unless it is said anew. */
  const told = async (type: string, data: Readonly<Record<string, Data>>): Promise<boolean> => {
    const late = delay === 0 ? {} : { happenedAt: Math.round(now - delay * minute) };
    const taken = say(await act(type, { ...data, ...late }, streams));
    if (taken) setDelay(0);
    return taken;
  };
  const give: Give = (type, more = {}) => told(type, { assignment: assignment.id, channel, ...more });
  return (
    <>
      <div className="steps__report">
        {offers.told && (
          <>
            <ChannelField value={channel} onChange={setChannel} />
            <DelayField value={delay} onChange={setDelay} />
          </>
        )}
        {offers.steps.map((step) => (
          <button key={step} type="button" className="act" onClick={() => void give(step)}>
            {t(`steps.do.${step}`)}
          </button>
        ))}
        {offers.safety && (
          <button type="button" className="act" onClick={() => void give('ConfirmSafety')}>
            {t('steps.do.ConfirmSafety')}
          </button>
        )}
        {offers.handBack && (
          <Reasons
            label={t('steps.do.HandBack')}
            reasons={handBackReasons}
            textOf={(why) => t(`handBackReason.${why}`)}
            onChoose={(why) => void give('HandBack', { why })}
          />
        )}
        {offers.withdraw && (
          <Reasons
            label={t('steps.do.WithdrawAssignment')}
            reasons={withdrawReasons}
            textOf={(why) => t(`withdrawReason.${why}`)}
            onChoose={(why) => {
              void act('WithdrawAssignment', { assignment: assignment.id, why }, streams).then(say);
            }}
          />
        )}
      </div>
      {offers.outcome && (
        <div className="steps__outcomes" role="group" aria-label={t('steps.outcome')}>
          <label className="steps__channel">
            {t('lifeField.means')}
            <select
              name="means"
              value={means}
              onChange={(event) => setMeans(meansOf.find((one) => one === event.target.value) ?? '')}
            >
              <option value="">{t('opinion.unsaid')}</option>
              {meansOf.map((one) => (
                <option key={one} value={one}>
                  {t(`means.${one}`)}
                </option>
              ))}
            </select>
          </label>
          {outcomes.map((kind) => (
            <button
              key={kind}
              type="button"
              className={kind === 'refusesToStop' ? 'act act--alarm' : 'act'}
              onClick={() =>
                void give('ReportOutcome', {
                  kind,
                  ...(means === '' ? {} : { means }),
                  ...(kind === 'finishingBy' ? { finishBy: Math.round(now + finishMinutes * minute) } : {}),
                })
              }
            >
              {t(`outcome.${kind}`)}
            </button>
          ))}
        </div>
      )}
      {offers.finding && (
        <div className="steps__outcomes" role="group" aria-label={t('steps.findings')}>
          {findings.map((kind) => (
            <button
              key={kind}
              type="button"
              className="act act--quiet"
              onClick={() => void told('NoteFinding', { incident: assignment.incident, kind })}
            >
              {t('steps.found', { finding: t(`assessment.${kind}`) })}
            </button>
          ))}
        </div>
      )}
      {offers.note && <Note assignment={assignment.id} give={give} />}
    </>
  );
}
