/** 附件: files of the selected incident; added by choosing, pasting or dropping, shown only when asked for. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentFile, IncidentState } from '../../shared/domain/incident/state.ts';
import type { FileOf, FileWhose } from '../../shared/wire/seat-api.ts';
import { fileLimits, fileOfs } from '../../shared/wire/seat-api.ts';
import { useMay } from '../hall/use-may.ts';
import { useAsk } from '../office/office.ts';
import { useStatus } from '../seat-client/hooks.ts';
import { Section } from '../ui/section.tsx';
import { FileChooser } from './file-chooser.tsx';
import { filesOf } from './file-words.ts';
import { useFilesDesk } from './files-desk.tsx';
import { OpenedPicture } from './opened-picture.tsx';
import type { Got } from './send-file.ts';
import { readFile } from './send-file.ts';
import { ShownFile } from './shown-file.tsx';
import { WaitingFiles } from './waiting-files.tsx';
import './files.css';

/** Whose a file of each kind usually is. */
const usualWhose: { readonly [of in FileOf]: FileWhose } = {
  ...{ complaint: 'caller', evidence: 'ours', permit: 'office', letter: 'office', measurement: 'ours', other: 'ours' },
};

export function FilesSection({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const may = useMay();
  const ask = useAsk();
  const { status, connection } = useStatus();
  const isLive = connection === 'up' && status?.link === 'live';
  const { waiting, add } = useFilesDesk();
  const [of, setOf] = useState<FileOf>('evidence');
  const [over, setOver] = useState(false);
  const [got, setGot] = useState<ReadonlyMap<string, Got | 'asking'>>(new Map());
  const [opened, setOpened] = useState<{ readonly address: string; readonly label: string }>();
  const mayAdd = may.give('AttachFile') && may.ask('bringFiles');
  const mayRead = may.ask('readCaller');
  const own = waiting.filter((file) => file.incident === incident.id);
  const { files } = incident;
  if (files.length === 0 && own.length === 0 && !mayAdd) return null;

  const bring = (chosen: readonly File[]): void => {
    if (!isLive) return;
    add(
      chosen.map((blob) => ({
        ...{ incident: incident.id, name: blob.name, blob, of, whose: usualWhose[of], way: 'detail' },
      })),
    );
  };
  const show = (ref: string, { mediaType }: IncidentFile): void => {
    const put = (value: Got | 'asking'): void => setGot((before) => new Map(before).set(ref, value));
    put('asking');
    void readFile(ask, ref, t('facts.reason'), mediaType).then(put);
  };

  return (
    <Section
      name="files"
      title={t('files.title')}
      note={files.length === 0 ? undefined : t('files.count', { count: files.length, most: fileLimits.perIncident })}
    >
      {files.length > 0 && (
        <ul className="files__list">
          {files.map((file, index) => {
            const ref = file.personal?.ref;
            return (
              <ShownFile
                key={`${file.sha256}-${String(index)}`}
                file={file}
                place={index + 1}
                got={ref === undefined ? undefined : got.get(ref)}
                onShow={ref === undefined || !mayRead ? undefined : () => show(ref, file)}
                onOpen={(address, label) => setOpened({ address, label })}
              />
            );
          })}
        </ul>
      )}
      {files.length > 0 && !mayRead && <p className="files__note">{t('files.mayNotRead')}</p>}
      <WaitingFiles files={own} />
      {mayAdd && (
        <div
          className={over ? 'files__drop files__drop--over' : 'files__drop'}
          role="group"
          tabIndex={0}
          aria-label={t('files.add')}
          aria-disabled={!isLive}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(isLive);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            bring(filesOf(event.dataTransfer));
          }}
          onPaste={(event) => {
            const pasted = filesOf(event.clipboardData);
            if (pasted.length === 0) return;
            event.preventDefault();
            bring(pasted);
          }}
        >
          <select
            value={of}
            disabled={!isLive}
            aria-label={t('files.kind')}
            onChange={(event) => setOf(event.target.value as FileOf)}
          >
            {fileOfs.map((each) => (
              <option key={each} value={each}>
                {t(`files.of.${each}`)}
              </option>
            ))}
          </select>
          <FileChooser disabled={!isLive} label={t('files.choose')} onFiles={bring} />
          <span className="files__note">
            {isLive ? t('files.hint', { megabytes: fileLimits.bytes / 1_000_000 }) : t('files.offline')}
          </span>
        </div>
      )}
      {opened !== undefined && <OpenedPicture {...opened} onClose={() => setOpened(undefined)} />}
    </Section>
  );
}
