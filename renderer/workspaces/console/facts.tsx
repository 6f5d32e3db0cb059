/** Where it is and who called. The caller's words are fetched from the hub's vault only when asked for, and that is on record. */
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { useHall } from '../../hall/hall.tsx';
import { useMay } from '../../hall/use-may.ts';
import { Section } from '../../ui/section.tsx';
import { useVault } from './vault-words.tsx';
import './facts.css';

const members = ['text', 'name', 'phone', 'address'] as const;

function Caller({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const { personal } = incident;
  const { answer, ask } = useVault(personal?.ref);
  if (personal === null) return <p className="facts__caller">{t('facts.noCaller')}</p>;
  if (answer === undefined || answer === 'asking' || answer.status === 'refused') {
    return (
      <p className="facts__caller">
        <button type="button" className="act" disabled={answer === 'asking'} onClick={ask}>
          {t('facts.showCaller')}
        </button>
        <span className="facts__has">
          {personal.has.map((each) => t(`facts.has.${each as (typeof members)[number]}`)).join('、')}
        </span>
        {typeof answer === 'object' && <span role="alert">{t(`facts.refused.${answer.code}`)}</span>}
      </p>
    );
  }
  const content = answer.content as Readonly<Record<string, unknown>>;
  return (
    <dl className="facts__words">
      {members.map((member) =>
        typeof content[member] === 'string' ? (
          <div key={member}>
            <dt>{t(`facts.has.${member}`)}</dt>
            <dd>{content[member]}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

export function Facts({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const { plates, squads, zones } = useHall();
  const may = useMay();
  const { placing } = incident;
  const nameOf = (code: string | undefined): string =>
    plates?.grids.find((grid) => grid.code === code)?.name ?? code ?? '—';
  const rows: readonly (readonly [string, string])[] = [
    [
      t('facts.place'),
      placing.name ??
        (placing.roads.length > 0 && placing.precision !== 'callerCell'
          ? placing.roads.join('、')
          : t(`facts.precision.${placing.precision}`)),
    ],
    [
      t('facts.street'),
      placing.outside === null ? (placing.street ?? '—') : t('facts.outside', { district: placing.outside }),
    ],
    [t('facts.grids'), placing.grids === null ? '—' : [placing.grids.area, placing.grids.cell].map(nameOf).join(' / ')],
    [t('facts.squad'), placing.squad === null ? '—' : (squads.get(placing.squad)?.state.name ?? placing.squad)],
    [t('facts.zone'), placing.zone === null ? '—' : (zones.get(placing.zone)?.state.name ?? placing.zone)],
    [t('facts.matter'), [incident.matter, ...incident.also].map((matter) => t(`matter.${matter}`)).join('、')],
    [t('facts.wantsReply'), t(`facts.reply.${incident.wantsReply}`)],
  ];
  return (
    <Section name="facts" title={t('facts.title')} note={placing.certain ? undefined : t('facts.uncertain')}>
      <dl className="facts">
        {rows.map(([name, value]) => (
          <div key={name} className="facts__row">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {incident.marks.length > 0 && (
        <p className="facts__marks">{incident.marks.map((mark) => t(`mark.${mark}`)).join(' · ')}</p>
      )}
      {may.ask('readCaller') && <Caller incident={incident} key={incident.personal?.ref ?? ''} />}
    </Section>
  );
}
