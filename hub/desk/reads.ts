/** What decisions, reactions and the feed read. One line for each further thing. */
import type { HubReads } from '../../shared/domain/catalog.ts';
import type { AccountState } from '../../shared/domain/account/state.ts';
import type { DutyModeState } from '../../shared/domain/duty-mode/state.ts';
import { dutyModeStream } from '../../shared/domain/duty-mode/state.ts';
import type { RegisterEntry } from '../../shared/domain/kernel.ts';
import type { NightPermitState, QuietPeriodState, RepairNoticeState } from '../../shared/domain/permit/state.ts';
import type { SiteState } from '../../shared/domain/site/state.ts';
import type { SquadState } from '../../shared/domain/squad/state.ts';
import type { UnitState } from '../../shared/domain/unit/state.ts';
import type { ZoneState } from '../../shared/domain/zone/state.ts';
import { streamId } from '../../shared/lib/journal.ts';
import type { StreamId } from '../../shared/lib/journal.ts';
import type { DocumentQuery } from '../journal/store.ts';
import type { DocumentReader } from './documents.ts';

export function hubReads(documents: DocumentReader): HubReads {
  // A document holds what `evolve` of its kind returned: the kind in the stream's name is the proof of its type.
  const state = <S>(stream: StreamId): S | undefined => documents.document(stream)?.state as S | undefined;
  const states = <S>(kind: string, query?: DocumentQuery): readonly S[] =>
    documents.documents(kind, query).map((document) => document.state as S);
  const standing = <S extends RegisterEntry>(kind: string, query?: DocumentQuery): readonly S[] =>
    states<S>(kind, query).filter((entry) => entry.withdrawn === undefined);
  return {
    dutyMode: () => state<DutyModeState>(dutyModeStream),
    account: (id) => state<AccountState>(streamId('account', id)),
    accountByLogin: (login) => states<AccountState>('account', { where: { login }, limit: 1 })[0],
    administrators: () =>
      states<AccountState>('account', { where: { disabled: 0 } }).filter((account) =>
        account.roles.some((grant) => grant.role === 'administrator'),
      ),
    squad: (id) => state<SquadState>(streamId('squad', id)),
    squads: () => states<SquadState>('squad'),
    zone: (id) => state<ZoneState>(streamId('zone', id)),
    zones: () => states<ZoneState>('zone').toSorted((a, b) => a.order - b.order),
    site: (id) => state<SiteState>(streamId('site', id)),
    sites: () => standing<SiteState>('site'),
    nightPermit: (id) => state<NightPermitState>(streamId('nightPermit', id)),
    nightPermitsOf: (site) => standing<NightPermitState>('nightPermit', { where: { site } }),
    repairNotice: (id) => state<RepairNoticeState>(streamId('repairNotice', id)),
    repairNotices: () => standing<RepairNoticeState>('repairNotice'),
    quietPeriod: (id) => state<QuietPeriodState>(streamId('quietPeriod', id)),
    quietPeriods: () => standing<QuietPeriodState>('quietPeriod'),
    unit: (id) => state<UnitState>(streamId('unit', id)),
    units: () => states<UnitState>('unit'),
  };
}
