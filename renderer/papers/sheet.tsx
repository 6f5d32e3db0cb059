/** A sheet of paper over the screen: read, copied, printed on A4 in the colours of the day. Escape closes it. */
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { CopyText } from '../ui/copy-text.tsx';
import { useBoxOpen } from '../ui/use-open-box.ts';
import './sheet.css';

interface Props {
  readonly name: string;
  readonly title: string;
  /** All of it as plain text. */
  readonly text: string;
  readonly onClose: () => void;
  /** Choices above the paper; not printed. */
  readonly choices?: ReactNode;
  readonly children: ReactNode;
}

export function Sheet({ name, title, text, onClose, choices, children }: Props) {
  const { t } = useTranslation();
  const paper = useRef<HTMLDivElement>(null);
  useBoxOpen();
  useEffect(() => {
    const before = document.activeElement;
    paper.current?.focus({ preventScroll: true });
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.isComposing) return;
      event.stopImmediatePropagation();
      onClose();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true });
      if (before instanceof HTMLElement) before.focus();
    };
  }, [onClose]);
  return createPortal(
    <div className="sheet" role="dialog" aria-modal="true" aria-label={title} data-sheet={name}>
      <div className="sheet__bar">
        {choices}
        <CopyText key={text} text={text} label={t('papers.copy')} button="act" />
        <button type="button" className="act act--main" onClick={() => window.print()}>
          {t('papers.print')}
        </button>
        <button type="button" className="act" onClick={onClose}>
          {t('papers.close')}
        </button>
      </div>
      {/* Keys of the console must not reach what lies below. */}
      <div ref={paper} className="sheet__paper" tabIndex={-1} onKeyDown={(event) => event.stopPropagation()}>
        {children}
      </div>
    </div>,
    document.body,
  );
}
