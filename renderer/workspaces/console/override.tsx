/** Why another than the recommended unit is sent: asked once, answered by one key, kept with the assignment. */
import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plates } from '../../../shared/domain/district/state.ts';
import { must } from '../../../shared/lib/must.ts';
import { codeText, hasText } from '../../i18n/say.ts';
import { useHall } from '../../hall/hall.tsx';
import type { TFunction } from '../../hall/types.ts';
import { useBoxOpen } from '../../ui/use-open-box.ts';
import './override.css';

/** Those of the pack, else the usual ones; as the hub knows them. */
const usual = ['nearby', 'knowsPlace', 'leaderSaid', 'recommendedNotFree', 'otherTask'] as const;

/** The words for a reason: the pack's own, else the screen's. */
export function overrideText(code: string, plates: Plates | undefined, t: TFunction): string {
  const own = plates?.policy.overrides?.find((each) => each.code === code)?.name;
  if (own !== undefined) return own;
  return hasText('recommended.override', code) ? codeText(t, 'recommended.override', code) : code;
}

/** Resolves with the code; null: nobody is to be sent. `name`: of the unit that is recommended. */
type Ask = (name: string) => Promise<string | null>;

const AskContext = createContext<Ask | undefined>(undefined);
export const useAskOverride = (): Ask => must(useContext(AskContext), 'an OverrideAsking above');

interface Asked {
  readonly name: string;
  readonly answer: (code: string | null) => void;
}

function Box({ asked: { name, answer } }: { readonly asked: Asked }) {
  const { t } = useTranslation();
  const { plates } = useHall();
  const codes = useMemo(() => plates?.policy.overrides?.map(({ code }) => code) ?? usual, [plates]);
  useBoxOpen();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const code = /^[1-9]$/.test(event.key) ? codes[Number(event.key) - 1] : undefined;
      if (code === undefined && event.key !== 'Escape') return;
      // It is this that is answered, nothing below it.
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!event.repeat) answer(code ?? null);
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [codes, answer]);
  return (
    <div className="override" role="dialog" aria-label={t('recommended.why', { name })}>
      <p className="override__title">{t('recommended.why', { name })}</p>
      <ol className="override__reasons">
        {codes.map((code, index) => (
          <li key={code}>
            <button type="button" className="act" onClick={() => answer(code)}>
              <kbd>{index + 1}</kbd> {overrideText(code, plates, t)}
            </button>
          </li>
        ))}
        <li>
          <button type="button" className="act" onClick={() => answer(null)}>
            <kbd>Esc</kbd> {t('recommended.cancel')}
          </button>
        </li>
      </ol>
    </div>
  );
}

export function OverrideAsking({ children }: { readonly children: ReactNode }) {
  const [asked, setAsked] = useState<Asked>();
  const ask = useCallback<Ask>(
    (name) =>
      new Promise((resolve) => {
        setAsked((before) => {
          // Whoever was asked before sends nobody.
          before?.answer(null);
          return {
            name,
            answer: (code) => {
              setAsked(undefined);
              resolve(code);
            },
          };
        });
      }),
    [],
  );
  return (
    <AskContext value={ask}>
      {children}
      {asked !== undefined && <Box asked={asked} />}
    </AskContext>
  );
}
