/** Taking an entry from the register: with a reason, and never by one slip of the hand. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refusalText } from '../../hall/words.ts';
import { useKeptText } from '../../hall/kept.tsx';
import type { RegisterKind } from '../../hall/told-labels.ts';
import { useHubNow } from '../../seat-client/hooks.ts';
import { isNotSaved, useSave } from './use-save.ts';

interface Props {
  readonly kind: RegisterKind;
  readonly id: string;
  readonly version: number;
  readonly offset: number;
  readonly onDone: (outcome: 'done' | 'queued') => void;
}

export function Withdraw({ kind, id, version, offset, onDone }: Props) {
  const { t } = useTranslation();
  const save = useSave();
  const hubNow = useHubNow();
  const [open, setOpen] = useState(false);
  const { text, type, note } = useKeptText(`regx:${kind}:${id}`);
  const [said, setSaid] = useState<string>();
  const [busy, setBusy] = useState(false);
  const give = async (): Promise<void> => {
    const reason = text.trim();
    if (reason === '') {
      setSaid(t('registers.withdraw.missing'));
      return;
    }
    setBusy(true);
    const provenance = { source: t('registers.choice.way.onSite'), asOf: hubNow(), how: 'hand' as const };
    const outcome = await save({ kind, id, how: 'withdraw', data: { reason, provenance }, version });
    setBusy(false);
    if (!isNotSaved(outcome)) {
      type('');
      setOpen(false);
      onDone(outcome.status);
    } else if (outcome.status === 'refused') setSaid(refusalText(outcome.refusal, t, offset));
    else setSaid(t(`notTaken.${outcome.code}`, { field: outcome.field }));
  };
  if (!open)
    return (
      <button type="button" className="act act--alarm register-withdraw" onClick={() => setOpen(true)}>
        {t('registers.withdraw.open')}
      </button>
    );
  return (
    <div className="register-withdraw" role="group" aria-label={t('registers.withdraw.do')}>
      <label className="field">
        <span>{t('registers.withdraw.reason')}</span>
        <input
          autoFocus
          name="withdraw-reason"
          value={text}
          maxLength={200}
          onChange={(event) => {
            type(event.target.value);
            setSaid(undefined);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            event.stopPropagation();
            if (!event.repeat) void give();
          }}
        />
      </label>
      {note}
      {said !== undefined && (
        <p className="register-field__fault" role="alert">
          {said}
        </p>
      )}
      <button type="button" className="act act--alarm" disabled={busy} onClick={() => void give()}>
        {t('registers.withdraw.do')}
      </button>
    </div>
  );
}
