/** One unit of the list: when it comes, why it, what speaks against it, and what is left uncovered behind it. */
import { useTranslation } from 'react-i18next';
import type { RecommendedUnit, Uncovers } from '../../../shared/domain/assignment/state.ts';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { useAct } from '../../hall/act.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset, useYear } from '../../hall/offset.ts';
import type { TFunction } from '../../hall/types.ts';
import { useMay } from '../../hall/use-may.ts';
import { agoText, reasonText } from '../../hall/words.ts';
import { useSayNotTaken } from '../../hall/use-say-not-taken.ts';

/** `7–10 分`; one figure where both ends round to it. */
export function etaText({ eta, etaMinutes }: Pick<RecommendedUnit, 'eta' | 'etaMinutes'>, t: TFunction): string {
  if (eta === null || etaMinutes === null) return t('recommended.etaUnknown');
  const [from, to] = [Math.max(1, Math.floor(eta.from)), Math.max(1, Math.ceil(eta.to))];
  return from === to ? t('recommended.eta', { minutes: from }) : t('recommended.etaRange', { from, to });
}

function uncoversText({ name: zone, before, after }: Uncovers, t: TFunction): string {
  if (before === null) return t('recommended.uncoveredAlready', { zone });
  if (after === null) return t('recommended.uncoversNobody', { zone, before });
  return t(after === before ? 'recommended.uncoversSame' : 'recommended.uncovers', { zone, before, after });
}

/** What is left behind, and who could stand in: a proposal, done by one press. */
function Uncovered({ uncovers }: { readonly uncovers: Uncovers }) {
  const { t } = useTranslation();
  const act = useAct();
  const say = useSayNotTaken();
  const may = useMay();
  const { units } = useHall();
  const { backFill, before, after, zone } = uncovers;
  const stands = backFill !== null && units.get(backFill.unit)?.state.standsIn?.zone === zone;
  const isWorse = before !== null && (after === null || after > before);
  return (
    <p className={isWorse ? 'recommended__cover recommended__cover--worse' : 'recommended__cover'}>
      <span title={t('recommended.coverHow')}>{uncoversText(uncovers, t)}</span>
      {backFill !== null && stands && <span>{t('recommended.backFilled', { name: backFill.name })}</span>}
      {backFill !== null && !stands && may.give('StandIn') && (
        <button
          type="button"
          className="act"
          onClick={() => void act('StandIn', { id: backFill.unit, zone }, [`unit/${backFill.unit}`]).then(say)}
        >
          {t('recommended.backFill', { name: backFill.name, minutes: backFill.minutes })}
        </button>
      )}
    </p>
  );
}

/** Another squad's people by day: asked for, and the answer that the desk hears recorded. */
function Help({ unit, incident }: { readonly unit: RecommendedUnit; readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const act = useAct();
  const say = useSayNotTaken();
  const may = useMay();
  const { units, squads } = useHall();
  const squad = squads.get(units.get(unit.unit)?.state.squad ?? '')?.state;
  const codes = unit.warnings.map(({ code }) => code);
  if (squad === undefined || !may.give('AskHelp')) return null;
  if (codes.includes('helpOfSquad'))
    return (
      <button
        type="button"
        className="act"
        onClick={() =>
          void act('AskHelp', { help: crypto.randomUUID(), squad: squad.id, incident: incident.id }, [
            `incident/${incident.id}`,
          ]).then(say)
        }
      >
        {t('recommended.askHelp')}
      </button>
    );
  const asked = squad.helps.findLast((help) => help.incident === incident.id);
  if (asked === undefined || asked.answer !== null || !codes.includes('helpAsked')) return null;
  const answer = (agreed: boolean): void =>
    void act('AnswerHelp', { squad: squad.id, help: asked.id, agreed, channel: 'phone' }, [`squad/${squad.id}`]).then(
      say,
    );
  return (
    <>
      <button type="button" className="act" onClick={() => answer(true)}>
        {t('recommended.helpYes')}
      </button>
      <button type="button" className="act" onClick={() => answer(false)}>
        {t('recommended.helpNo')}
      </button>
    </>
  );
}

interface Props {
  readonly unit: RecommendedUnit;
  readonly incident: IncidentState;
  /** ms; the fix has grown older by so much. */
  readonly sinceWorked: number;
  readonly isPreviewed: boolean;
  readonly onPreview: () => void;
  readonly onSend: () => void;
}

export function RecommendedRow({ unit, incident, sinceWorked, isPreviewed, onPreview, onSend }: Props) {
  const { t } = useTranslation();
  const offset = useOffset();
  const year = useYear();
  const words = (reasons: RecommendedUnit['reasons']): string =>
    reasons.map((reason) => reasonText(reason, t, offset, year)).join(' · ');
  const { enforcer, uncovers, jobsBefore } = unit;
  // Of who is not looked at, less: the list must be taken in at a glance.
  const isLooked = isPreviewed || unit.rank === 1;
  return (
    <li className={isPreviewed ? 'recommended__unit recommended__unit--previewed' : 'recommended__unit'}>
      <div className="recommended__line">
        <kbd className="recommended__key">{unit.rank}</kbd>
        <button type="button" className="link recommended__name" aria-pressed={isPreviewed} onClick={onPreview}>
          {unit.name}
        </button>
        <span className="recommended__people">{t('recommended.people', { certified: unit.certified })}</span>
        <span className="recommended__eta">
          {etaText(unit, t)}
          {jobsBefore > 0 && (
            <span className="recommended__behind"> {t('recommended.behind', { count: jobsBefore })}</span>
          )}
        </span>
        <span className="recommended__age">
          {unit.fixAge === null
            ? t('recommended.noFix')
            : t('recommended.fixAge', { age: agoText(unit.fixAge * 1000 + sinceWorked, t) })}
        </span>
        <button type="button" className={isPreviewed ? 'act act--main' : 'act'} onClick={onSend}>
          {unit.task === 'enforce' ? t('recommended.send') : t('recommended.sendToVerify')}
        </button>
      </div>
      <p className="recommended__reasons">
        {words(unit.reasons)}
        {enforcer !== null && isLooked && ` · ${t('recommended.enforcer', { name: enforcer.name })}`}
      </p>
      {unit.warnings.length > 0 && (
        <p className="recommended__warnings">
          {words(unit.warnings)} <Help unit={unit} incident={incident} />
        </p>
      )}
      {uncovers !== null && isLooked && <Uncovered uncovers={uncovers} />}
    </li>
  );
}
