/** Calls for help that this unit was sent to: where, how sure that is, how far from here; and whether the unit comes. */
import { useState } from 'react';
import { bearing, distance } from '../shared/geo/point.ts';
import type { FieldFix, FieldSupports } from '../shared/wire/field-api.ts';
import type { Phone, PhoneView } from './phone.ts';
import { fill } from './texts.ts';
import { useTime, useWords } from './words.tsx';

type Support = FieldSupports[number];

const answers = ['coming', 'there', 'cannot'] as const;

function Support({
  phone,
  view,
  support,
  fix,
}: {
  readonly phone: Phone;
  readonly view: PhoneView;
  readonly support: Support;
  readonly fix: FieldFix | null;
}) {
  const words = useWords();
  const timeOf = useTime();
  const [copied, setCopied] = useState(false);
  const { alarm, who, since, sentAt, sentBy, place, seenAt, accuracy } = support;
  const { supports: texts } = words;
  const waiting = view.entries
    .flatMap((entry) =>
      entry.event === 'support' && entry.state === 'waiting' && entry.message.alarm === alarm ? [entry.message.is] : [],
    )
    .at(-1);
  const is = waiting ?? support.is;
  const here = fix === null ? null : { lon: fix.lngLat[0], lat: fix.lngLat[1] };
  const towards = place === null || here === null ? null : texts.bearings.split('、');
  const text = place === null ? '' : `${place.lat.toFixed(6)},${place.lon.toFixed(6)}`;
  return (
    <li className="job" data-urgent data-support={alarm} data-is={is}>
      <header>
        <b>{fill(texts.who, { who })}</b>
      </header>
      <p className="muted">{fill(texts.since, { time: timeOf(since), name: sentBy, sent: timeOf(sentAt) })}</p>
      {place === null || seenAt === null ? (
        <p className="warn">{texts.noPlace}</p>
      ) : (
        <p>
          {fill(accuracy === null ? texts.seen : texts.seenWithin, {
            time: timeOf(seenAt),
            metres: Math.round(accuracy ?? 0),
          })}
          {towards !== null && here !== null && (
            <>
              {' · '}
              {fill(texts.away, {
                metres: Math.round(distance(here, place)),
                bearing: towards[Math.round(bearing(here, place) / 45) % 8] ?? '',
              })}
            </>
          )}
        </p>
      )}
      {place !== null && (
        <p>
          {text}{' '}
          <button
            type="button"
            className="small"
            onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
          >
            {copied ? texts.copied : texts.copy}
          </button>
        </p>
      )}
      <p className={is === 'sent' ? 'warn' : 'muted'}>
        {texts[is]}
        {waiting !== undefined && ` · ${texts.waiting}`}
      </p>
      <div className="row">
        {answers
          .filter((answer) => answer !== is)
          .map((answer) => (
            <button
              key={answer}
              type="button"
              className={is === 'sent' && answer === 'coming' ? 'big' : 'small'}
              onClick={() =>
                void phone.press({ event: 'support', message: { id: crypto.randomUUID(), alarm, is: answer } })
              }
            >
              {texts[answer]}
            </button>
          ))}
      </div>
    </li>
  );
}

export function Supports({
  phone,
  view,
  fix,
}: {
  readonly phone: Phone;
  readonly view: PhoneView;
  readonly fix: FieldFix | null;
}) {
  const words = useWords();
  if (view.supports.length === 0) return null;
  return (
    <section className="supports" aria-label={words.supports.title}>
      <ul className="list">
        {view.supports.map((support) => (
          <Support key={support.alarm} phone={phone} view={view} support={support} fix={fix} />
        ))}
      </ul>
    </section>
  );
}
