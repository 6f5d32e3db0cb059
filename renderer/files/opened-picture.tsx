/** A picture as large as the window allows; Escape or a press closes it. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useBoxOpen } from '../ui/use-open-box.ts';

export function OpenedPicture({
  address,
  label,
  onClose,
}: {
  readonly address: string;
  readonly label: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const button = useRef<HTMLButtonElement>(null);
  useBoxOpen();
  useEffect(() => {
    const before = document.activeElement;
    button.current?.focus();
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.stopImmediatePropagation();
      onClose();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true });
      if (before instanceof HTMLElement) before.focus();
    };
  }, [onClose]);
  return (
    <div className="files__opened" role="dialog" aria-modal="true" aria-label={label}>
      <button ref={button} type="button" className="files__close" onClick={onClose}>
        <img src={address} alt={label} />
        <span className="act">{t('files.close')}</span>
      </button>
    </div>
  );
}
