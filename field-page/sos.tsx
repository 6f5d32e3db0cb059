/** The call for help: held for a moment, or asked twice; and what has become of it, over everything. */
import { useEffect, useRef, useState } from 'react';
import type { FieldFix } from '../shared/wire/field-api.ts';
import type { Phone, PhoneView } from './phone.ts';
import { fill } from './texts.ts';
import { useTime, useWords } from './words.tsx';

const holdMs = 1_500;

/** What is open: of this phone, not sent yet; or of the unit, as the hub told. */
export function openCall({ entries, sosState }: PhoneView) {
  const own = entries.filter(({ event }) => event === 'sos');
  const pending = own.find(({ state }) => state === 'waiting');
  const told = sosState?.call ?? null;
  return { pending, told, isOpen: pending !== undefined || told !== null };
}

export function Sos({
  phone,
  view,
  fix,
}: {
  readonly phone: Phone;
  readonly view: PhoneView;
  readonly fix: FieldFix | null;
}) {
  const words = useWords();
  const timeOf = useTime();
  const [asking, setAsking] = useState(false);
  const [shut, setShut] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { pending, told, isOpen } = openCall(view);
  // A press that is still here comes before a call of before: of it nobody has heard.
  const heard = pending === undefined ? told : null;
  useEffect(() => {
    if (!isOpen) setShut(false);
  }, [isOpen]);
  const call = (): void => {
    setAsking(false);
    setShut(false);
    // One call until it was heard, however often it is pressed.
    if (pending !== undefined) return;
    void phone.press({ event: 'sos', message: { id: crypto.randomUUID(), happenedAt: phone.now(), fix } });
  };
  const release = (): void => clearTimeout(timer.current);
  if (isOpen && !shut)
    return (
      <div className="sos" role="alertdialog" aria-label={words.sos.open}>
        <h1>{words.sos.open}</h1>
        {heard === null ? (
          <>
            <p className="sos__state sos__state--pending">{words.sos.sending}</p>
            <p>{words.sos.sendingAdvice}</p>
          </>
        ) : (
          <>
            <p className={heard.taken === null ? 'sos__state' : 'sos__state sos__state--taken'}>
              {heard.taken === null
                ? fill(words.sos.sent, { time: timeOf(heard.since) })
                : fill(words.sos.taken, { name: heard.taken.by, time: timeOf(heard.taken.at) })}
            </p>
            {heard.help?.map(({ name, is, since }) => (
              <p
                key={name}
                className={is === 'coming' || is === 'there' ? 'sos__state sos__state--taken' : 'sos__state'}
              >
                {fill(words.sos.help[is], { name, time: timeOf(since) })}
              </p>
            ))}
          </>
        )}
        <a className="big" href="tel:110">
          110
        </a>
        <button type="button" className="big big--quiet" onClick={() => setShut(true)}>
          {words.sos.close}
        </button>
      </div>
    );
  if (asking)
    return (
      <div className="sos" role="alertdialog" aria-label={words.sos.ask}>
        <h1>{words.sos.ask}</h1>
        <button type="button" className="big big--alarm" onClick={call}>
          {words.sos.yes}
        </button>
        <button type="button" className="big big--quiet" onClick={() => setAsking(false)}>
          {words.sos.no}
        </button>
      </div>
    );
  return (
    <button
      type="button"
      className="sos-button"
      data-open={isOpen}
      title={words.sos.hold}
      onPointerDown={() => {
        timer.current = setTimeout(call, holdMs);
      }}
      onPointerUp={release}
      onPointerLeave={release}
      onPointerCancel={release}
      onContextMenu={(event) => event.preventDefault()}
      onClick={() => (isOpen ? setShut(false) : setAsking(true))}
    >
      {isOpen ? words.sos.open : words.sos.button}
    </button>
  );
}
