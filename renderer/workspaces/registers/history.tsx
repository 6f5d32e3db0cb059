/** Who said what about an entry, and when: from the journal itself. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listed } from '../../i18n/say.ts';
import type { Json } from '../../../shared/lib/json.ts';
import { useOffset } from '../../hall/offset.ts';
import type { RegisterKind } from '../../hall/told-labels.ts';
import { timeText } from '../../hall/words.ts';
import { useAnswer } from '../../office/office.ts';
import { useHubTime, useSeat, useStatus } from '../../seat-client/hooks.ts';
import { SeatLost } from '../../seat-client/seat-client.ts';
import type { DraftWorld } from './draft.ts';
import { draftOf } from './draft.ts';
import { formFields } from './fields.ts';

interface Told {
  readonly id: string;
  readonly type: string;
  readonly occurredAt: number;
  readonly by: { readonly user: string };
  readonly data: {
    readonly record?: { readonly [member: string]: Json };
    readonly reason?: string;
    readonly provenance: {
      readonly source: string;
      readonly asOf: number;
      readonly how: 'import' | 'hand' | 'paste' | 'pack';
    };
  };
}

interface Line {
  readonly event: Told;
  /** Fields of the form that differ from the record before; null: there was none. */
  readonly changed: readonly string[] | null;
  readonly back: boolean;
}

function useEvents(
  stream: string,
  version: number,
): { readonly events: readonly Told[]; readonly complete: boolean } | undefined {
  const seat = useSeat();
  const { connection } = useStatus();
  const [told, setTold] = useState<{ readonly events: readonly Told[]; readonly complete: boolean }>();
  useEffect(() => {
    if (connection !== 'up') return undefined;
    let alive = true;
    seat.request('history', { stream }).then(
      (answer) => {
        if (!alive) return;
        if (answer.status === 'events')
          setTold({ events: answer.events as unknown as Told[], complete: answer.complete });
        else setTold({ events: [], complete: false });
      },
      (error: unknown) => {
        if (!(error instanceof SeatLost)) throw error;
      },
    );
    return () => {
      alive = false;
    };
  }, [seat, connection, stream, version]);
  return told;
}

/** Fields of the form in which two records differ, by their labels. */
export function differing(
  kind: RegisterKind,
  a: { readonly [member: string]: Json },
  b: { readonly [member: string]: Json },
  world: DraftWorld,
): readonly (typeof formFields)[RegisterKind][number]['label'][] {
  const provenance = { source: '', asOf: 0, how: 'hand' };
  const [one, other] = [a, b].map((record) => draftOf(kind, { ...record, id: '', provenance } as never, world));
  const differs = formFields[kind].filter(({ name, widget }) => {
    const names = widget.is === 'place' ? ['place', 'at'] : [name];
    return names.some((each) => (one?.[each] ?? '') !== (other?.[each] ?? ''));
  });
  return [...new Set(differs.map(({ label }) => label))];
}

export function History({
  kind,
  id,
  version,
  world,
}: {
  readonly kind: RegisterKind;
  readonly id: string;
  readonly version: number;
  readonly world: DraftWorld;
}) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const own = useStatus().status?.user;
  const told = useEvents(`${kind}/${id}`, version);
  const { answer } = useAnswer({ ask: 'directory' });
  const people = answer?.status === 'granted' ? answer.body.people : [];
  const nameOf = (user: string): string =>
    user === own?.id ? own.name : (people.find((person) => person.id === user)?.name ?? user);
  const lines: Line[] = [];
  let before: Told['data']['record'];
  let gone = false;
  for (const event of told?.events ?? []) {
    const { record } = event.data;
    const changed =
      record === undefined || before === undefined
        ? null
        : differing(kind, before, record, world).map((label) => t(`registers.field.${label}`));
    lines.unshift({ event, changed, back: gone && record !== undefined });
    gone = record === undefined;
    before = record ?? before;
  }
  const what = ({ event, changed, back }: Line): string => {
    if (event.data.record === undefined) return t('registers.history.withdrawn', { reason: event.data.reason ?? '' });
    if (changed === null) return t('registers.history.recorded');
    if (changed.length === 0) return t(back ? 'registers.history.back' : 'registers.history.same');
    const said = t('registers.history.changed', { fields: listed(t, changed) });
    return back ? `${t('registers.history.back')} · ${said}` : said;
  };
  return (
    <section className="register-history" aria-label={t('registers.history.title')}>
      <h3>{t('registers.history.title')}</h3>
      {told === undefined ? (
        <p className="register-field__hint">{t('registers.history.waiting')}</p>
      ) : (
        <>
          {!told.complete && <p className="register-field__hint">{t('registers.history.incomplete')}</p>}
          {told.complete && lines.length === 0 && <p className="register-field__hint">{t('registers.history.none')}</p>}
          <ol>
            {lines.map((line) => {
              const { id: key, occurredAt, by, data } = line.event;
              const { source, asOf, how } = data.provenance;
              return (
                <li key={key}>
                  <time>{timeText(occurredAt, now, offset)}</time>
                  <span>
                    {what(line)}
                    <small>
                      {t('registers.history.from', {
                        source,
                        how: t(`registers.how.${how}`),
                        time: timeText(asOf, now, offset),
                      })}
                    </small>
                  </span>
                  <span className="register-history__by">{nameOf(by.user)}</span>
                </li>
              );
            })}
          </ol>
        </>
      )}
    </section>
  );
}
