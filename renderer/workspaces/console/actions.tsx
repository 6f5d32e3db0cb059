/** What else can be done with it: only what its present state allows is offered. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import type { CheckKind } from '../../hall/owed.ts';
import { owedToClose } from '../../hall/owed.ts';
import { useMay } from '../../hall/use-may.ts';
import { beforeWords, reasonText, timeText, yearOf } from '../../hall/words.ts';
import { sentences } from '../../i18n/say.ts';
import { useHubTime, useStatus } from '../../seat-client/hooks.ts';
import { Section } from '../../ui/section.tsx';
import { FirstContact } from './first-contact.tsx';
import { isOffered, offeredOf } from './offered.ts';
import { ReplyBox } from './reply-box.tsx';
import { useDo } from './use-do.ts';
import './actions.css';

const phoneResults = ['agreedToStop', 'noAnswer', 'denies', 'claimsPermit', 'noContactOnFile'] as const;
const checkWays = ['camera', 'phone', 'passingUnit', 'secondCaller', 'unit'] as const;

function PhoneSite({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const doIt = useDo(incident);
  const now = useHubTime();
  const offset = useOffset();
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

function Checks({ incident, due }: { readonly incident: IncidentState; readonly due: CheckKind }) {
  const { t } = useTranslation();
  const doIt = useDo(incident);
  const now = useHubTime();
  const offset = useOffset();
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

/** What the hub would refuse it for stands beside the button; entries on their way may settle it, so it can be pressed. */
function Close({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const doIt = useDo(incident);
  const now = useHubTime();
  const { incidents } = useHall();
  const joined = incident.tookIn
    .flatMap((one) => incidents.get(one.incident)?.state ?? [])
    .filter(({ closed }) => closed === null);
  const owed = owedToClose(incident, joined, now);
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
          {t('actions.owed', {
            open: sentences(
              t,
              owed.map((reason) => reasonText(reason, t, offset, yearOf(now, offset))),
            ),
          })}
        </span>
      )}
    </>
  );
}

export function Actions({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const doIt = useDo(incident);
  const may = useMay();
  const now = useHubTime();
  const user = useStatus().status?.user?.id;
  const { plates, sites, squads } = useHall();
  const { outside, squad } = incident.placing;
  const local = squads.get(squad ?? '')?.state.name;
  const rowOf = (matter: string) => plates?.matters.find((row) => row.matter === matter);
  const offered = offeredOf(incident, may, {
    ...{ now, user },
    undoSeconds: plates?.policy.undoSeconds ?? 0,
    hasLocalSquad: local !== undefined,
    hasSite: sites.has(incident.site ?? ''),
    isForeign: (matter) => rowOf(matter)?.ours === false,
  });
  if (!isOffered(offered)) return null;
  return (
    <Section name="actions" title={t('actions.title')}>
      <div className="actions__row">
        {offered.acknowledge && (
          <button type="button" className="act act--main" onClick={() => void doIt('AcknowledgeIncident')}>
            {t('actions.acknowledge')}
          </button>
        )}
        {offered.assessAgain && (
          <button type="button" className="act" onClick={() => void doIt('AssessAgain')}>
            {t('actions.assessAgain')}
          </button>
        )}
        {offered.tellLocal && (
          <button type="button" className="act" onClick={() => void doIt('TellLocalSquad')}>
            {t('actions.tellLocal', { squad: local ?? '' })}
          </button>
        )}
        {offered.handToLocal && (
          <button type="button" className="act" onClick={() => void doIt('HandToLocalSquad', { owes: ['recheck'] })}>
            {t('actions.handToLocal', { squad: local ?? '' })}
          </button>
        )}
        {offered.escalate.map((to) => (
          <button
            key={to}
            type="button"
            className="act act--alarm"
            onClick={() => void doIt('EscalateOutcome', { to })}
          >
            {t(to === 'shiftLead' ? 'actions.toShiftLead' : 'actions.toDutyLeader')}
          </button>
        ))}
        {offered.refer.map((matter) => (
          <button key={matter} type="button" className="act" onClick={() => void doIt('ReferIncident', { matter })}>
            {t('actions.refer', { matter: t(`matter.${matter}`), to: rowOf(matter)?.authority ?? '' })}
          </button>
        ))}
        {offered.returnOutside && (
          <button
            type="button"
            className="act"
            onClick={() => void doIt('ReturnIncident', { why: 'outside', evidence: ['place'] })}
          >
            {t('actions.returnOutside', { district: outside ?? '' })}
          </button>
        )}
        {offered.close && <Close incident={incident} />}
        {offered.reopen && (
          <button type="button" className="act" onClick={() => void doIt('ReopenIncident')}>
            {t('actions.reopen')}
          </button>
        )}
        {offered.undo !== undefined && (
          <button
            type="button"
            className="act act--main"
            onClick={() => void doIt('UndoStep', { command: incident.lastStep?.command ?? '' })}
          >
            {t('actions.undo', { seconds: offered.undo })}
          </button>
        )}
      </div>
      {offered.phoneSite && <PhoneSite incident={incident} />}
      {offered.check !== undefined && <Checks incident={incident} due={offered.check} />}
      {offered.firstContact && <FirstContact incident={incident} key={incident.id} />}
      {offered.reply && <ReplyBox incident={incident} key={`reply-${incident.id}`} />}
    </Section>
  );
}
