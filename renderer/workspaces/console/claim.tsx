/** Whose the incident is (接手): claimed with one key, given back with the same, taken over with a word. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { actText } from '../../hall/claims.ts';
import { useOffset } from '../../hall/offset.ts';
import { useMay } from '../../hall/use-may.ts';
import { timeText } from '../../hall/words.ts';
import { isQueued } from '../../hall/incident-order.ts';
import { useOfHubTime, usePresence, useStatus } from '../../seat-client/hooks.ts';
import { useBoxOpen } from '../../ui/use-open-box.ts';
import { useDo } from './use-do.ts';
import './claim.css';
import './override.css';

const reasons = ['holderBusy', 'holderAway', 'knowsIt', 'ordered', 'other'] as const;
type Why = (typeof reasons)[number];

/** The key of the console: the button knows what it means for whoever sits here. */
export function pressClaim(): void {
  window.document.querySelector<HTMLButtonElement>('button[data-claim]')?.click();
}

/** Why it is taken from somebody: answered by one key. */
function Asking({ name, onAnswer }: { readonly name: string; readonly onAnswer: (why: Why | null) => void }) {
  const { t } = useTranslation();
  useBoxOpen();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const why = /^[1-9]$/.test(event.key) ? reasons[Number(event.key) - 1] : undefined;
      if (why === undefined && event.key !== 'Escape') return;
      // It is this that is answered, nothing below it.
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!event.repeat) onAnswer(why ?? null);
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [onAnswer]);
  return (
    <div className="override" role="dialog" aria-label={t('claim.why', { name })}>
      <p className="override__title">{t('claim.why', { name })}</p>
      <ol className="override__reasons">
        {reasons.map((why, index) => (
          <li key={why}>
            <button type="button" className="act" onClick={() => onAnswer(why)}>
              <kbd>{index + 1}</kbd> {t(`claim.reason.${why}`)}
            </button>
          </li>
        ))}
        <li>
          <button type="button" className="act" onClick={() => onAnswer(null)}>
            <kbd>Esc</kbd> {t('claim.cancel')}
          </button>
        </li>
      </ol>
    </div>
  );
}

/** What others did since, for the holder. */
function Acts({ claim }: { readonly claim: NonNullable<IncidentState['claim']> }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const others = usePresence();
  const lines = useOfHubTime((now) =>
    claim.others
      .map((act) => {
        const who = others.find(({ user }) => user === act.user)?.name ?? act.seat;
        return t('claim.act', { time: timeText(act.at, now, offset), who, what: actText(act, t) });
      })
      .join('\n'),
  );
  if (lines === '') return null;
  return (
    <ul className="claim__acts" aria-label={t('claim.acts')}>
      {lines.split('\n').map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

export function ClaimBar({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const may = useMay();
  const doIt = useDo(incident);
  const user = useStatus().status?.user?.id;
  const [asking, setAsking] = useState(false);
  const { claim } = incident;
  const since = useOfHubTime((now) => (claim === null ? '' : timeText(claim.at, now, offset)));
  const until = useOfHubTime((now) => (claim === null ? '' : timeText(claim.until, now, offset)));
  const isMine = claim !== null && claim.user === user;
  if (!isQueued(incident) && claim === null) return null;
  const answer = (why: Why | null): void => {
    setAsking(false);
    if (why !== null && claim !== null) void doIt('TakeOverClaim', { from: claim.user, why });
  };
  const [type, text, hint] =
    claim === null
      ? (['ClaimIncident', t('claim.take'), t('claim.takeHint')] as const)
      : isMine
        ? (['ReleaseClaim', t('claim.release'), t('claim.releaseHint')] as const)
        : (['TakeOverClaim', t('claim.takeOver'), t('claim.takeOverHint')] as const);
  return (
    <div className="claim" data-claimed={claim === null ? 'nobody' : isMine ? 'mine' : 'other'}>
      {claim !== null && (
        <span
          className={isMine ? 'claim__who claim__who--mine' : 'claim__who claim__who--other'}
          title={isMine ? undefined : t('claim.otherHint')}
        >
          {isMine ? t('claim.mine', { time: since, until }) : t('claim.other', { name: claim.name, time: since })}
        </span>
      )}
      {claim?.from !== null && claim !== null && (
        <span className="claim__who">
          {t('claim.wasOf', { name: claim.from.name, why: t(`claim.reason.${claim.from.why}`) })}
        </span>
      )}
      {may.give(type) && (
        <button
          type="button"
          className="act act--quiet"
          data-claim={type}
          title={hint}
          // The focus stays where the keys of the console are heard.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            if (type === 'TakeOverClaim') setAsking(true);
            else void doIt(type);
          }}
        >
          {text} <kbd>J</kbd>
        </button>
      )}
      {isMine && <Acts claim={claim} />}
      {asking && claim !== null && <Asking name={claim.name} onAnswer={answer} />}
    </div>
  );
}
