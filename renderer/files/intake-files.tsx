/** Files that come with what is typed into the intake: chosen, pasted or dropped there, sent once it is taken in. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { fileLimits } from '../../shared/wire/seat-api.ts';
import { useMay } from '../hall/use-may.ts';
import { useKeptHere } from '../office/kept-here.tsx';
import { useStatus } from '../seat-client/hooks.ts';
import { FileChooser } from './file-chooser.tsx';
import { sizeText } from './file-words.ts';
import { useFilesDesk } from './files-desk.tsx';
import './files.css';

const none: readonly File[] = [];

export interface IntakeFilesHeld {
  readonly files: readonly File[];
  readonly bring: (files: readonly File[]) => void;
  readonly drop: (file: File) => void;
  /** They go to this incident, as soon as the hub has it. */
  readonly sendTo: (incident: string) => void;
}

export function useIntakeFiles(): IntakeFilesHeld {
  const [kept, keep] = useKeptHere<readonly File[]>('intakeFiles');
  const files = kept ?? none;
  const may = useMay();
  const { status, connection } = useStatus();
  const isLive = connection === 'up' && status?.link === 'live';
  const mayAdd = isLive && may.give('AttachFile') && may.ask('bringFiles');
  const { add } = useFilesDesk();
  const bring = useCallback(
    (more: readonly File[]) => {
      if (mayAdd && more.length > 0) keep([...files, ...more].slice(0, fileLimits.perIncident));
    },
    [files, keep, mayAdd],
  );
  const sendTo = useCallback(
    (incident: string) => {
      if (files.length === 0) return;
      add(
        files.map((blob) => ({
          ...{ incident, name: blob.name, blob, of: 'complaint', whose: 'caller', way: 'intake' },
        })),
      );
      keep(undefined);
    },
    [files, add, keep],
  );
  return { files, bring, sendTo, drop: (file) => keep(files.filter((one) => one !== file)) };
}

export function IntakeFiles({ held }: { readonly held: IntakeFilesHeld }) {
  const { t } = useTranslation();
  const { status, connection } = useStatus();
  const isLive = connection === 'up' && status?.link === 'live';
  const { files, bring, drop } = held;
  return (
    <div className="files__intake" data-section="intakeFiles">
      <div className="files__drop">
        <span>{t('files.title')}</span>
        <FileChooser disabled={!isLive} label={t('files.add')} onFiles={bring} />
        <span className="files__note">{t(isLive ? 'files.intakeHint' : 'files.offline')}</span>
      </div>
      {files.length > 0 && (
        <ul className="files__waiting" aria-label={t('files.waitingList')}>
          {files.map((file, index) => (
            <li key={`${file.name}-${String(index)}`}>
              <span className="files__name">{file.name}</span>
              <span className="files__note">{sizeText(file.size)}</span>
              <button type="button" className="act act--quiet" onClick={() => drop(file)}>
                {t('files.drop')}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
