/** The officers' page: sign-in by the unit's key, then jobs, finds, messages and the phone itself. */
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { FieldFix } from '../shared/wire/field-api.ts';
import { Jobs } from './jobs.tsx';
import { waiting } from './outbox.ts';
import { Entries, Find, Messages, Own } from './pages.tsx';
import type { Phone, PhoneView } from './phone.ts';
import { usePositions, useWakeLock } from './positions.ts';
import { Sos } from './sos.tsx';
import { Supports } from './supports.tsx';
import type { FieldTexts, Language } from './texts.ts';
import { fill, textsOf } from './texts.ts';
import { useNewVersion } from './use-version.ts';
import { agoOf, Offset, useNow, useWords, Words } from './words.tsx';

const tabs = ['jobs', 'find', 'messages', 'phone'] as const;
type Tab = (typeof tabs)[number];

function refusalOf(code: string, { refusal }: FieldTexts): string {
  const known = (refusal as Readonly<Record<string, string>>)[code];
  return fill(known ?? refusal.other, { code });
}

function SignIn({ phone, view }: { readonly phone: Phone; readonly view: PhoneView }) {
  const words = useWords();
  // A link or a code that is scanned brings both behind the hash: it never reaches a server or its log.
  const [given] = useState(() => new URLSearchParams(window.location.hash.slice(1)));
  const [unit, setUnit] = useState(view.key?.unit ?? given.get('unit') ?? '');
  const [key, setKey] = useState(given.get('key') ?? '');
  const [missing, setMissing] = useState(false);
  return (
    <form
      className="form sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = { unit: unit.trim(), key: key.trim() };
        setMissing(wanted.unit === '' || wanted.key === '');
        if (wanted.unit === '' || wanted.key === '') return;
        window.history.replaceState(null, '', window.location.pathname);
        void phone.signIn(wanted);
      }}
    >
      <h1>{words.title}</h1>
      <p className="muted">{words.signIn.lead}</p>
      <label>
        {words.signIn.unit}
        <input name="unit" autoComplete="username" value={unit} onChange={(event) => setUnit(event.target.value)} />
      </label>
      <label>
        {words.signIn.key}
        <input
          name="key"
          type="password"
          autoComplete="current-password"
          value={key}
          onChange={(event) => setKey(event.target.value)}
        />
      </label>
      {missing && (
        <p role="alert" className="late">
          {words.signIn.missing}
        </p>
      )}
      {view.refusal !== null && (
        <p role="alert" className="late">
          {refusalOf(view.refusal, words)}
        </p>
      )}
      <button type="submit" className="big">
        {words.signIn.submit}
      </button>
    </form>
  );
}

function Line({ view }: { readonly view: PhoneView }) {
  const words = useWords();
  const now = useNow();
  const { line, heardAt } = view;
  if (line === 'live') return <p className="line line--live">{words.line.live}</p>;
  if (heardAt === null) return <p className="line line--lost">{words.line.never}</p>;
  return (
    <p className="line line--lost" role="status">
      {fill(words.line.lostAge, { ago: agoOf(heardAt, now, words) })}
    </p>
  );
}

function Signed({
  phone,
  view,
  onLanguage,
}: {
  readonly phone: Phone;
  readonly view: PhoneView;
  readonly onLanguage: () => void;
}) {
  const words = useWords();
  const [tab, setTab] = useState<Tab>('jobs');
  const offset = useCallback(() => phone.now() - Date.now(), [phone]);
  const onFix = useCallback((fix: FieldFix) => phone.moved(fix), [phone]);
  const tracked = view.jobs?.unit.tracked === true;
  const { finding, last } = usePositions(tracked, offset, onFix);
  const awake = useWakeLock(tracked);
  const unsent = waiting(view.entries);
  const refused = view.entries.filter(({ state }) => state === 'refused');
  const unread = view.messages.filter(({ read }) => !read).length;
  const takeNew = useNewVersion();
  return (
    <div className="app">
      <header className="top">
        <div>
          <b>{view.jobs?.unit.name ?? view.key?.unit}</b>
          {view.jobs !== null && <span className="tag">{words.duty[view.jobs.unit.status]}</span>}
          <Line view={view} />
        </div>
        <Sos phone={phone} view={view} fix={last} />
      </header>
      {view.line === 'refused' && view.refusal !== null && (
        <p role="alert" className="banner banner--late">
          {refusalOf(view.refusal, words)}{' '}
          {view.refusal === 'Replaced' && (
            <button type="button" className="small" onClick={() => view.key !== null && void phone.signIn(view.key)}>
              {words.phone.reconnect}
            </button>
          )}
        </p>
      )}
      {unsent > 0 && (
        <p role="status" className="banner">
          {fill(words.outbox.waiting, { n: unsent })}
          {view.bringing !== null && ` · ${fill(words.photos.bringing, { share: Math.round(view.bringing * 100) })}`}
        </p>
      )}
      {takeNew !== undefined && unsent === 0 && (
        <button type="button" className="banner banner--act" onClick={takeNew}>
          {words.phone.newVersion}
        </button>
      )}
      {refused.length > 0 && tab !== 'phone' && (
        <div className="banner banner--late">
          <Entries entries={refused} phone={phone} />
        </div>
      )}
      <main>
        {/* On whatever page: somebody waits for them. */}
        <Supports phone={phone} view={view} fix={last} />
        {tab === 'jobs' && <Jobs phone={phone} view={view} fix={last} />}
        {tab === 'find' && <Find phone={phone} view={view} fix={last} />}
        {tab === 'messages' && <Messages phone={phone} view={view} />}
        {tab === 'phone' && (
          <Own phone={phone} view={view} finding={finding} fix={last} awake={awake} onLanguage={onLanguage} />
        )}
      </main>
      <nav className="tabs">
        {tabs.map((one) => (
          <button key={one} type="button" aria-current={one === tab ? 'page' : undefined} onClick={() => setTab(one)}>
            {words.tab[one]}
            {one === 'messages' && unread > 0 && <i>{unread}</i>}
            {one === 'jobs' && (view.jobs?.jobs.length ?? 0) > 0 && <i>{view.jobs?.jobs.length}</i>}
          </button>
        ))}
      </nav>
    </div>
  );
}

export function App({ phone }: { readonly phone: Phone }) {
  const view = useSyncExternalStore(phone.subscribe, phone.get);
  const [language, setLanguage] = useState<Language>(() =>
    window.localStorage.getItem('language') === 'en' ? 'en' : 'zh-CN',
  );
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const words = textsOf(language);
  const other = (): void => {
    const next = language === 'en' ? 'zh-CN' : 'en';
    window.localStorage.setItem('language', next);
    setLanguage(next);
  };
  const isOut = view.key === null || (view.line === 'refused' && view.jobs === null);
  return (
    <Words value={words}>
      <Offset value={view.utcOffset}>
        {isOut ? <SignIn phone={phone} view={view} /> : <Signed phone={phone} view={view} onLanguage={other} />}
      </Offset>
    </Words>
  );
}
