/** 粘贴识别: the text of a notice or rows of a table, before they become forms. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeptText } from '../../hall/kept.tsx';
import { mostPasted } from '../../hall/recognise.ts';
import { typed } from '../../hall/typed.ts';

/** Longer is no notice any more: it goes by import. */
const mostLetters = 30_000;

interface Props {
  /** Returns how many entries it makes; null: nothing was recognised. */
  readonly onText: (text: string) => number | null;
  readonly onClose: () => void;
}

export function PasteBox({ onText, onClose }: Props) {
  const { t } = useTranslation();
  const { text, type, note } = useKeptText('registers:paste');
  const [nothing, setNothing] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);
  const read = (): void => {
    if (onText(text) === null) setNothing(true);
    else type('');
  };
  return (
    <form
      className="register-paste"
      aria-label={t('registers.pasteBox.title')}
      onSubmit={(event) => {
        event.preventDefault();
        read();
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          read();
        } else if (event.key === 'Escape') onClose();
      }}
    >
      <h2 className="register-form__title">{t('registers.pasteBox.title')}</h2>
      <p className="register-field__hint">{t('registers.pasteBox.hint')}</p>
      <textarea
        ref={area}
        name="register-paste"
        rows={12}
        value={text}
        aria-label={t('registers.pasteBox.title')}
        onChange={(event) => {
          type(typed(event.target.value, mostLetters).text);
          setNothing(false);
        }}
      />
      {note}
      {nothing && (
        <p className="register-field__fault" role="alert">
          {t('registers.pasteBox.none')}
        </p>
      )}
      {text.split('\n').length > mostPasted + 1 && (
        <p className="register-field__hint">{t('registers.pasteBox.cut', { n: mostPasted })}</p>
      )}
      <div className="register-form__acts">
        <button type="submit" className="act act--main">
          {t('registers.pasteBox.read')}
        </button>
        <button type="button" className="act act--quiet" onClick={onClose}>
          {t('registers.close')}
        </button>
      </div>
    </form>
  );
}
