/** The other pages of the phone: what was found, messages, the phone itself. */
import { useState } from 'react';
import type { FieldFix, FieldJobs, FieldLooksAnswer } from '../shared/wire/field-api.ts';
import type { Entry } from './outbox.ts';
import type { Photo } from './files.ts';
import { mostFiles } from './files.ts';
import { filesOf, waiting } from './outbox.ts';
import { Photos } from './photos.tsx';
import type { Phone, PhoneView } from './phone.ts';
import type { Finding } from './positions.ts';
import type { FieldTexts } from './texts.ts';
import { fill } from './texts.ts';
import { useTime, useWords } from './words.tsx';

interface Props {
  readonly phone: Phone;
  readonly view: PhoneView;
}

export function Find({ phone, view, fix }: Props & { readonly fix: FieldFix | null }) {
  const words = useWords();
  const [text, setText] = useState('');
  const [photos, setPhotos] = useState<readonly Photo[]>([]);
  const [state, setState] = useState<'new' | 'missing' | 'kept'>('new');
  const found = view.entries.filter(({ event }) => event === 'find').toSorted((a, b) => b.order - a.order);
  return (
    <>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() === '') return setState('missing');
          const place = fix === null ? null : { lngLat: fix.lngLat, accuracyM: fix.accuracyM };
          const uploads = photos.map(({ id }) => id);
          const message = {
            ...{ id: crypto.randomUUID(), happenedAt: phone.now(), text: text.trim(), matter: null },
            ...{ place, uploads },
          };
          void phone.press({ event: 'find', message }, photos).then(() => {
            setText('');
            setPhotos([]);
            setState('kept');
          });
        }}
      >
        <p className="muted">{words.find.lead}</p>
        <label>
          {words.find.text}
          <textarea
            name="find"
            rows={5}
            maxLength={2000}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setState('new');
            }}
          />
        </label>
        <Photos photos={photos} onChange={setPhotos} most={mostFiles} />
        <p className="muted">
          {fix === null ? words.find.placeNone : fill(words.find.place, { accuracy: Math.round(fix.accuracyM ?? 0) })}
        </p>
        {state === 'missing' && (
          <p role="alert" className="late">
            {words.find.missing}
          </p>
        )}
        {state === 'kept' && <p role="status">{words.find.sent}</p>}
        <button type="submit" className="big">
          {words.find.submit}
        </button>
      </form>
      <Entries entries={found} phone={phone} />
    </>
  );
}

export function Messages({ phone, view }: Props) {
  const words = useWords();
  const timeOf = useTime();
  const isRead = (message: string): boolean =>
    view.entries.some(
      (one) => one.event === 'receipt' && one.message.message === message && one.message.state === 'read',
    );
  const [text, setText] = useState('');
  const say = (): void => {
    const message = {
      id: crypto.randomUUID(),
      happenedAt: phone.now(),
      text: text.trim(),
      urgent: false,
      assignment: null,
    };
    if (message.text !== '') void phone.press({ event: 'say', message }).then(() => setText(''));
  };
  return (
    <>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          say();
        }}
      >
        <label>
          {words.messages.say}
          <textarea
            name="say"
            rows={2}
            maxLength={500}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <button type="submit" className="big big--quiet">
          {words.messages.send}
        </button>
      </form>
      <Entries
        entries={view.entries.filter(({ event }) => event === 'say').toSorted((a, b) => b.order - a.order)}
        phone={phone}
      />
      {view.messages.length === 0 && <p className="empty">{words.messages.none}</p>}
      <ul className="list">
        {view.messages.map(({ message, from, at, urgent, number, text, read }) => (
          <li key={message} className="job" data-urgent={urgent}>
            <header>
              <b>{from}</b>
              <span className="muted">{timeOf(at)}</span>
              {urgent && <span className="tag tag--alarm">{words.messages.urgent}</span>}
              {number !== null && <span className="tag tag--quiet">{number}</span>}
            </header>
            <p>{text ?? words.messages.gone}</p>
            {read || isRead(message) ? (
              <p className="muted">{words.messages.read}</p>
            ) : (
              <button
                type="button"
                className="small"
                onClick={() =>
                  void phone.press({ event: 'receipt', message: { id: crypto.randomUUID(), message, state: 'read' } })
                }
              >
                {words.messages.mark}
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function nameOf(entry: Entry, words: FieldTexts): string {
  switch (entry.event) {
    case 'step':
      return fill(words.pressed.step, { step: words.step[entry.message.step] });
    case 'duty':
      return fill(words.pressed.duty, { status: words.duty[entry.message.status] });
    case 'sos':
    case 'find':
    case 'receipt':
    case 'support':
    case 'say':
      return words.pressed[entry.event];
  }
}

/** What was pressed and what became of it, newest first. */
export function Entries({ entries, phone }: { readonly entries: readonly Entry[]; readonly phone: Phone }) {
  const words = useWords();
  const timeOf = useTime();
  /** Into the phone's own downloads: what the hub would not have is not lost. */
  const save = async (entry: Entry): Promise<void> => {
    for (const id of filesOf(entry)) {
      const photo = await phone.photo(id);
      if (photo === undefined) continue;
      const address = URL.createObjectURL(photo.content);
      const link = document.createElement('a');
      link.href = address;
      link.download = photo.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    }
  };
  const refusal = (code: string | null): string => {
    const texts = words.refusedStep;
    const text = (texts as Readonly<Record<string, string>>)[code ?? ''] ?? texts.other;
    return fill(text, { code: code ?? '' });
  };
  return (
    <ul className="entries">
      {entries.map((entry) => (
        <li key={entry.id} data-entry={entry.state}>
          <span>
            {nameOf(entry, words)} <span className="muted">{timeOf(entry.pressedAt)}</span>
          </span>
          <span>
            {entry.state === 'waiting' && words.outbox.pending}
            {entry.state === 'sent' && fill(words.outbox.sent, { time: timeOf(entry.answeredAt ?? 0) })}
            {entry.state === 'sent' && entry.said !== null && ` · ${fill(words.find.number, { number: entry.said })}`}
            {entry.state === 'refused' && words.outbox.refused}
          </span>
          {entry.state === 'refused' && (
            <p role="alert">
              {refusal(entry.said)}{' '}
              {filesOf(entry).length > 0 && (
                <button type="button" className="small" onClick={() => void save(entry)}>
                  {words.photos.save}
                </button>
              )}{' '}
              <button type="button" className="small" onClick={() => void phone.dismiss(entry.id)}>
                {words.outbox.dismiss}
              </button>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

const duties = ['available', 'onFixedPost', 'resting', 'offDuty'] as const;

function Duty({ phone, view }: Props) {
  const words = useWords();
  const pending = view.entries.findLast(({ event, state }) => event === 'duty' && state === 'waiting');
  const said = pending?.event === 'duty' ? pending.message.status : undefined;
  const status: FieldJobs['unit']['status'] | undefined = said ?? view.jobs?.unit.status;
  return (
    <section aria-label={words.duty.title}>
      <h2>{words.duty.title}</h2>
      <div className="choices" role="group" aria-label={words.duty.title}>
        {duties.map((duty) => (
          <button
            key={duty}
            type="button"
            className={duty === status ? 'big' : 'big big--quiet'}
            aria-pressed={duty === status}
            onClick={() =>
              duty !== status &&
              void phone.press({
                event: 'duty',
                message: { id: crypto.randomUUID(), status: duty, happenedAt: phone.now() },
              })
            }
          >
            {words.duty[duty]}
          </button>
        ))}
      </div>
    </section>
  );
}

/** 谁看过我的轨迹: asked for, as it stands in the access log. */
function Looks({ phone }: Pick<Props, 'phone'>) {
  const words = useWords();
  const timeOf = useTime();
  const [told, setTold] = useState<FieldLooksAnswer | 'off'>();
  return (
    <section aria-label={words.looks.title}>
      <h2>{words.looks.title}</h2>
      {told === undefined && (
        <button
          type="button"
          className="small"
          onClick={() => void phone.looks().then((answer) => setTold(answer ?? 'off'))}
        >
          {words.looks.ask}
        </button>
      )}
      {(told === 'off' || (typeof told === 'object' && told.status !== 'looks')) && (
        <p className="warn">{words.looks.off}</p>
      )}
      {typeof told === 'object' && told.status === 'looks' && told.looks.length === 0 && (
        <p className="muted">{words.looks.none}</p>
      )}
      {typeof told === 'object' && told.status === 'looks' && (
        <ul className="entries">
          {told.looks.map(({ at, name, reason, from, to, seen }) => (
            <li key={`${at} ${name}`}>
              <span>
                {name} <span className="muted">{timeOf(at)}</span>
              </span>
              <span>{seen ? fill(words.looks.span, { from: timeOf(from), to: timeOf(to) }) : words.looks.refused}</span>
              {reason !== null && <p className="muted">{reason}</p>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface OwnProps extends Props {
  readonly finding: Finding;
  readonly fix: FieldFix | null;
  readonly awake: boolean;
  readonly onLanguage: () => void;
}

export function Own({ phone, view, finding, fix, awake, onLanguage }: OwnProps) {
  const words = useWords();
  const [asking, setAsking] = useState(false);
  const lost = waiting(view.entries);
  const { fixes } = view;
  return (
    <>
      <h2>
        {words.phone.unit} {view.jobs?.unit.name ?? view.key?.unit}
      </h2>
      <Duty phone={phone} view={view} />
      <section aria-label={words.phone.positions}>
        <h2>{words.phone.positions}</h2>
        <p className={finding === 'denied' || finding === 'unavailable' ? 'warn' : undefined}>
          {fill(words.phone[finding], { accuracy: Math.round(fix?.accuracyM ?? 0) })}
          {fixes.waiting > 0 && ` · ${fill(words.phone.fixes, { n: fixes.waiting })}`}
        </p>
        {fixes.dropped > 0 && <p className="warn">{fill(words.phone.dropped, { n: fixes.dropped })}</p>}
        <p className="muted">{words.phone.cannot}</p>
        {finding !== 'off' && <p className="muted">{awake ? words.phone.wake : words.phone.noWake}</p>}
      </section>
      <Looks phone={phone} />
      <section aria-label={words.outbox.title}>
        <h2>{words.outbox.title}</h2>
        {view.entries.length === 0 && <p className="muted">{words.outbox.empty}</p>}
        <Entries
          entries={view.entries
            .filter(({ event, state }) => event !== 'receipt' || state !== 'sent')
            .toSorted((a, b) => b.order - a.order)}
          phone={phone}
        />
      </section>
      <div className="choices">
        <button type="button" className="big big--quiet" onClick={onLanguage}>
          {words.language}
        </button>
        <button type="button" className="big big--quiet" onClick={() => setAsking(true)}>
          {words.phone.forget}
        </button>
      </div>
      {asking && (
        <div className="ask" role="alertdialog" aria-label={words.phone.forgetAsk}>
          <p>{words.phone.forgetAsk}</p>
          {lost > 0 && <p className="late">{fill(words.phone.forgetLost, { n: lost })}</p>}
          <div className="pair">
            <button type="button" className="big big--alarm" onClick={() => void phone.forget()}>
              {words.phone.yes}
            </button>
            <button type="button" className="big big--quiet" onClick={() => setAsking(false)}>
              {words.sos.no}
            </button>
          </div>
        </div>
      )}
    </>
  );
}
