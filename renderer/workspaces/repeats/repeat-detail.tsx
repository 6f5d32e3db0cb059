/** One source: its nights, what was found, what was done; and the next step, noted by a person. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import type { Repeat, StepOf } from '../../../shared/domain/rules/repeats.ts';
import { authoritiesOf } from '../../../shared/domain/rules/repeats.ts';
import { clockTime, minute } from '../../../shared/lib/time.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useRepeatDoor } from '../../hall/repeat-door.tsx';
import { foundText, nightText, stepText } from '../../hall/repeat-words.ts';
import { useMay } from '../../hall/use-may.ts';
import { VaultWords } from '../../hall/vault-words.tsx';
import { timeText } from '../../hall/words.ts';
import { codesOf, codeText } from '../../i18n/say.ts';
import { noticeDraft } from '../../papers/notice-draft.ts';
import { Sheet } from '../../papers/sheet.tsx';
import { useOfHubTime, useStatus } from '../../seat-client/hooks.ts';
import { AuthorityChoice, NoticeForm, TalkForm } from './step-form.tsx';
import { useRepeatAct } from './use-repeat-act.ts';

const wholeMinute = (now: number): number => Math.floor(now / minute) * minute;

/** The words that the step left in the vault; undefined where there are none, or they were erased. */
function wordsOf({ step }: StepOf, on: IncidentState | undefined): string | undefined {
  const of = step.kind === 'talk' ? 'SourceTalkHeld' : 'SourceNoticeSent';
  return on?.notes.find((note) => note.of === of && note.at === step.at && note.user === step.user)?.personal?.ref;
}

function Done({ of }: { readonly of: StepOf }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const now = useOfHubTime(wholeMinute);
  const may = useMay();
  const { incidents } = useHall();
  const act = useRepeatAct(of.incident);
  const [correcting, setCorrecting] = useState(false);
  const { step } = of;
  const time = (at: number): string => timeText(at, now, offset);
  const ref = wordsOf(of, incidents.get(of.incident)?.state);
  return (
    <li className={step.corrected === null ? undefined : 'repeats__step--corrected'} data-step={step.kind}>
      <span>{stepText(step, t, time)}</span>
      {step.corrected !== null && (
        <span className="repeats__muted repeats__plain">
          {t('repeats.corrected', { why: t(`stepError.${step.corrected.why}`), time: time(step.corrected.at) })}
        </span>
      )}
      {ref !== undefined && may.ask('readCaller') && <VaultWords vaultRef={ref} />}
      {step.corrected === null && may.give('CorrectSourceStep') && !correcting && (
        <button type="button" className="act act--quiet" onClick={() => setCorrecting(true)}>
          {t('repeats.correct')}
        </button>
      )}
      {step.corrected === null && correcting && (
        <span role="group" aria-label={t('repeats.correctWhy')} className="repeats__reasons">
          {codesOf('stepError').map((why) => (
            <button
              key={why}
              type="button"
              className="act"
              onClick={() => void act('CorrectSourceStep', { step: step.step, why })}
            >
              {codeText(t, 'stepError', why)}
            </button>
          ))}
          <button type="button" className="act act--quiet" onClick={() => setCorrecting(false)}>
            {t('repeats.cancel')}
          </button>
        </span>
      )}
    </li>
  );
}

export function RepeatDetail({ repeat, name }: { readonly repeat: Repeat; readonly name: string }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const now = useOfHubTime(wholeMinute);
  const may = useMay();
  const { plates, contacts } = useHall();
  const { toIncident } = useRepeatDoor();
  const by = useStatus().status?.user?.name ?? '';
  const [open, setOpen] = useState<'talk' | 'notice' | 'draft' | null>(null);
  const [chosen, setChosen] = useState<string>();
  const close = (): void => setOpen(null);
  const authorities =
    plates === undefined
      ? []
      : authoritiesOf(
          plates,
          Array.from(contacts.values(), ({ state }) => state).filter(({ withdrawn }) => withdrawn === undefined),
        );
  const authority = chosen !== undefined && authorities.includes(chosen) ? chosen : (authorities[0] ?? '');
  const draft = noticeDraft(repeat, { now, offset, by, authority, siteName: name }, t);
  return (
    <section className="repeats__one" aria-label={name}>
      <h2>{name}</h2>
      <p className="repeats__acts">
        {may.give('RecordSourceTalk') && (
          <button type="button" className="act act--main" onClick={() => setOpen('talk')}>
            {t('repeats.recordTalk')}
          </button>
        )}
        <button type="button" className="act" onClick={() => setOpen('draft')}>
          {t('repeats.draft')}
        </button>
        {may.give('RecordSourceNotice') && (
          <button type="button" className="act" onClick={() => setOpen('notice')}>
            {t('repeats.recordNotice')}
          </button>
        )}
      </p>
      {open === 'talk' && <TalkForm repeat={repeat} onDone={close} />}
      {open === 'notice' && (
        <NoticeForm {...{ repeat, authorities, authority, draft }} onAuthority={setChosen} onDone={close} />
      )}
      <h3>{t('repeats.done')}</h3>
      {repeat.steps.length === 0 ? (
        <p className="repeats__muted">{t('repeats.doneNone')}</p>
      ) : (
        <ul className="repeats__steps">
          {repeat.steps.map((of) => (
            <Done key={of.step.step} of={of} />
          ))}
        </ul>
      )}
      <h3>{t('repeats.nights')}</h3>
      <ul className="repeats__nights">
        {repeat.nights.map((night) => (
          <li key={night.night} data-night={night.night}>
            <b>{t('repeats.night', { date: nightText(night) })}</b>
            {night.incidents.map((one) => (
              <span key={one.id} className="repeats__call">
                <span className="repeats__time">{clockTime(one.actAt, offset)}</span>
                <button type="button" className="link" onClick={() => toIncident(one.id)}>
                  {one.number}
                </button>
                <span>{foundText(one, t)}</span>
              </span>
            ))}
          </li>
        ))}
      </ul>
      {open === 'draft' && (
        <Sheet
          name="notice"
          title={t('repeats.draft')}
          text={draft}
          onClose={close}
          choices={<AuthorityChoice {...{ authorities, authority }} onAuthority={setChosen} />}
        >
          <div className="sheet__text">{draft}</div>
          <p className="sheet__notice">{t('noticeDraft.edit')}</p>
        </Sheet>
      )}
    </section>
  );
}
