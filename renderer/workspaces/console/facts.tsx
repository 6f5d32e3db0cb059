/** Where it is and who called. The caller's words are fetched from the hub's vault only when asked for, and that is on record. */
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { IncidentFacts } from '../../hall/incident-facts.tsx';
import { useMay } from '../../hall/use-may.ts';
import { useVault } from '../../hall/vault-words.tsx';
import { listed } from '../../i18n/say.ts';
import '../../hall/facts.css';

const members = ['text', 'name', 'phone', 'address'] as const;

type Personal = NonNullable<IncidentState['personal']>;

/** What a caller said, as the vault has it under this handle. */
export function CallerWords({ personal }: { readonly personal: Personal }) {
  const { t } = useTranslation();
  const { answer, ask } = useVault(personal.ref);
  if (answer === undefined || answer === 'asking' || answer.status === 'refused') {
    return (
      <p className="facts__caller">
        <button type="button" className="act" disabled={answer === 'asking'} onClick={ask}>
          {t('facts.showCaller')}
        </button>
        <span className="facts__has">
          {listed(
            t,
            personal.has.map((each) => t(`facts.has.${each as (typeof members)[number]}`)),
          )}
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

function Caller({ incident: { personal } }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  if (personal === null) return <p className="facts__caller">{t('facts.noCaller')}</p>;
  return <CallerWords personal={personal} />;
}

export function Facts({ incident }: { readonly incident: IncidentState }) {
  const may = useMay();
  return (
    <IncidentFacts incident={incident}>
      {may.ask('readCaller') && <Caller incident={incident} key={incident.personal?.ref ?? ''} />}
    </IncidentFacts>
  );
}
