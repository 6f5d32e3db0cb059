/** Asks of the watch: who looked at what, where a unit was, what was removed by policy. */
import { setImmediate as turn } from 'node:timers/promises';
import type { AccountReads } from '../../shared/domain/account/state.ts';
import type { UnitReads } from '../../shared/domain/unit/state.ts';
import type { AccessEntryShown, OfficeAskOf, OfficeGranted } from '../../shared/wire/office-api.ts';
import type { Rights } from '../accounts/rights.ts';
import type { AccessLogStore, StoredAccessEntry } from '../journal/store.ts';
import type { Verification } from '../journal/verify.ts';
import type { Clock } from '../ports.ts';
import type { Retention } from '../retention/retention.ts';
import type { TrackPoint, TrackStore } from '../telemetry/tracks.ts';
import type { AccessLog } from '../vault/access-log.ts';
import type { OfficeHandlers, OfficePerson, OfficeRefused, WatchAsk } from './port.ts';
import { granted, refused } from './port.ts';
import { allUnits, trackPeriodOf } from './rights.ts';
import { trackRight } from './track-right.ts';
import type { Span, UnitTimes } from './unit-times.ts';
import { common } from './unit-times.ts';

export interface WatchDeps {
  readonly store: Pick<AccessLogStore, 'find' | 'counts'>;
  /** Written out before it is read. */
  readonly access: Pick<AccessLog, 'flush'>;
  readonly people: Pick<AccountReads, 'account' | 'accountByLogin'>;
  readonly rights: Pick<Rights, 'grantsOf'>;
  readonly units: Pick<UnitReads, 'unit' | 'units'>;
  readonly times: UnitTimes;
  readonly clock: Pick<Clock, 'now'>;
  /** Walks the whole journal; calls side by side share one walk. */
  readonly verify: () => Promise<Verification>;
  /** Without it no tracks are kept. */
  readonly tracks?: Pick<TrackStore, 'track'>;
  readonly retention: Pick<Retention, 'policy' | 'runs'>;
}

/** Points in one answer; with more, `complete` is false, and the rest is asked for from the last one on. */
const mostFixes = 5_000;
/** Entries of the access log read at a time. */
const looksPage = 500;

export function watchHandlers(deps: WatchDeps): Pick<OfficeHandlers, WatchAsk> {
  const { store, access, people, rights, units, times, clock, tracks, retention, verify } = deps;

  const loginOf = (user: string): string | null => people.account(user)?.login ?? null;

  const shown = ({ seq: number, hash: _, ...entry }: StoredAccessEntry): AccessEntryShown => ({
    ...entry,
    number,
    login: loginOf(entry.user),
  });

  const right = trackRight({ rights, units, times });

  /**
   * What may be told of the way of a unit; a refusal for who may ask for nothing of it. What there is not is answered as
   * what is not theirs.
   */
  function mayAsk(
    { unit, from, to }: OfficeAskOf<'track'>,
    { account }: OfficePerson,
  ): OfficeRefused | { readonly spans: readonly Span[] } {
    const asked = { from, to };
    const known = units.unit(unit) !== undefined;
    if (right.ofAny(account.id)) {
      if (!known) return refused('Unknown', { field: 'unit' });
      return from < to ? { spans: [asked] } : refused('InvalidMessage', { field: 'to' });
    }
    const own = known && right.ofOwn(account.id) ? right.ownTimes(unit, account.id) : [];
    if (own.length > 0 && from >= to) return refused('InvalidMessage', { field: 'to' });
    const spans = own.flatMap((span) => common(span, asked) ?? []);
    return spans.length === 0 ? refused('NotAllowed') : { spans };
  }

  /** Looks, and tries, at the way of units for times that are the person's own, newest first. */
  async function looksAtOwn(account: string, limit: number): Promise<readonly StoredAccessEntry[]> {
    const found: StoredAccessEntry[] = [];
    const ids = units.units().map(({ id }) => id);
    const subjects = [allUnits, ...ids.map((id) => `unit:${id}`)];
    const all = { from: 0, to: Number.MAX_SAFE_INTEGER, subjects, notBy: account, limit: looksPage };
    // Once, not for each entry: a look at all units is one at every one of them.
    const own = new Map(ids.map((id) => [id, right.ownTimes(id, account)]));
    for (let before = Number.MAX_SAFE_INTEGER; found.length < limit;) {
      const page = store.find({ ...all, before });
      for (const entry of page) {
        const looked = trackPeriodOf(entry.detail);
        if (looked === undefined) continue;
        const looks = entry.subject === allUnits ? ids : [entry.subject.slice('unit:'.length)];
        if (looks.some((unit) => own.get(unit)?.some((span) => common(span, looked) !== undefined))) found.push(entry);
      }
      const last = page.at(-1);
      if (last === undefined || page.length < looksPage) break;
      before = last.seq;
      // A log of a year may hold many looks at others: nobody waits for one who reads through it.
      await turn();
    }
    return found.slice(0, limit);
  }

  /** Units the person is in now that are on duty: where these are is shown, and kept. */
  function tracked(account: string): OfficeGranted<'looks'>['tracked'] {
    const now = clock.now();
    return units.units().flatMap(({ id, name, crew = [] }) => {
      if (!crew.includes(account)) return [];
      const since = times.onDutySince(id);
      const span = times.inCrew(id, account).find(({ from, to }) => from <= now && now < to);
      if (since === undefined || span === undefined) return [];
      return [{ unit: id, name, since: Math.max(since, span.from) }];
    });
  }

  return {
    /**
     * What others did that names the account, such as looks into it, passwords given, sessions ended; and looks at where
     * the person's own units were while they were the person's own.
     */
    async looks({ limit }, { account }) {
      access.flush();
      const named = store.find({
        ...{ from: 0, to: Number.MAX_SAFE_INTEGER, limit },
        ...{ subjects: [account.id, account.login], notBy: account.id },
      });
      const entries = [...named, ...(await looksAtOwn(account.id, limit))].sort((a, b) => b.seq - a.seq);
      return granted({ entries: entries.slice(0, limit).map(shown), tracked: tracked(account.id) });
    },
    accessLog({ from, to, user, action, subject, before, limit }) {
      access.flush();
      const entries = store.find({
        ...{ from, to, limit: limit + 1 },
        ...(user === null ? {} : { user: people.accountByLogin(user)?.id ?? user }),
        ...(action === null ? {} : { action }),
        ...(subject === null ? {} : { subjects: [subject] }),
        ...(before === null ? {} : { before }),
      });
      return granted({ entries: entries.slice(0, limit).map(shown), more: entries.length > limit });
    },
    accessReport({ from, to }) {
      access.flush();
      return granted({ rows: store.counts(from, to).map((row) => ({ ...row, login: loginOf(row.user) })) });
    },
    retention: () => granted({ policy: retention.policy, runs: [...retention.runs()] }),
    track(ask, by) {
      const may = mayAsk(ask, by);
      if ('refused' in may) return may;
      // Off duty nothing is kept, and an import leaves out what was off duty. Of before the unit's first record the
      // import alone says what it was.
      const points: TrackPoint[] = [];
      for (const { from, to } of may.spans)
        if (points.length <= mostFixes)
          points.push(...(tracks?.track(ask.unit, from, to, mostFixes + 1 - points.length) ?? []));
      const fixes = points.slice(0, mostFixes).map(({ at, lon, lat, speed = null, accuracy = null }) => ({
        ...{ at, lon, lat, speed, accuracy },
      }));
      return granted({ fixes, complete: points.length <= mostFixes });
    },
    async verifyJournal() {
      const result = await verify();
      if (!result.ok) return granted({ ok: false as const, seq: result.seq, reason: result.reason });
      return granted({ ok: true as const, events: result.events, hash: result.head.hash });
    },
  };
}
