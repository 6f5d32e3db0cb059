/** Files: dropped, chosen, or pasted as a table. */
import { useRef, useState } from 'react';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Section } from '../../ui/section.tsx';
import type { ImportDesk } from './use-import.ts';

export function FilesStep({ desk, live }: { readonly desk: ImportDesk; readonly live: boolean }) {
  const { t } = useTranslation();
  const chooser = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [pasted, setPasted] = useState<string | null>(null);
  const { held, sending } = desk;
  const busy = sending !== null || !live;
  const bring = (files: Iterable<File>): void =>
    desk.bring([...files].map((file) => ({ name: file.name, blob: file })));
  return (
    <Section name="import-files" title={t('imports.step.files')}>
      <input
        ref={chooser}
        className="unseen"
        type="file"
        name="import-files"
        multiple
        tabIndex={-1}
        aria-label={t('imports.step.files')}
        disabled={busy}
        onChange={(event) => {
          bring(event.target.files ?? []);
          event.target.value = '';
        }}
      />
      {held.brought === null && sending === null ? (
        <button
          type="button"
          className={over ? 'imports__drop imports__drop--over' : 'imports__drop'}
          disabled={busy}
          onClick={() => chooser.current?.click()}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            if (!busy) bring(event.dataTransfer.files);
          }}
        >
          <span>{t('imports.drop')}</span>
          <span className="imports__hint">{t('imports.dropHint')}</span>
        </button>
      ) : (
        <ul className="imports__files">
          {(held.brought?.names ?? []).map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
      )}
      {sending !== null && (
        <p className="imports__working" role="status">
          {t('imports.sending', { percent: sending })}
        </p>
      )}
      {held.brought !== null && sending === null && (
        <Button size="small" onClick={desk.clear}>
          {t('imports.again')}
        </Button>
      )}
      {held.brought === null && sending === null && pasted === null && (
        <Button size="small" onClick={() => setPasted('')} disabled={busy}>
          {t('imports.paste')}
        </Button>
      )}
      {held.brought === null && pasted !== null && (
        <label className="field">
          {t('imports.paste')}
          <textarea
            name="import-paste"
            rows={6}
            value={pasted}
            placeholder={t('imports.pasteHint')}
            onChange={(event) => setPasted(event.target.value)}
          />
          <Button
            type="primary"
            size="small"
            disabled={busy || pasted.trim() === ''}
            onClick={() => {
              desk.bring([{ name: `${t('imports.pastedName')}.tsv`, blob: new Blob([pasted]) }]);
              setPasted(null);
            }}
          >
            {t('imports.pasteUse')}
          </Button>
        </label>
      )}
    </Section>
  );
}
