/** The seat in React: each hook reads one store and draws again when it changes. */
import { createContext, useCallback, useContext, useMemo, useSyncExternalStore } from 'react';
import type { AccountState } from '../../shared/domain/account/state.ts';
import type { ApprovalState } from '../../shared/domain/approval/state.ts';
import type { AssignmentState } from '../../shared/domain/assignment/state.ts';
import type { PackState } from '../../shared/domain/district/state.ts';
import type { DutyModeState } from '../../shared/domain/duty-mode/state.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { OperationState } from '../../shared/domain/joint-operation/state.ts';
import type { NightPermitState, QuietPeriodState, RepairNoticeState } from '../../shared/domain/permit/state.ts';
import type { SiteState } from '../../shared/domain/site/state.ts';
import type { SquadState } from '../../shared/domain/squad/state.ts';
import type { UnitState } from '../../shared/domain/unit/state.ts';
import type { VideoPointState } from '../../shared/domain/video-point/state.ts';
import type { ZoneState } from '../../shared/domain/zone/state.ts';
import { must } from '../../shared/lib/must.ts';
import type { OutboxEntry } from '../../shared/wire/seat-api.ts';
import type { PositionsView, PresentSeat, SeatClient, SeatView } from './seat-client.ts';
import { hubTime } from './seat-client.ts';

/** States by kind, as far as screens read them. */
export interface DocumentStates {
  readonly dutyMode: DutyModeState;
  readonly account: AccountState;
  readonly approval: ApprovalState;
  readonly pack: PackState;
  readonly squad: SquadState;
  readonly zone: ZoneState;
  readonly site: SiteState;
  readonly nightPermit: NightPermitState;
  readonly repairNotice: RepairNoticeState;
  readonly quietPeriod: QuietPeriodState;
  readonly videoPoint: VideoPointState;
  readonly unit: UnitState;
  readonly incident: IncidentState;
  readonly assignment: AssignmentState;
  readonly jointOperation: OperationState;
}
export type DocumentKind = keyof DocumentStates;

export interface DocumentOf<S> {
  readonly stream: string;
  readonly version: number;
  readonly state: S;
}

const ClientContext = createContext<SeatClient | undefined>(undefined);
export const SeatProvider = ClientContext.Provider;

export function useSeat(): SeatClient {
  return must(useContext(ClientContext), 'a SeatProvider above');
}

export function useStatus(): SeatView {
  const { view } = useSeat();
  return useSyncExternalStore(view.subscribe, view.get);
}

export function useOutbox(): readonly OutboxEntry[] {
  const { outbox } = useSeat();
  return useSyncExternalStore(outbox.subscribe, outbox.get);
}

/** Where every unit was last seen, by unit; told only while something on screen asks. */
export function usePositions(): PositionsView {
  const { positions } = useSeat();
  return useSyncExternalStore(positions.subscribe, positions.get);
}

/** What other seats have open and are about to do. */
export function usePresence(): readonly PresentSeat[] {
  const { presence } = useSeat();
  const own = useStatus().status?.seat;
  const seats = useSyncExternalStore(presence.subscribe, presence.get);
  return useMemo(() => seats.filter(({ seat }) => seat !== own), [seats, own]);
}

/** All documents of a kind this seat may hold; `opened` is false until they were told. */
export function useDocuments<K extends DocumentKind>(
  kind: K,
): { readonly opened: boolean; readonly documents: readonly DocumentOf<DocumentStates[K]>[] } {
  const seat = useSeat();
  const store = useMemo(() => seat.watch([kind]), [seat, kind]);
  const view = useSyncExternalStore(store.subscribe, store.get);
  return useMemo(
    () => ({
      opened: view.opened,
      // The seat folds with the same code these types come from.
      documents: [...view.documents.values()] as unknown as readonly DocumentOf<DocumentStates[K]>[],
    }),
    [view],
  );
}

let tick = Date.now();
const ticking = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One beat for all clocks and ages on the page, so that they change together. */
function subscribeTick(listener: () => void): () => void {
  ticking.add(listener);
  timer ??= setInterval(() => {
    tick = Date.now();
    for (const each of [...ticking]) each();
  }, 500);
  return () => {
    ticking.delete(listener);
    if (ticking.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Hub time, drawn anew twice a second. */
export function useHubTime(): number {
  const view = useStatus();
  const now = useSyncExternalStore(subscribeTick, () => tick);
  // A status told since the last beat is newer than the beat.
  return hubTime(view, Math.max(now, view.offsetSince));
}

/** What follows from hub time, drawn anew only when it changes: for the rows of long lists. */
export function useOfHubTime<T extends string | number | boolean>(of: (now: number) => T): T {
  const { view } = useSeat();
  return useSyncExternalStore(subscribeTick, () => {
    const seen = view.get();
    return of(hubTime(seen, Math.max(tick, seen.offsetSince)));
  });
}

/** Hub time at the moment of the call, for what draws by itself. */
export function useHubNow(): () => number {
  const { view } = useSeat();
  return useCallback(() => hubTime(view.get(), Date.now()), [view]);
}
