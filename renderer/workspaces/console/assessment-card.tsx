/** 研判: what the registers say of the work at the time of the act, how old they are, and on what law it rests. */
import { useTranslation } from 'react-i18next';
import type { Assessment, IncidentState } from '../../../shared/domain/incident/state.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset, useYear } from '../../hall/offset.ts';
import { reasonText, timeText } from '../../hall/words.ts';
import { useHubTime } from '../../seat-client/hooks.ts';
import { Section } from '../../ui/section.tsx';
import { AssessmentTag } from './assessment-tag.tsx';
import './assessment-card.css';

function Papers({ assessment, now }: { readonly assessment: Assessment; readonly now: number }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const { permit, notice, quietPeriod } = assessment;
  return (
    <>
      {permit !== null && (
        <p className="assessment-card__paper">
          {t('assessmentCard.permit', {
            paper: permit.paper,
            number: permit.number,
            work: permit.work,
            from: timeText(permit.from, now, offset),
            to: timeText(permit.to, now, offset),
          })}
        </p>
      )}
      {permit?.conditions.map((condition) => (
        <p className="assessment-card__condition" key={condition}>
          {condition}
        </p>
      ))}
      {notice !== null && (
        <p className="assessment-card__paper">
          {t('assessmentCard.notice', { number: notice.number, from: timeText(notice.from, now, offset) })}
          {notice.to !== null && t('assessmentCard.noticeTo', { to: timeText(notice.to, now, offset) })}
        </p>
      )}
      {quietPeriod !== null && (
        <p className="assessment-card__paper">
          {t('assessmentCard.quietPeriod', { name: quietPeriod.name, basis: quietPeriod.basis })}
        </p>
      )}
    </>
  );
}

function Registers({ assessment, now }: { readonly assessment: Assessment; readonly now: number }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const contact = useHall().plates?.contacts.find(({ id }) => id === 'ecology');
  const stale = assessment.registers.some((register) => register.stale);
  return (
    <>
      <ul className="assessment-card__registers">
        {assessment.registers.map(({ register, source, asOf, stale: isStale }) => (
          <li key={register} className={isStale ? 'assessment-card__register--stale' : ''}>
            {t(`register.${register}`)} · {source} ·{' '}
            {asOf === null ? t('assessmentCard.noAge') : t('age.asOf', { time: timeText(asOf, now, offset) })}
          </li>
        ))}
      </ul>
      {stale && (
        <p className="assessment-card__stale" role="note">
          {t('assessmentCard.stale')}
          {contact !== undefined && ` ${contact.name} ${contact.phone}`}
        </p>
      )}
    </>
  );
}

export function AssessmentCard({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const year = useYear();
  const now = useHubTime();
  const assessment = incident.assessments.at(-1);
  if (assessment === undefined) return null;
  const { legalBases, reasons, authority, handling } = assessment;
  const earlier = incident.assessments.slice(0, -1);
  return (
    <Section
      name="assessment"
      title={t('assessmentCard.title')}
      note={t(`assessmentCard.occasion.${assessment.occasion}`, { time: timeText(assessment.actAt, now, offset) })}
    >
      <div className="assessment-card__kind">
        <AssessmentTag kind={assessment.kind} />
        {assessment.siteName !== null && <b className="assessment-card__site">{assessment.siteName}</b>}
        <span className="assessment-card__subject">
          {t(assessment.byRegisters === undefined ? 'assessmentCard.preliminary' : 'assessmentCard.found')}
        </span>
      </div>
      <Papers assessment={assessment} now={now} />
      {authority !== null && (
        <p className="assessment-card__paper">
          {t('assessmentCard.authority', { authority })}
          {handling !== null && `：${handling}`}
        </p>
      )}
      <ul className="reasons">
        {reasons.map((reason, index) => (
          <li key={`${reason.code}-${index}`}>{reasonText(reason, t, offset, year)}</li>
        ))}
      </ul>
      <Registers assessment={assessment} now={now} />
      {legalBases.length > 0 && (
        <details className="assessment-card__bases">
          <summary>{t('assessmentCard.bases', { count: legalBases.length })}</summary>
          <ul>
            {legalBases.map(({ id, title, article, confirmed }) => (
              <li key={id}>
                {title} {article}
                {!confirmed && <span className="assessment-card__unconfirmed">{t('assessmentCard.unconfirmed')}</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
      {earlier.length > 0 && (
        <details className="assessment-card__bases">
          <summary>{t('assessmentCard.earlier', { count: earlier.length })}</summary>
          <ul>
            {earlier.map((each) => (
              <li key={`${each.occasion}-${each.judgedAt}`}>
                {t(`assessmentCard.occasion.${each.occasion}`, { time: timeText(each.actAt, now, offset) })}{' '}
                <AssessmentTag kind={each.kind} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}
