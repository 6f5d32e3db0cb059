/** What became of a command: in the place where it was given. */
import { useCallback, useState } from 'react';
import type { ReactNode } from 'react';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useOffset } from '../hall/offset.ts';
import { refusalText } from '../hall/words.ts';
import type { Give, Outcome } from './use-give.ts';
import { useGive } from './use-give.ts';

function Said({ outcome }: { readonly outcome: Outcome }) {
  const { t } = useTranslation();
  const offset = useOffset();
  switch (outcome.status) {
    case 'done':
      return <Alert type="success" showIcon role="status" title={t('system.saved')} />;
    case 'queued':
      return <Alert type="info" showIcon role="status" title={t('system.queued')} />;
    case 'refused':
      return <Alert type="error" showIcon role="alert" title={refusalText(outcome.refusal, t, offset)} />;
    case 'notTaken':
      return (
        <Alert type="error" showIcon role="alert" title={t(`notTaken.${outcome.code}`, { field: outcome.field })} />
      );
  }
}

/** One form's commands: whether one is under way, and what became of the last. */
export function useGiven(): {
  readonly busy: boolean;
  readonly said: ReactNode;
  readonly give: Give;
  /** What was said is of before: something else is being typed. */
  readonly forget: () => void;
} {
  const send = useGive();
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const give = useCallback<Give>(
    async (...command) => {
      setBusy(true);
      setOutcome(undefined);
      try {
        const given = await send(...command);
        setOutcome(given);
        return given;
      } finally {
        setBusy(false);
      }
    },
    [send],
  );
  const forget = useCallback(() => setOutcome(undefined), []);
  return { busy, give, forget, said: outcome === undefined ? null : <Said outcome={outcome} /> };
}
