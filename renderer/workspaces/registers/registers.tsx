/** 登记库: what sites, permits, notices and quiet periods there are, kept by hand and by paste; posts, fences, cameras, contacts. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHall } from '../../hall/hall.tsx';
import type { Recognised } from '../../hall/recognise.ts';
import { recogniseAll } from '../../hall/recognise.ts';
import { ageOf } from '../../hall/register-age.ts';
import { useRegisterDoor } from '../../hall/register-door.tsx';
import type { RegisterKind } from '../../hall/told-labels.ts';
import { useMay } from '../../hall/use-may.ts';
import { timeText } from '../../hall/words.ts';
import { AgeLine } from './age-line.tsx';
import type { Corner } from './typed-parts.ts';
import { aroundOf } from './typed-parts.ts';
import type { AnyEntry } from './draft.ts';
import { newDraft } from './draft.ts';
import { EntryForm } from './entry-form.tsx';
import type { Draft } from './fields.ts';
import { History } from './history.tsx';
import type { ListRow } from './list.tsx';
import { RegisterList } from './list.tsx';
import type { Drawing } from './map-pane.tsx';
import { MapPane } from './map-pane.tsx';
import { PasteBox } from './paste-box.tsx';
import { ageLimited } from './rows.ts';
import type { FormState, Opened } from './use-form.ts';
import { blank, useForm, useOpened } from './use-form.ts';
import type { World } from './use-registers.ts';
import { commandOf, entriesIn, useRows, useWaiting, useWorld } from './use-registers.ts';
import { useWide } from './use-wide.ts';
import { Withdraw } from './withdraw.tsx';
import './registers.css';

/** By which one looks first. */
const tabs: readonly RegisterKind[] = [
  ...([
    'nightPermit',
    'site',
    'repairNotice',
    'quietPeriod',
    'contact',
    'stallPlace',
    'post',
    'fence',
    'videoPoint',
  ] as const),
];

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}

/** A recognised entry as a form: what was read, over what a new one begins with where the text says nothing. */
function pasted([first, ...queue]: readonly Recognised[], at: number, of: number, world: World): FormState | undefined {
  if (first === undefined) return undefined;
  const { kind, fields, uncertain, rest } = first;
  const { from: _from, to: _to, notifiedAt, ...base } = newDraft(kind, world, undefined);
  // When it holds is never guessed beside a text that should say so.
  const times: Draft = kind === 'repairNotice' && notifiedAt !== undefined ? { notifiedAt } : {};
  const read: Draft =
    'radius' in fields && kind === 'quietPeriod' && !('reach' in fields) ? { ...fields, reach: 'around' } : fields;
  const around: Draft =
    kind === 'quietPeriod' && fields['at'] !== undefined
      ? { around: JSON.stringify([{ name: fields['place'] ?? '', at: pointOf(fields['at']) }]) }
      : {};
  const way = of > 1 ? 'list' : 'message';
  return blank({ ...base, ...times, ...read, ...around, way }, { how: 'paste', uncertain, rest, queue, at, of });
}

function pointOf(text: string): { readonly lon: number; readonly lat: number } {
  const [lon = 0, lat = 0] = text.split(',').map(Number);
  return { lon, lat };
}

interface SideProps {
  readonly opened: Opened;
  readonly given: Draft | undefined;
  readonly world: World;
  readonly drawing: Drawing | null;
  readonly onDraw: (drawing: Drawing | null) => void;
  readonly onDraft: (form: FormState, change: (fields: Draft) => void) => void;
  readonly onOpen: (opened: Opened | null) => void;
  readonly say: (text: string, saved?: string) => void;
  /** What a paste made: the form begins with it. */
  readonly paste: readonly Recognised[] | null;
  readonly onPasteTaken: () => void;
}

/** The entry that is open. */
function Side({ opened, given, world, drawing, onDraw, onDraft, onOpen, say, paste, onPasteTaken }: SideProps) {
  const { t } = useTranslation();
  const { kind, id } = opened;
  const hall = useHall();
  const may = useMay();
  const entries = entriesIn(hall, kind);
  const waiting = useWaiting(kind);
  const document = id === null ? undefined : entries.get(id);
  const promised = useMemo(() => {
    const data = waiting.find((one) => one.id === id)?.entry.data as
      { record?: object; provenance?: object } | undefined;
    return data?.record === undefined
      ? undefined
      : ({ ...data.record, provenance: data.provenance, id } as unknown as AnyEntry);
  }, [waiting, id]);
  const ofPack = useMemo((): AnyEntry | undefined => {
    const contact = kind === 'contact' ? hall.plates?.contacts.find((one) => one.id === id) : undefined;
    if (contact === undefined) return undefined;
    const provenance = { source: t('registers.row.ofPack'), asOf: hall.pack?.activatedAt ?? 0, how: 'pack' as const };
    return { ...contact, kind: 'other', provenance };
  }, [kind, id, hall.plates, hall.pack, t]);
  const first = promised ?? ofPack;
  const held = document ?? (first === undefined ? undefined : { version: null, state: first });
  const last = useMemo(() => {
    let newest: AnyEntry | undefined;
    for (const { state } of entries.values())
      if (newest === undefined || state.provenance.asOf > newest.provenance.asOf) newest = state;
    return newest;
  }, [entries]);
  const form = useForm(opened, { held, last, world });
  const mayGive = may.give(commandOf[kind].record);
  const { set } = form;
  useEffect(() => {
    const made = paste === null ? undefined : pasted(paste, 1, paste.length, world);
    if (made === undefined) return;
    set(made);
    onPasteTaken();
  }, [paste, set, onPasteTaken, world]);
  const { form: state } = form;
  const [applied, setApplied] = useState<Draft>();
  useEffect(() => {
    // Into a new form that was begun before, what the link brings is put over what was typed.
    if (given === applied) return;
    setApplied(given);
    if (given !== undefined) set({ ...state, fields: { ...state.fields, ...given } });
  }, [given, applied, set, state]);
  useEffect(() => {
    onDraft(state, (fields) => set({ ...state, fields: { ...state.fields, ...fields } }));
  }, [state, set, onDraft]);
  if (id !== null && held === undefined) return <p className="register-side__gone">{t('registers.form.gone')}</p>;

  const next = (): void => {
    const { queue, at, of } = state;
    const following = pasted(queue, at + 1, of, world);
    if (following === undefined) {
      form.clear();
      onOpen(null);
    } else if (queue[0]?.kind === kind) set(following);
    else form.clear();
  };
  const withdrawn = document?.state.withdrawn;
  return (
    <EntryForm
      {...{ kind, form, held, entries, world, drawing, onDraw }}
      readOnly={!mayGive}
      onSaved={(outcome, name) => {
        say(t(outcome === 'done' ? 'registers.form.saved' : 'registers.form.queued', { name }), state.id);
        next();
      }}
      onSkip={next}
      onClose={() => onOpen(null)}
      notes={
        <>
          {withdrawn !== undefined && (
            <p className="register-form__note">
              {t('registers.form.withdrawnNote', {
                reason: withdrawn.reason,
                time: timeText(withdrawn.at, world.now, world.offset),
              })}
            </p>
          )}
          {document === undefined && promised === undefined && ofPack !== undefined && (
            <p className="register-form__note">{t('registers.form.ofPackNote')}</p>
          )}
          {!mayGive && <p className="register-form__note">{t('registers.readOnly')}</p>}
        </>
      }
      below={
        document !== undefined &&
        id !== null && (
          <>
            {may.ask('history') && <History {...{ kind, id, world }} version={document.version} />}
            {withdrawn === undefined && may.give(commandOf[kind].withdraw) && (
              <Withdraw
                {...{ kind, id }}
                version={document.version}
                offset={world.offset}
                onDone={(outcome) => {
                  say(
                    t(`registers.withdraw.${outcome}`, {
                      name: 'number' in document.state ? document.state.number : document.state.name,
                    }),
                  );
                  form.clear();
                  onOpen(null);
                }}
              />
            )}
          </>
        )
      }
    />
  );
}

export function Registers() {
  const { t } = useTranslation();
  const hall = useHall();
  const may = useMay();
  const world = useWorld();
  const door = useRegisterDoor();
  const { opened, setOpened } = useOpened();
  const [tab, setTab] = useState<RegisterKind>(opened?.kind ?? 'nightPermit');
  const [pasting, setPasting] = useState(false);
  const [paste, setPaste] = useState<readonly Recognised[] | null>(null);
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const [given, setGiven] = useState<Draft>();
  const [said, setSaid] = useState('');
  /** Saved last: shown in the list. */
  const [fresh, setFresh] = useState<string>();
  const [side, setSide] = useState<{ readonly form: FormState; readonly change: (fields: Draft) => void }>();
  const search = useRef<HTMLInputElement>(null);
  const wide = useWide();
  const rows = useRows(tab, world);
  const entries = entriesIn(hall, tab);
  const age = useMemo(
    () =>
      ageOf(
        Array.from(entries.values(), ({ state }) => state).filter(({ withdrawn }) => withdrawn === undefined),
        world.now,
        ageLimited.has(tab) ? world.maxAgeHours : undefined,
      ),
    [entries, tab, world],
  );
  const mayAdd = may.give(commandOf[tab].record);
  const mayImportFiles = may.ask('importFiles');

  const open = useCallback(
    (next: Opened | null, fields?: Draft): void => {
      setOpened(next);
      setGiven(fields);
      setPasting(false);
      setDrawing(null);
      if (next === null) setSide(undefined);
      else {
        setTab(next.kind);
        setSaid('');
      }
    },
    [setOpened],
  );
  const { wanted, taken } = door;
  useEffect(() => {
    if (wanted === null) return;
    setTab(wanted.kind);
    if (wanted.id !== undefined || wanted.fields !== undefined)
      open({ kind: wanted.kind, id: wanted.id ?? null }, wanted.fields);
    taken();
  }, [wanted, taken, open]);

  const read = useCallback(
    (text: string): number | null => {
      const told = recogniseAll(text, tab, world);
      const [first] = told;
      if (first === undefined || told.every(({ fields }) => Object.keys(fields).length === 0)) return null;
      if (!may.give(commandOf[first.kind].record)) return null;
      open({ kind: first.kind, id: null });
      setPaste(told.filter(({ kind }) => kind === first.kind));
      return told.length;
    },
    [tab, world, may, open],
  );

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const nth = /^[1-9]$/.test(event.key) ? tabs[Number(event.key) - 1] : undefined;
      if (nth !== undefined) setTab(nth);
      else if (event.key === '/') search.current?.focus();
      else if (event.key === 'n' || event.key === 'N') {
        if (!mayAdd || event.repeat) return;
        open({ kind: tab, id: null });
      } else if (event.key === 'Escape' && opened !== null && drawing === null) open(null);
      else return;
      event.preventDefault();
    };
    // A notice copied from elsewhere: wherever it is pasted but into a field, it is read.
    const onPaste = (event: ClipboardEvent): void => {
      if (isTyping(event.target) || !mayAdd) return;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (text.trim() === '') return;
      event.preventDefault();
      if (read(text) === null) setSaid(t('registers.pasteBox.none'));
    };
    window.addEventListener('keydown', onKey);
    window.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('paste', onPaste);
    };
  }, [mayAdd, tab, open, opened, drawing, read, t]);

  const openRow = (row: ListRow): void => {
    if (row.origin === 'site') open({ kind: 'site', id: row.id.slice('site:'.length) });
    else open({ kind: tab, id: row.id });
  };
  const onDraft = useCallback((form: FormState, change: (fields: Draft) => void) => setSide({ form, change }), []);
  const onPlace = (at: { readonly lon: number; readonly lat: number }): void => {
    if (side === undefined) return;
    const text = `${at.lon.toFixed(6)},${at.lat.toFixed(6)}`;
    const street = world.streetAt(at);
    if (drawing === 'around') {
      const all = aroundOf(side.form.fields['around']);
      const name = `${street} ${String(all.length + 1)}`.trim();
      side.change({ around: JSON.stringify([...all, { name, at }]) });
    } else {
      // What was typed as the address stays; a name of the list was of another place.
      const typed = side.form.fields['place'] ?? '';
      const isName = world.places.some(({ name }) => name === typed);
      side.change({ at: text, place: typed === '' || isName ? street : typed });
      setDrawing(null);
    }
  };
  const onDrawn = (corners: readonly Corner[]): void => {
    side?.change({ drawn: JSON.stringify(corners) });
    setDrawing(null);
  };
  const showsMap = drawing !== null || (wide && opened !== null);

  return (
    <main
      className="registers"
      data-side={opened !== null || pasting}
      data-map={showsMap}
      data-drawing={drawing !== null}
    >
      <h1 className="unseen">{t('nav.registers')}</h1>
      <section className="registers__left">
        <div className="registers__head">
          <div className="registers__tabs" role="tablist" aria-label={t('registers.kinds')}>
            {tabs.map((kind, i) => (
              <button
                key={kind}
                type="button"
                role="tab"
                aria-selected={kind === tab}
                className="registers__tab"
                onClick={() => setTab(kind)}
              >
                {t(`registers.kind.${kind}`)} <kbd>{i + 1}</kbd>
              </button>
            ))}
          </div>
          {mayAdd && (
            <div className="registers__acts">
              <button type="button" className="act act--main" onClick={() => open({ kind: tab, id: null })}>
                {t('registers.add')}
              </button>
              <button
                type="button"
                className="act"
                onClick={() => {
                  open(null);
                  setPasting(true);
                }}
              >
                {t('registers.paste')}
              </button>
              {mayImportFiles && (
                <button type="button" className="act" onClick={door.toImports}>
                  {t('registers.import')}
                </button>
              )}
            </div>
          )}
        </div>
        <AgeLine age={age} world={world} />
        <p className="registers__said" role="status">
          {said}
        </p>
        <RegisterList
          key={tab}
          kind={tab}
          rows={rows}
          chosen={opened?.kind === tab && opened.id !== null ? opened.id : fresh}
          onOpen={openRow}
          search={search}
          mayAdd={mayAdd}
        />
      </section>
      {(pasting || opened !== null) && (
        <aside className="registers__side">
          {pasting ? (
            <PasteBox onText={read} onClose={() => setPasting(false)} />
          ) : (
            opened !== null && (
              <Side
                key={`${opened.kind}/${opened.id ?? ''}`}
                {...{ opened, given, world, drawing, onDraft, paste }}
                onDraw={setDrawing}
                onOpen={open}
                say={(text, saved) => {
                  setSaid(text);
                  setFresh(saved);
                }}
                onPasteTaken={() => setPaste(null)}
              />
            )
          )}
        </aside>
      )}
      {showsMap && (
        <MapPane
          kind={opened?.kind ?? tab}
          draft={side?.form.fields}
          drawing={drawing}
          onPlace={onPlace}
          onDrawn={onDrawn}
          onEnd={() => setDrawing(null)}
        />
      )}
    </main>
  );
}
