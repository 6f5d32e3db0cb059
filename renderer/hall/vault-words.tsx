/** Words in the hub's vault: fetched only when asked for, which is on record there with its reason. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnswerOf } from '../../shared/wire/seat-api.ts';
import { useSeat } from '../seat-client/hooks.ts';
import { SeatLost } from '../seat-client/seat-client.ts';
import './vault-words.css';

type Personal = AnswerOf<'personal'>;

/** The record, once it was asked for. */
export function useVault(ref: string | undefined): {
  readonly answer: Personal | 'asking' | undefined;
  /** @param full Why everything is to be shown that names a caller who is kept secret; absent: as much as is told without. */
  readonly ask: (full?: string) => void;
} {
  const { t } = useTranslation();
  const seat = useSeat();
  const [answer, setAnswer] = useState<Personal | 'asking'>();
  const ask = (full?: string): void => {
    if (ref === undefined) return;
    setAnswer('asking');
    const how = full === undefined ? { reason: t('facts.reason') } : { reason: full, inFull: true };
    seat.request('personal', { ref, ...how }).then(setAnswer, (error: unknown) => {
      if (!(error instanceof SeatLost)) throw error;
      setAnswer({ status: 'refused', code: 'Offline' });
    });
  };
  return { answer, ask };
}

/** What somebody noted: hidden until it is asked for; why it cannot be read is said. */
export function VaultWords({ vaultRef }: { readonly vaultRef: string }) {
  const { t } = useTranslation();
  const { answer, ask } = useVault(vaultRef);
  if (typeof answer === 'object' && answer.status === 'content') {
    const { text } = answer.content as { readonly text?: unknown };
    return <span className="vault-words">{typeof text === 'string' && text !== '' ? text : t('vaultWords.none')}</span>;
  }
  return (
    <>
      <button
        type="button"
        className="act act--quiet vault-words__show"
        disabled={answer === 'asking'}
        onClick={() => ask()}
      >
        {t('vaultWords.show')}
      </button>
      {typeof answer === 'object' && (
        <span className="vault-words__refused" role="alert">
          {t(`facts.refused.${answer.code}`)}
        </span>
      )}
    </>
  );
}
