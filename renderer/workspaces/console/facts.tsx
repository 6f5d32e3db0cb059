/** Where it is and who called. The caller's words are fetched from the hub's vault only when asked for, and that is on record. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { IncidentFacts } from '../../hall/incident-facts.tsx';
import { useMay } from '../../hall/use-may.ts';
import { useVault } from '../../hall/vault-words.tsx';
import { listed } from '../../i18n/say.ts';
import '../../hall/facts.css';

const members = ['text', 'name', 'phone', 'address'] as const;

type Personal = NonNullable<IncidentState['personal']>;

type Answer = NonNullable<ReturnType<typeof useVault>['answer']>;

/** Everything a secret caller said: for those who ring them back, with a reason of their own words. */
function InFull({ onAsk, isAsking }: { readonly onAsk: (reason: string) => void; readonly isAsking: boolean }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <form
      className="facts__full"
      name="secret-caller"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() !== '' && !isAsking) onAsk(reason.trim());
      }}
    >
      <label>
        {t('facts.secret.reason')}
        <input
          name="reason"
          value={reason}
          maxLength={200}
          required
          autoComplete="off"
          placeholder={t('facts.secret.hint')}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <button type="submit" className="act" disabled={isAsking || reason.trim() === ''}>
        {t('facts.secret.show')}
      </button>
    </form>
  );
}

function Words({ content }: { readonly content: Readonly<Record<string, unknown>> }) {
  const { t } = useTranslation();
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

const whyRefused = (answer: Answer | undefined): Extract<Answer, { status: 'refused' }> | undefined =>
  typeof answer === 'object' && answer.status === 'refused' ? answer : undefined;

/** What a caller said, as the vault has it under this handle. */
export function CallerWords({ personal }: { readonly personal: Personal }) {
  const { t } = useTranslation();
  const may = useMay();
  const { answer, ask } = useVault(personal.ref);
  const full = useVault(personal.ref);
  const refused = whyRefused(answer);
  if (typeof answer !== 'object' || refused !== undefined)
    return (
      <p className="facts__caller">
        <button type="button" className="act" disabled={answer === 'asking'} onClick={() => ask()}>
          {t('facts.showCaller')}
        </button>
        <span className="facts__has">
          {listed(
            t,
            personal.has.map((each) => t(`facts.has.${each as (typeof members)[number]}`)),
          )}
        </span>
        {refused !== undefined && <span role="alert">{t(`facts.refused.${refused.code}`)}</span>}
      </p>
    );
  const shown = typeof full.answer === 'object' && full.answer.status === 'content' ? full.answer : answer;
  if (shown.status !== 'content') return null;
  const fullRefused = whyRefused(full.answer);
  return (
    <>
      {shown.masked === true && <p className="facts__secret">{t('facts.secret.masked')}</p>}
      <Words content={shown.content as Readonly<Record<string, unknown>>} />
      {shown.masked === true && may.ask('readSecretCaller') && (
        <InFull onAsk={full.ask} isAsking={full.answer === 'asking'} />
      )}
      {fullRefused !== undefined && <p role="alert">{t(`facts.refused.${fullRefused.code}`)}</p>}
    </>
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
      {may.ask('readCaller') && (
        <Caller incident={incident} key={`${incident.personal?.ref ?? ''} ${String(incident.confidential)}`} />
      )}
    </IncidentFacts>
  );
}
