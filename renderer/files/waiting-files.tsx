/** Files on their way to an incident: how far, or why not. */
import { useTranslation } from 'react-i18next';
import { fileLimits } from '../../shared/wire/seat-api.ts';
import { useUnansweredText } from '../office/office.ts';
import { knownFaults, sizeText } from './file-words.ts';
import type { SendTrouble } from './send-file.ts';
import type { WaitingFile } from './files-desk.tsx';
import { useFilesDesk } from './files-desk.tsx';

export function useTroubleText(): (trouble: SendTrouble) => string {
  const { t } = useTranslation();
  const unanswered = useUnansweredText();
  return (trouble) => {
    if (trouble.of === 'ask') return unanswered(trouble.why);
    const code = knownFaults.find((known) => known === trouble.code);
    if (code === undefined) return t('files.fault.other', { code: trouble.code, field: trouble.field });
    return t(`files.fault.${code}`, { megabytes: fileLimits.bytes / 1_000_000, most: fileLimits.perIncident });
  };
}

export function WaitingFiles({ files }: { readonly files: readonly WaitingFile[] }) {
  const { t } = useTranslation();
  const { sending, again, drop } = useFilesDesk();
  const troubleText = useTroubleText();
  if (files.length === 0) return null;
  return (
    <ul className="files__waiting" aria-label={t('files.waitingList')}>
      {files.map(({ id, name, blob, trouble }) => (
        <li key={id} data-waiting={trouble === null ? 'waiting' : 'refused'}>
          <span className="files__name">{name}</span>
          <span className="files__note">{sizeText(blob.size)}</span>
          {trouble === null ? (
            <span className="files__note" role="status">
              {sending?.id === id ? t('files.sending', { percent: sending.percent }) : t('files.waits')}
            </span>
          ) : (
            <span className="files__refused" role="alert">
              {troubleText(trouble)}
            </span>
          )}
          {trouble?.of === 'ask' && (
            <button type="button" className="act act--quiet" onClick={() => again(id)}>
              {t('files.again')}
            </button>
          )}
          {sending?.id !== id && (
            <button type="button" className="act act--quiet" onClick={() => drop(id)}>
              {t('files.drop')}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
