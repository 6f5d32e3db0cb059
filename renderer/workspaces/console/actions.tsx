/** What else can be done with it: only what its present state allows is offered. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { checkToRecord, owedToClose, owesReply } from '../../hall/owed.ts';
import { useMay } from '../../hall/use-may.ts';
import { beforeWords, reasonText, timeText } from '../../hall/words.ts';
import { useHubTime, useStatus } from '../../seat-client/hooks.ts';
import { Section } from '../../ui/section.tsx';
import { FirstContact } from './first-contact.tsx';
import { useDo } from './use-do.ts';
import { useNotRung } from './use-not-rung.ts';
import './actions.css';

const phoneResults = ['agreedToStop', 'noAnswer', 'denies', 'claimsPermit', 'noContactOnFile'] as const;
const checkWays = ['camera', 'phone', 'passingUnit', 'secondCaller', 'unit'] as const;
const replyWays = ['spoken', 'message', 'hotline', 'notReached'] as const;

/** Nobody is told to stop what was announced as a repair, nor what has stopped. */
function asksToStop({ outcome, assessments }: IncidentState): boolean {
  const isSettled = outcome !== null && outcome.kind !== 'refusesToStop';
  return !isSettled && assessments.at(-1)?.kind !== 'emergency';
}

function PhoneSite({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const doIt = useDo(incident);
  const now = useHubTime();
  const offset = useOffset();
  const site = useHall().sites.get(incident.site ?? '')?.state;
  if (site === undefined || !asksToStop(incident)) return null;
  const contact = site.nightContact;
  return (
    <div className="actions__group" role="group" aria-label={t('actions.phoneSite')}>
      <p className="actions__say">
        <b>{t('actions.phoneSite')}</b>{' '}
        {contact === undefined
          ? t('actions.noContact')
          : t('actions.contact', { label: contact.label, phone: contact.phone, date: contact.checkedOn })}
      </p>
      {incident.phoned.length > 0 && (
        <p className="actions__say">
          {incident.phoned
            .map(({ at, result }) =>
              t('actions.phoned', { time: timeText(at, now, offset), result: t(`phoneResult.${result}`) }),
            )
            .join(' · ')}
        </p>
      )}
      <p className="actions__script">{t('actions.script', { site: beforeWords(site.name) })}</p>
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
  const now = useHubTime();
  const offset = useOffset();
  const due = checkToRecord(incident, now);
  if (due === undefined) return null;
  const from = due === 'sameNight' ? (incident.outcome?.recheckBetween?.from ?? now) : now;
  const isEarly = now < from;
  return (
    <div className="actions__group" role="group" aria-label={t(`check.${due}`)}>
      <p className="actions__say">
        <b>{t(`check.${due}`)}</b> {isEarly && t('check.from', { time: timeText(from, now, offset) })}
      </p>
      <div className="actions__row">
        {(isEarly ? [] : checkWays).map((way) => (
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

function Reply({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const doIt = useDo(incident);
  const notRung = useNotRung(useHubTime());
  if (!owesReply(incident)) return null;
  return (
    <div className="actions__group" role="group" aria-label={t('actions.reply')}>
      <p className="actions__say">
        <b>{t('actions.reply')}</b> {t('actions.replyHint')}
        {notRung !== undefined && <span className="actions__owed"> {notRung}</span>}
      </p>
      <div className="actions__row">
        {replyWays.map((way) => (
          <button
            key={way}
            type="button"
            className="act"
            disabled={way === 'spoken' && notRung !== undefined}
            onClick={() => void doIt('RecordReply', { way })}
          >
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

/** What the hub would refuse it for stands beside the button; entries on their way may settle it, so it can be pressed. */
function Close({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const doIt = useDo(incident);
  const { incidents } = useHall();
  const joined = incident.tookIn
    .flatMap((one) => incidents.get(one.incident)?.state ?? [])
    .filter(({ closed }) => closed === null);
  const owed = owedToClose(incident, joined);
  const why = useId();
  return (
    <>
      <button
        type="button"
        className={owed.length > 0 ? 'act act--quiet' : 'act'}
        aria-describedby={owed.length > 0 ? why : undefined}
        onClick={() => void doIt('CloseIncident')}
      >
        {t('actions.close')}
      </button>
      {owed.length > 0 && (
        <span className="actions__owed" id={why}>
          {t('actions.owed', { open: owed.map((reason) => reasonText(reason, t, offset)).join('；') })}
        </span>
      )}
    </>
  );
}

export function Actions({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const doIt = useDo(incident);
  const may = useMay();
  const { plates, squads } = useHall();
  const isOpen = incident.closed === null;
  const local = incident.placing.squad === null ? undefined : squads.get(incident.placing.squad)?.state.name;
  const told = incident.told.some(({ squad }) => squad === incident.placing.squad);
  const since = incident.reopened.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  const isReferred = (matter: string): boolean =>
    incident.referred.some((one) => one.matter === matter && one.at >= since);
  const foreign = [incident.matter, ...incident.also].filter(
    (matter) => !isReferred(matter) && plates?.matters.some((row) => row.matter === matter && !row.ours) === true,
  );
  const { outcome } = incident;
  // What was done since the outcome is not offered again.
  const escalations =
    isOpen && outcome?.kind === 'refusesToStop'
      ? (['shiftLead', 'dutyLeader'] as const).filter(
          (to) => !incident.escalated.some((one) => one.to === to && one.at >= outcome.at),
        )
      : [];
  return (
    <Section name="actions" title={t('actions.title')}>
      <div className="actions__row">
        {isOpen && may.give('AcknowledgeIncident') && incident.acknowledged === null && (
          <button type="button" className="act act--main" onClick={() => void doIt('AcknowledgeIncident')}>
            {t('actions.acknowledge')}
          </button>
        )}
        {isOpen && may.give('AssessAgain') && (
          <button type="button" className="act" onClick={() => void doIt('AssessAgain')}>
            {t('actions.assessAgain')}
          </button>
        )}
        {isOpen && may.give('TellLocalSquad') && local !== undefined && !told && (
          <button type="button" className="act" onClick={() => void doIt('TellLocalSquad')}>
            {t('actions.tellLocal', { squad: local })}
          </button>
        )}
        {isOpen &&
          may.give('HandToLocalSquad') &&
          local !== undefined &&
          incident.handedTo === null &&
          incident.outcome !== null && (
            <button type="button" className="act" onClick={() => void doIt('HandToLocalSquad', { owes: ['recheck'] })}>
              {t('actions.handToLocal', { squad: local })}
            </button>
          )}
        {(may.give('EscalateOutcome') ? escalations : []).map((to) => (
          <button
            key={to}
            type="button"
            className="act act--alarm"
            onClick={() => void doIt('EscalateOutcome', { to })}
          >
            {t(to === 'shiftLead' ? 'actions.toShiftLead' : 'actions.toDutyLeader')}
          </button>
        ))}
        {isOpen &&
          may.give('ReferIncident') &&
          foreign.map((matter) => (
            <button key={matter} type="button" className="act" onClick={() => void doIt('ReferIncident', { matter })}>
              {t('actions.refer', {
                matter: t(`matter.${matter}`),
                to: plates?.matters.find((row) => row.matter === matter)?.authority ?? '',
              })}
            </button>
          ))}
        {isOpen && may.give('ReturnIncident') && incident.placing.outside !== null && incident.returned === null && (
          <button type="button" className="act" onClick={() => void doIt('ReturnIncident', { why: 'outside' })}>
            {t('actions.returnOutside', { district: incident.placing.outside })}
          </button>
        )}
        {isOpen && may.give('CloseIncident') && <Close incident={incident} />}
        {!isOpen && may.give('ReopenIncident') && (
          <button type="button" className="act" onClick={() => void doIt('ReopenIncident')}>
            {t('actions.reopen')}
          </button>
        )}
        {may.give('UndoStep') && <Undo incident={incident} />}
      </div>
      {isOpen && may.give('PhoneSite') && <PhoneSite incident={incident} />}
      {isOpen && may.give('RecordCheck') && <Checks incident={incident} />}
      {isOpen && may.give('RecordFirstContact') && <FirstContact incident={incident} key={incident.id} />}
      {isOpen && may.give('RecordReply') && <Reply incident={incident} />}
    </Section>
  );
}
