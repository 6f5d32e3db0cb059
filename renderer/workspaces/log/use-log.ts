/** The lines of a night, fetched slice by slice from the hub and then kept up with; what was fetched stays while the hub is away. */
import { useEffect, useState } from 'react';
import type { OfficeGranted } from '../../../shared/wire/seat-api.ts';
import type { Unanswered } from '../../office/office.ts';
import { useAsk } from '../../office/office.ts';
import { useHubNow, useStatus } from '../../seat-client/hooks.ts';

/** What is new is asked for so often while the page is open, ms. */
const againMs = 3_000;

/** Between two slices of what was before, ms: a link may ask ten times a second, and others want answers too. */
const sliceMs = 150;

export type LogLine = OfficeGranted<'dutyLog'>['lines'][number];

export interface NightLog {
  readonly lines: readonly LogLine[];
  /** Everything up to now was fetched at least once. */
  readonly whole: boolean;
  /** Why nothing more comes now; undefined while it does. */
  readonly away: Unanswered | undefined;
  /** Hub time of the last answer that brought it up to date, Unix ms; undefined before the first. */
  readonly asOf: number | undefined;
}

interface Held extends Omit<NightLog, 'lines'> {
  readonly of: string;
  readonly lines: readonly LogLine[];
}

const nothing: NightLog = { lines: [], whole: false, away: undefined, asOf: undefined };

/** @param span Undefined while nobody knows which night: nothing is asked. */
export function useLog(span: { readonly from: number; readonly to: number } | undefined): NightLog {
  const ask = useAsk();
  const { status, connection } = useStatus();
  const live = connection === 'up' && status?.link === 'live';
  const hubNow = useHubNow();
  const [held, setHeld] = useState<Held>();
  const of = span === undefined ? undefined : `${span.from}-${span.to}`;
  useEffect(() => {
    if (of === undefined) return undefined;
    const [from = 0, to = 0] = of.split('-').map(Number);
    let alive = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let after = 0;
    let whole = false;
    const keep = (more: readonly LogLine[], away: Unanswered | undefined): void =>
      setHeld((before) => {
        const same = before?.of === of ? before : undefined;
        const known = new Set(same?.lines.map(({ id }) => id));
        const fresh = more.filter(({ id }) => !known.has(id));
        return {
          ...{ of, away, whole: whole || same?.whole === true },
          lines: fresh.length === 0 ? (same?.lines ?? []) : [...(same?.lines ?? []), ...fresh],
          asOf: away === undefined && whole ? hubNow() : same?.asOf,
        };
      });
    const next = async (): Promise<void> => {
      const answer = await ask({ ask: 'dutyLog', from, to, after });
      if (!alive) return;
      if (answer.status !== 'granted') {
        const isBusy = answer.status === 'refused' && answer.code === 'Busy';
        if (!isBusy) keep([], answer);
        // What may not be asked is not asked again.
        if (isBusy || answer.status !== 'refused') timer = setTimeout(() => void next(), againMs);
        return;
      }
      const { lines, through, done } = answer.body;
      after = through;
      whole ||= done;
      keep(lines, undefined);
      timer = setTimeout(() => void next(), done ? againMs : sliceMs);
    };
    void next();
    return () => {
      alive = false;
      clearTimeout(timer);
    };
  }, [ask, of, live, hubNow]);
  return held !== undefined && held.of === of ? held : nothing;
}
