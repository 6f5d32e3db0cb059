/** One file of an incident: what is known of it, and its content once somebody asked for it. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentFile } from '../../shared/domain/incident/state.ts';
import { endingOf, isShownInPage, sortOf } from '../../shared/lib/media-type.ts';
import { useOffset } from '../hall/offset.ts';
import { timeText } from '../hall/words.ts';
import { clauses } from '../i18n/say.ts';
import { useUnansweredText } from '../office/office.ts';
import { useHubTime } from '../seat-client/hooks.ts';
import { saveBlob } from '../ui/save-file.ts';
import { sizeText } from './file-words.ts';
import type { Got } from './send-file.ts';

/** An address of the content for as long as it is shown. */
function useAddress(blob: Blob | undefined): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (blob === undefined) return undefined;
    const made = URL.createObjectURL(blob);
    setAddress(made);
    return () => {
      setAddress(undefined);
      URL.revokeObjectURL(made);
    };
  }, [blob]);
  return address;
}

interface Props {
  readonly file: IncidentFile;
  /** Place in the list, from 1: the name may tell of a person, and is not known before the content. */
  readonly place: number;
  readonly got: Got | 'asking' | undefined;
  /** Undefined for who may not read it. */
  readonly onShow: (() => void) | undefined;
  readonly onOpen: (address: string, label: string) => void;
}

export function ShownFile({ file, place, got, onShow, onOpen }: Props) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const unanswered = useUnansweredText();
  const [broken, setBroken] = useState(false);
  const sort = sortOf(file.mediaType);
  const here = typeof got === 'object' && got.state === 'here' ? got : undefined;
  const address = useAddress(here?.blob);
  const label = t('files.label', { sort: t(`files.sort.${sort}`), place });
  const isErased = file.personal === null;
  const shows = isShownInPage(file.mediaType) && !broken;
  return (
    <li className="files__one" data-file={sort} data-erased={isErased}>
      {address !== undefined && shows && sort === 'image' && (
        <button
          type="button"
          className="files__thumb"
          aria-label={t('files.open', { label })}
          onClick={() => onOpen(address, label)}
        >
          <img src={address} alt={label} onError={() => setBroken(true)} />
        </button>
      )}
      <div className="files__facts">
        <p>
          <b>{label}</b> <span className="files__of">{t(`files.of.${file.of}`)}</span>
        </p>
        <p className="files__note">
          {clauses(t, t(`files.whose.${file.whose}`), sizeText(file.bytes), timeText(file.at, now, offset))}
          <span className="files__hash" title={`SHA-256 ${file.sha256}`}>
            {file.sha256.slice(0, 8)}
          </span>
        </p>
        {isErased && <p className="files__erased">{t('files.erased')}</p>}
        {here !== undefined && <p className="files__name">{here.name}</p>}
        {address !== undefined && shows && sort === 'sound' && (
          <audio controls src={address} aria-label={label} onError={() => setBroken(true)} />
        )}
        {here !== undefined && !shows && <p className="files__note">{t('files.notShown')}</p>}
        {typeof got === 'object' && got.state !== 'here' && (
          <p className="files__refused" role="alert">
            {got.state === 'unanswered' ? unanswered(got.why) : t(`files.not.${got.state}`)}
          </p>
        )}
      </div>
      {!isErased && here === undefined && onShow !== undefined && (
        <button type="button" className="act act--quiet" disabled={got === 'asking'} onClick={onShow}>
          {t(got === 'asking' ? 'files.asking' : 'files.show')}
        </button>
      )}
      {here !== undefined && (
        <button
          type="button"
          className="act act--quiet"
          onClick={() => saveBlob(here.name === '' ? `file${endingOf(file.mediaType)}` : here.name, here.blob)}
        >
          {t('files.save')}
        </button>
      )}
    </li>
  );
}
