/** 研判: what the registers say of the work at the time of the act, how old they are, and on what law it rests. */
import { useContext } from 'react';
import { useTranslation } from 'react-i18next';
import type { Assessment, IncidentState } from '../../shared/domain/incident/state.ts';
import { permitOffice, useContacts } from './contacts.ts';
import { useHall } from './hall.tsx';
import { useOffset, useYear } from './offset.ts';
import { useRegisterDoor } from './register-door.tsx';
import { useMay } from './use-may.ts';
import { reasonText, timeText } from './words.ts';
import { saidOf } from '../i18n/say.ts';
import { useHubTime } from '../seat-client/hooks.ts';
import { ReplayContext } from '../seat-client/replay.ts';
import { Section } from '../ui/section.tsx';
import { AssessmentTag } from './assessment-tag.tsx';
import './assessment-card.css';

function Papers({ assessment, now }: { readonly assessment: Assessment; readonly now: number }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const { permit, notice, quietPeriod } = assessment;
  const place = assessment.stall?.place ?? null;
  return (
    <>
      {place !== null && (
        <p className="assessment-card__paper">
          {t('assessmentCard.stall', { kind: t(`registers.choice.stallKind.${place.kind}`), name: place.name })}
          {place.hours !== null &&
            t('assessmentCard.stallHours', {
              from: timeText(place.hours.from, now, offset),
              to: timeText(place.hours.to, now, offset),
            })}
          {place.keeper !== '' && t('assessmentCard.stallKeeper', { keeper: place.keeper })}
        </p>
      )}
      {place?.conditions.map((condition) => (
        <p className="assessment-card__condition" key={condition}>
          {condition}
        </p>
      ))}
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
  const permits = useContacts().find(({ id }) => id === permitOffice);
  const { stallPlaces } = useHall();
  const { stall } = assessment;
  const place = stallPlaces.get(stall?.place?.id ?? '')?.state;
  const contact = stall === undefined ? permits : place && { name: place.keeper, phone: place.phone ?? '' };
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
          {t(stall === undefined ? 'assessmentCard.stale' : 'assessmentCard.staleStall')}
          {contact !== undefined && ` ${contact.name} ${contact.phone}`}
        </p>
      )}
    </>
  );
}

/** To what it rests on in the registers, and to a permit that is missing there. */
function EntryLinks({ assessment, incident }: { readonly assessment: Assessment; readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const { open } = useRegisterDoor();
  const may = useMay();
  const past = useContext(ReplayContext) !== undefined;
  const { permit, notice, quietPeriod, stall } = assessment;
  const { site, placing } = incident;
  if (stall !== undefined && !past && may.ask('registersPage')) {
    const { place } = stall;
    if (place !== null)
      return (
        <p className="assessment-card__links">
          <button
            type="button"
            className="link"
            title={t('registers.siteLinkTitle')}
            onClick={() => open({ kind: 'stallPlace', id: place.id })}
          >
            {t('registers.siteLink')}
          </button>
        </p>
      );
    const { at } = placing;
    if (stall.says !== 'notOnFile' || at === null || !may.give('RecordStallPlace')) return null;
    const fields = { form: 'circle', at: `${at.lon},${at.lat}`, place: placing.name ?? '' };
    return (
      <p className="assessment-card__links">
        <button type="button" className="link" onClick={() => open({ kind: 'stallPlace', fields })}>
          {t('registers.addStallPlace')}
        </button>
      </p>
    );
  }
  const entry =
    permit !== null
      ? ({ kind: 'nightPermit', id: permit.id } as const)
      : notice !== null
        ? ({ kind: 'repairNotice', id: notice.id } as const)
        : quietPeriod !== null
          ? ({ kind: 'quietPeriod', id: quietPeriod.id } as const)
          : site !== null
            ? ({ kind: 'site', id: site } as const)
            : undefined;
  // Of the past one only reads.
  if (past || !may.ask('registersPage') || entry === undefined) return null;
  return (
    <p className="assessment-card__links">
      <button type="button" className="link" title={t('registers.siteLinkTitle')} onClick={() => open(entry)}>
        {t('registers.siteLink')}
      </button>
      {permit === null && site !== null && may.give('RecordNightPermit') && (
        <button type="button" className="link" onClick={() => open({ kind: 'nightPermit', fields: { site } })}>
          {t('registers.addPermit')}
        </button>
      )}
    </p>
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
        <AssessmentTag kind={assessment.kind} stall={assessment.stall} />
        {assessment.siteName !== null && <b className="assessment-card__site">{assessment.siteName}</b>}
        <span className="assessment-card__subject">
          {t(assessment.byRegisters === undefined ? 'assessmentCard.preliminary' : 'assessmentCard.found')}
        </span>
      </div>
      <Papers assessment={assessment} now={now} />
      {authority !== null && (
        <p className="assessment-card__paper">
          {handling === null
            ? t('assessmentCard.authority', { authority })
            : saidOf(t, t('assessmentCard.authority', { authority }), handling)}
        </p>
      )}
      <ul className="reasons">
        {reasons.map((reason, index) => (
          <li key={`${reason.code}-${index}`}>{reasonText(reason, t, offset, year)}</li>
        ))}
      </ul>
      <Registers assessment={assessment} now={now} />
      <EntryLinks assessment={assessment} incident={incident} />
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
                <AssessmentTag kind={each.kind} stall={each.stall} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}
