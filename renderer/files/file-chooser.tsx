/** The button that opens the system's choice of files, in the words of this screen. */
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly disabled: boolean;
  /** Of the field behind the button. */
  readonly label: string;
  readonly onFiles: (files: readonly File[]) => void;
}

export function FileChooser({ disabled, label, onFiles }: Props) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className="act" disabled={disabled} onClick={() => field.current?.click()}>
        {t('files.choose')}
      </button>
      <input
        ref={field}
        className="unseen"
        type="file"
        multiple
        tabIndex={-1}
        aria-label={label}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </>
  );
}
