/** Asks of the watch: who looked at what, where a unit was, what was removed by policy. */
import type { AccountReads } from '../../shared/domain/account/state.ts';
import type { UnitReads } from '../../shared/domain/unit/state.ts';
import type { AccessEntryShown, OfficeAskOf } from '../../shared/wire/office-api.ts';
import type { Rights } from '../accounts/rights.ts';
import { reachOf } from '../../shared/domain/rules/permissions.ts';
import type { AccessLogStore, StoredAccessEntry } from '../journal/store.ts';
import type { Retention } from '../retention/retention.ts';
import type { TrackStore } from '../telemetry/tracks.ts';
import type { AccessLog } from '../vault/access-log.ts';
import type { OfficeHandlers, OfficePerson, OfficeRefused, WatchAsk } from './port.ts';
import { granted, refused } from './port.ts';

export interface WatchDeps {
  readonly store: Pick<AccessLogStore, 'find' | 'counts'>;
  /** Written out before it is read. */
  readonly access: Pick<AccessLog, 'flush'>;
  readonly people: Pick<AccountReads, 'account' | 'accountByLogin'>;
  readonly rights: Pick<Rights, 'grantsOf'>;
  readonly units: Pick<UnitReads, 'unit'>;
  /** Without it no tracks are kept. */
  readonly tracks?: Pick<TrackStore, 'track'>;
  readonly retention: Pick<Retention, 'policy' | 'runs'>;
}

/** Points in one answer; with more, `complete` is false, and the rest is asked for from the last one on. */
const mostFixes = 5_000;

export function watchHandlers(deps: WatchDeps): Pick<OfficeHandlers, WatchAsk> {
  const { store, access, people, rights, units, tracks, retention } = deps;

  const loginOf = (user: string): string | null => people.account(user)?.login ?? null;

  const shown = ({ seq: number, hash: _, ...entry }: StoredAccessEntry): AccessEntryShown => ({
    ...entry,
    number,
    login: loginOf(entry.user),
  });

  /** Whether the unit is one that the person may ask for; what there is not is answered as what is not theirs. */
  function trackRefusal(
    { unit, from, to }: OfficeAskOf<'track'>,
    { account }: OfficePerson,
  ): OfficeRefused | undefined {
    const found = units.unit(unit);
    const grants = rights.grantsOf(account.id);
    const anyUnit = grants.some(({ role }) => reachOf('track', role) === 'any');
    const ownUnit = grants.some(
      ({ role, squad }) => reachOf('track', role) === 'own' && squad !== undefined && squad === found?.squad,
    );
    if (!anyUnit && !ownUnit) return refused('NotAllowed');
    if (found === undefined) return refused('Unknown', { field: 'unit' });
    return from < to ? undefined : refused('InvalidMessage', { field: 'to' });
  }

  return {
    /** What others did that names the account: looks into it, passwords given, sessions ended. */
    looks({ limit }, { account }) {
      access.flush();
      const entries = store.find({
        ...{ from: 0, to: Number.MAX_SAFE_INTEGER, limit },
        ...{ subjects: [account.id, account.login], notBy: account.id },
      });
      return granted({ entries: entries.map(shown) });
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
      const refusal = trackRefusal(ask, by);
      if (refusal !== undefined) return refusal;
      // Off duty nothing is kept: what there is was on duty.
      const points = tracks?.track(ask.unit, ask.from, ask.to, mostFixes + 1) ?? [];
      const fixes = points.slice(0, mostFixes).map(({ at, lon, lat, speed = null, accuracy = null }) => ({
        ...{ at, lon, lat, speed, accuracy },
      }));
      return granted({ fixes, complete: points.length <= mostFixes });
    },
  };
}
