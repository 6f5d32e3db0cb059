/** What the same caller reported before, by number or name, whole: for who may, for a reason, and on record at the hub. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallerOf, Found, PastAnswer, PastIncident } from '../../shared/wire/seat-api.ts';
import { useMay } from '../hall/use-may.ts';
import { useAsk, useUnansweredText } from '../office/office.ts';
import type { Unanswered } from '../office/office.ts';
import type { Opens } from './opens.ts';
import { PastRow } from './past-rows.tsx';

/** What is typed is a number where it holds as many digits as one. */
export function callerOf(typed: string): CallerOf {
  const digits = typed.normalize('NFKC').replace(/\D/g, '');
  const text = typed.slice(0, 60);
  return digits.length >= 7 ? { kind: 'phone', phone: text } : { kind: 'name', name: text };
}

type Answer = { readonly status: 'granted'; readonly body: PastAnswer } | Unanswered;

/** Asks the hub once a reason is given. */
export function useCaller(): {
  readonly answer: Answer | 'asking' | undefined;
  readonly ask: (of: CallerOf, reason: string) => void;
} {
  const send = useAsk();
  const [answer, setAnswer] = useState<Answer | 'asking'>();
  return {
    answer,
    ask: (of, reason) => {
      setAnswer('asking');
      void send({ ask: 'caller', of, reason }).then(setAnswer);
    },
  };
}

const asFound = ({ id, number, headline, stage, receivedAt }: PastIncident): Found => ({
  ...{ kind: 'incident', id, name: number, detail: headline, stage, at: receivedAt, site: null },
});

interface Props {
  readonly typed: string;
  readonly opensFor: (one: Found) => Opens;
  readonly onOpen: (opens: Opens) => void;
  readonly onBack: () => void;
}

export function CallerPast({ typed, opensFor, onOpen, onBack }: Props) {
  const { t } = useTranslation();
  const unanswered = useUnansweredText();
  const may = useMay();
  const [who, setWho] = useState(typed);
  const [reason, setReason] = useState('');
  const { answer, ask } = useCaller();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const isWhole = who.trim() !== '' && reason.trim() !== '';
  return (
    <form
      className="find__caller"
      name="caller"
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole && answer !== 'asking') ask(callerOf(who.trim()), reason.trim());
      }}
    >
      <header className="find__caller-head">
        <b>{t('find.caller.title')}</b>
        <button type="button" className="act act--quiet" onClick={onBack}>
          {t('find.caller.back')}
        </button>
      </header>
      <label>
        {t('find.caller.who')}
        <input value={who} maxLength={60} autoComplete="off" onChange={(event) => setWho(event.target.value)} />
      </label>
      <label>
        {t('find.caller.reason')}
        <input
          ref={first}
          value={reason}
          maxLength={200}
          required
          placeholder={t('find.caller.reasonHint')}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <p className="find__note">{t('find.caller.noted')}</p>
      {!may.ask('readSecretCaller') && <p className="find__note">{t('find.caller.secret')}</p>}
      <button type="submit" className="act act--main" disabled={!isWhole || answer === 'asking'}>
        {t('find.caller.ask')}
      </button>
      {typeof answer === 'object' && answer.status !== 'granted' && (
        <p className="find__note find__note--why" role="alert">
          {answer.status === 'refused' && answer.code === 'InvalidMessage'
            ? t('find.caller.noNumber')
            : unanswered(answer)}
        </p>
      )}
      {typeof answer === 'object' && answer.status === 'granted' && (
        <>
          <p className="find__note" role="status">
            {answer.body.incidents.length === 0
              ? t('find.caller.none')
              : t('find.caller.found', { count: answer.body.incidents.length })}
          </p>
          <ul className="find__past">
            {answer.body.incidents.map((incident) => {
              const opens = opensFor(asFound(incident));
              return (
                <li key={incident.id} data-past={incident.number}>
                  {opens.does === 'nothing' ? (
                    <PastRow incident={incident} />
                  ) : (
                    <PastRow incident={incident} onOpen={() => onOpen(opens)} />
                  )}
                </li>
              );
            })}
          </ul>
        </>
      )}
    </form>
  );
}
