/** The other pages of the phone: what was found, messages, the phone itself. */
import { useEffect, useRef, useState } from 'react';
import type { FieldFix, FieldJobs } from '../shared/wire/field-api.ts';
import type { Entry } from './outbox.ts';
import { waiting } from './outbox.ts';
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
  const [state, setState] = useState<'new' | 'missing' | 'kept'>('new');
  const found = view.entries.filter(({ event }) => event === 'find').toSorted((a, b) => b.order - a.order);
  return (
    <>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() === '') return setState('missing');
          const at = fix === null ? null : { lon: fix.lon, lat: fix.lat };
          const message = { id: crypto.randomUUID(), happenedAt: phone.now(), text: text.trim(), at };
          void phone.press({ event: 'find', message }).then(() => {
            setText('');
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
        <p className="muted">
          {fix === null ? words.find.placeNone : fill(words.find.place, { accuracy: Math.round(fix.accuracy ?? 0) })}
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
  const told = useRef(new Set<string>());
  useEffect(() => {
    for (const { message } of view.messages) {
      if (told.current.has(message)) continue;
      told.current.add(message);
      void phone.press({ event: 'receipt', message: { id: crypto.randomUUID(), message, state: 'delivered' } });
    }
  }, [phone, view.messages]);
  const isRead = (message: string): boolean =>
    view.entries.some(
      (one) => one.event === 'receipt' && one.message.message === message && one.message.state === 'read',
    );
  if (view.messages.length === 0) return <p className="empty">{words.messages.none}</p>;
  return (
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
      return words.pressed[entry.event];
  }
}

/** What was pressed and what became of it, newest first. */
export function Entries({ entries, phone }: { readonly entries: readonly Entry[]; readonly phone: Phone }) {
  const words = useWords();
  const timeOf = useTime();
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
          {fill(words.phone[finding], { accuracy: Math.round(fix?.accuracy ?? 0) })}
          {fixes.waiting > 0 && ` · ${fill(words.phone.fixes, { n: fixes.waiting })}`}
        </p>
        {fixes.dropped > 0 && <p className="warn">{fill(words.phone.dropped, { n: fixes.dropped })}</p>}
        <p className="muted">{words.phone.cannot}</p>
        {finding !== 'off' && <p className="muted">{awake ? words.phone.wake : words.phone.noWake}</p>}
      </section>
      <section aria-label={words.outbox.title}>
        <h2>{words.outbox.title}</h2>
        {view.entries.length === 0 && <p className="muted">{words.outbox.empty}</p>}
        <Entries entries={view.entries.toSorted((a, b) => b.order - a.order)} phone={phone} />
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
