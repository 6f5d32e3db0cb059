/** A button that puts a text on the clipboard and says whether it is there; where that is refused, the text to copy by hand. */
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import './copy-text.css';

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

interface Props {
  /** Key it by what it is about: what was said of the last copy goes with it. */
  readonly text: string;
  readonly label: string;
  readonly button: string;
}

export function CopyText({ text, label, button }: Props) {
  const { t } = useTranslation();
  const [done, setDone] = useState<'yes' | 'no' | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const copy = async (): Promise<void> => {
    const isThere = await copied(text);
    setDone(isThere ? 'yes' : 'no');
  };
  return (
    <div className="copy-text">
      <button type="button" className={button} onClick={() => void copy()}>
        {label}
      </button>
      <span role="status">{done === 'yes' ? t('mapCard.copied') : ''}</span>
      {done === 'no' && (
        <label>
          {t('mapCard.copyByHand')}
          <textarea
            ref={(element) => {
              if (field.current === element) return;
              field.current = element;
              element?.focus();
              element?.select();
            }}
            readOnly
            rows={text.split('\n').length}
            value={text}
          />
        </label>
      )}
    </div>
  );
}
