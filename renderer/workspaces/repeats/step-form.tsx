/** Noting what was done about a source: a talk with what was promised, or a notice with its text. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Repeat } from '../../../shared/domain/rules/repeats.ts';
import { useKeptText } from '../../hall/kept.tsx';
import { useOffset } from '../../hall/offset.ts';
import { codesOf, codeText } from '../../i18n/say.ts';
import type { Section } from '../../i18n/say.ts';
import { fromField, toField } from '../../office/instant-field.ts';
import { useHubTime } from '../../seat-client/hooks.ts';
import { useRepeatAct } from './use-repeat-act.ts';

interface Props {
  readonly repeat: Repeat;
  readonly onDone: () => void;
}

/** Letters that the vault takes of it. */
const longest = 2000;

function Choice({
  name,
  label,
  section,
  value,
  onChange,
}: {
  readonly name: string;
  readonly label: string;
  readonly section: Section;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <label className="field">
      {label}
      <select name={name} value={value} onChange={(event) => onChange(event.target.value)}>
        {codesOf(section).map((code) => (
          <option key={code} value={code}>
            {codeText(t, section, code)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** When it was; undefined for what nobody can speak for. */
function useTime(earliest: number) {
  const { t } = useTranslation();
  const offset = useOffset();
  const now = useHubTime();
  const [typed, setTyped] = useState<string>();
  const said = typed === undefined ? now : fromField(typed, offset);
  // The field shows whole minutes: the one in which it came in counts as after it.
  const at = said === undefined || said > now || said < earliest - 60_000 ? undefined : Math.max(said, earliest);
  const field = (
    <label className="field">
      {t('repeats.at')}
      <input
        type="datetime-local"
        name="source-at"
        value={typed ?? toField(now, offset)}
        aria-invalid={at === undefined}
        onChange={(event) => setTyped(event.target.value)}
      />
      {at === undefined && <span role="alert">{t('repeats.badTime')}</span>}
    </label>
  );
  return { at, isNow: typed === undefined, field };
}

const happened = ({ at, isNow }: { readonly at: number | undefined; readonly isNow: boolean }) =>
  isNow || at === undefined ? {} : { happenedAt: Math.round(at) };

const personalOf = (text: string) => (text.trim() === '' ? {} : { personal: { text: text.trim().slice(0, longest) } });

export function TalkForm({ repeat, onDone }: Props) {
  const { t } = useTranslation();
  const act = useRepeatAct(repeat.last.id);
  const time = useTime(repeat.last.receivedAt);
  const [partner, setPartner] = useState('contractor');
  const [promised, setPromised] = useState<readonly string[]>([]);
  const { text, type, note } = useKeptText(`talk:${repeat.site}`);
  const give = async (): Promise<void> => {
    const data = { with: partner, promised: [...promised], ...happened(time), ...personalOf(text) };
    if (!(await act('RecordSourceTalk', data))) return;
    type('');
    onDone();
  };
  return (
    <form
      className="repeats__form"
      aria-label={t('repeats.recordTalk')}
      onSubmit={(event) => {
        event.preventDefault();
        if (time.at !== undefined) void give();
      }}
    >
      <Choice
        {...{ name: 'source-with', label: t('repeats.with'), section: 'talkWith', value: partner }}
        onChange={setPartner}
      />
      {time.field}
      <fieldset className="repeats__promises">
        <legend>{t('repeats.promised')}</legend>
        {codesOf('sourcePromise').map((code) => (
          <label key={code}>
            <input
              type="checkbox"
              name={`promise-${code}`}
              checked={promised.includes(code)}
              onChange={(event) =>
                setPromised((all) => (event.target.checked ? [...all, code] : all.filter((one) => one !== code)))
              }
            />
            {codeText(t, 'sourcePromise', code)}
          </label>
        ))}
      </fieldset>
      <Words {...{ text, type, note }} />
      <Foot repeat={repeat} onDone={onDone} disabled={time.at === undefined} />
    </form>
  );
}

function Words({
  text,
  type,
  note,
}: {
  readonly text: string;
  readonly type: (text: string) => void;
  readonly note: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <label className="field repeats__words">
      {t('repeats.words')}
      <textarea
        name="source-words"
        rows={3}
        maxLength={longest}
        value={text}
        onChange={(event) => type(event.target.value)}
      />
      {note}
    </label>
  );
}

function Foot({ repeat, onDone, disabled }: Props & { readonly disabled: boolean }) {
  const { t } = useTranslation();
  return (
    <p className="repeats__foot">
      <button type="submit" className="act act--main" disabled={disabled}>
        {t('repeats.give')}
      </button>
      <button type="button" className="act act--quiet" onClick={onDone}>
        {t('repeats.cancel')}
      </button>
      <span className="repeats__muted">{t('repeats.notedOn', { number: repeat.last.number })}</span>
    </p>
  );
}

interface NoticeProps extends Props {
  readonly authorities: readonly string[];
  readonly authority: string;
  readonly onAuthority: (name: string) => void;
  /** The paper as it would go out now: kept with the record unless other words are typed. */
  readonly draft: string;
}

export function NoticeForm({ repeat, authorities, authority, onAuthority, draft, onDone }: NoticeProps) {
  const { t } = useTranslation();
  const act = useRepeatAct(repeat.last.id);
  const time = useTime(repeat.last.receivedAt);
  const [way, setWay] = useState('document');
  const { text, type, note } = useKeptText(`notice:${repeat.site}`);
  const give = async (): Promise<void> => {
    const sent = text.trim() === '' ? draft : text;
    if (!(await act('RecordSourceNotice', { authority, way, ...happened(time), ...personalOf(sent) }))) return;
    type('');
    onDone();
  };
  return (
    <form
      className="repeats__form"
      aria-label={t('repeats.recordNotice')}
      onSubmit={(event) => {
        event.preventDefault();
        if (time.at !== undefined && authority !== '') void give();
      }}
    >
      <AuthorityChoice {...{ authorities, authority, onAuthority }} />
      <Choice
        {...{ name: 'source-way', label: t('repeats.way'), section: 'noticeWay', value: way }}
        onChange={setWay}
      />
      {time.field}
      <Words {...{ text: text === '' ? draft : text, type, note }} />
      <Foot repeat={repeat} onDone={onDone} disabled={time.at === undefined || authority === ''} />
    </form>
  );
}

export function AuthorityChoice({
  authorities,
  authority,
  onAuthority,
}: Pick<NoticeProps, 'authorities' | 'authority' | 'onAuthority'>) {
  const { t } = useTranslation();
  if (authorities.length === 0) return <p role="alert">{t('repeats.noAuthority')}</p>;
  return (
    <label className="field">
      {t('repeats.authority')}
      <select name="source-authority" value={authority} onChange={(event) => onAuthority(event.target.value)}>
        {authorities.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
