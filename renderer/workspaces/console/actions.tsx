/** What else can be done with it: only what its present state allows is offered. */
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { hour } from '../../../shared/lib/time.ts';
import { useHall } from '../../hall/hall.tsx';
import { useHubTime, useStatus } from '../../seat-client/hooks.ts';
import { Section } from '../../ui/section.tsx';
import { useDo } from './use-do.ts';
import './actions.css';

const phoneResults = ['agreedToStop', 'noAnswer', 'denies', 'claimsPermit', 'noContactOnFile'] as const;
const replyWays = ['spoken', 'message', 'hotline', 'notReached'] as const;

function PhoneSite({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const doIt = useDo(incident);
  const site = useHall().sites.get(incident.site ?? '')?.state;
  if (site === undefined) return null;
  const contact = site.nightContact;
  return (
    <div className="actions__group" role="group" aria-label={t('actions.phoneSite')}>
      <p className="actions__say">
        <b>{t('actions.phoneSite')}</b>{' '}
        {contact === undefined
          ? t('actions.noContact')
          : t('actions.contact', { label: contact.label, phone: contact.phone, date: contact.checkedOn })}
      </p>
      <p className="actions__script">{t('actions.script', { site: site.name })}</p>
      <div className="actions__row">
        {phoneResults.map((result) => (
          <button key={result} type="button" className="act" onClick={() => void doIt('PhoneSite', { result })}>
            {t(`phoneResult.${result}`)}
          </button>
        ))}
      </div>
    </div>
  );
}

function Checks({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const doIt = useDo(incident);
  const due = dueCheck(incident, useHubTime());
  if (due === undefined) return null;
  return (
    <div className="actions__group" role="group" aria-label={t(`check.${due}`)}>
      <p className="actions__say">
        <b>{t(`check.${due}`)}</b>
      </p>
      <div className="actions__row">
        {(['camera', 'phone', 'passingUnit', 'secondCaller', 'unit'] as const).map((way) => (
          <button
            key={way}
            type="button"
            className="act"
            onClick={() => void doIt('RecordCheck', { which: due, way, quiet: true })}
          >
            {t('check.quietBy', { way: t(`checkWay.${way}`) })}
          </button>
        ))}
        <button
          type="button"
          className="act act--alarm"
          onClick={() => void doIt('RecordCheck', { which: due, way: 'unit', quiet: false })}
        >
          {t('check.stillNoisy')}
        </button>
      </div>
    </div>
  );
}

/** Before its hour the check at the same hour of the next day proves nothing. */
const sameHourFrom = hour;

/** The next check that is owed. */
function dueCheck(incident: IncidentState, now: number): 'afterCall' | 'finish' | 'sameNight' | 'sameHour' | undefined {
  const done = (which: string, since: number): boolean =>
    incident.checks.some((check) => check.which === which && check.at >= since);
  const phoned = incident.phoned.at(-1);
  const { outcome } = incident;
  if (phoned?.result === 'agreedToStop' && outcome === null && !done('afterCall', phoned.at)) return 'afterCall';
  if (outcome === null) return undefined;
  if (outcome.finishBy !== null && !done('finish', outcome.at)) return 'finish';
  if (outcome.recheckBetween !== null && !done('sameNight', outcome.at)) return 'sameNight';
  const sameHourAt = outcome.sameHourCheckAt;
  if (sameHourAt !== null && now >= sameHourAt - sameHourFrom && !done('sameHour', outcome.at)) return 'sameHour';
  return undefined;
}

function Reply({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const doIt = useDo(incident);
  const answered = incident.replies.length > 0;
  if (incident.wantsReply !== 'yes' || answered) return null;
  return (
    <div className="actions__group" role="group" aria-label={t('actions.reply')}>
      <p className="actions__say">
        <b>{t('actions.reply')}</b> {t('actions.replyHint')}
      </p>
      <div className="actions__row">
        {replyWays.map((way) => (
          <button key={way} type="button" className="act" onClick={() => void doIt('RecordReply', { way })}>
            {t(`replyWay.${way}`)}
          </button>
        ))}
      </div>
    </div>
  );
}

/** The last step may be taken back for a few seconds by who did it. */
function Undo({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const doIt = useDo(incident);
  const now = useHubTime();
  const user = useStatus().status?.user?.id;
  const seconds = useHall().plates?.policy.undoSeconds ?? 0;
  const { lastStep } = incident;
  if (lastStep === null || lastStep.user !== user) return null;
  const left = Math.ceil((lastStep.at + seconds * 1000 - now) / 1000);
  if (left <= 0) return null;
  return (
    <button
      type="button"
      className="act act--main"
      onClick={() => void doIt('UndoStep', { command: lastStep.command })}
    >
      {t('actions.undo', { seconds: left })}
    </button>
  );
}

export function Actions({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const doIt = useDo(incident);
  const { plates, squads } = useHall();
  const isOpen = incident.closed === null;
  const local = incident.placing.squad === null ? undefined : squads.get(incident.placing.squad)?.state.name;
  const told = incident.told.some(({ squad }) => squad === incident.placing.squad);
  const foreign = [incident.matter, ...incident.also].filter(
    (matter) => plates?.matters.some((row) => row.matter === matter && !row.ours) === true,
  );
  return (
    <Section name="actions" title={t('actions.title')}>
      <div className="actions__row">
        {isOpen && incident.acknowledged === null && (
          <button type="button" className="act act--main" onClick={() => void doIt('AcknowledgeIncident')}>
            {t('actions.acknowledge')}
          </button>
        )}
        {isOpen && (
          <button type="button" className="act" onClick={() => void doIt('AssessAgain')}>
            {t('actions.assessAgain')}
          </button>
        )}
        {isOpen && local !== undefined && !told && (
          <button type="button" className="act" onClick={() => void doIt('TellLocalSquad')}>
            {t('actions.tellLocal', { squad: local })}
          </button>
        )}
        {isOpen && local !== undefined && incident.handedTo === null && incident.outcome !== null && (
          <button type="button" className="act" onClick={() => void doIt('HandToLocalSquad', { owes: ['recheck'] })}>
            {t('actions.handToLocal', { squad: local })}
          </button>
        )}
        {isOpen && incident.outcome?.kind === 'refusesToStop' && (
          <>
            <button
              type="button"
              className="act act--alarm"
              onClick={() => void doIt('EscalateOutcome', { to: 'shiftLead' })}
            >
              {t('actions.toShiftLead')}
            </button>
            <button
              type="button"
              className="act act--alarm"
              onClick={() => void doIt('EscalateOutcome', { to: 'dutyLeader' })}
            >
              {t('actions.toDutyLeader')}
            </button>
          </>
        )}
        {isOpen &&
          foreign.map((matter) => (
            <button key={matter} type="button" className="act" onClick={() => void doIt('ReferIncident', { matter })}>
              {t('actions.refer', {
                matter: t(`matter.${matter}`),
                to: plates?.matters.find((row) => row.matter === matter)?.authority ?? '',
              })}
            </button>
          ))}
        {isOpen && incident.placing.outside !== null && (
          <button type="button" className="act" onClick={() => void doIt('ReturnIncident', { why: 'outside' })}>
            {t('actions.returnOutside', { district: incident.placing.outside })}
          </button>
        )}
        {isOpen ? (
          <button type="button" className="act" onClick={() => void doIt('CloseIncident')}>
            {t('actions.close')}
          </button>
        ) : (
          <button type="button" className="act" onClick={() => void doIt('ReopenIncident')}>
            {t('actions.reopen')}
          </button>
        )}
        <Undo incident={incident} />
      </div>
      {isOpen && <PhoneSite incident={incident} />}
      {isOpen && <Checks incident={incident} />}
      {isOpen && <Reply incident={incident} />}
    </Section>
  );
}
