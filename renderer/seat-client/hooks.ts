/** The seat in React: each hook reads one store and draws again when it changes. */
import { createContext, useCallback, useContext, useMemo, useSyncExternalStore } from 'react';
import type { AccountState } from '../../shared/domain/account/state.ts';
import type { AlarmState } from '../../shared/domain/alarm/state.ts';
import type { ApprovalState } from '../../shared/domain/approval/state.ts';
import type { AssignmentState } from '../../shared/domain/assignment/state.ts';
import type { RemarkState } from '../../shared/domain/remark/state.ts';
import type { UrgentReportState } from '../../shared/domain/urgent-report/state.ts';
import type { AttendanceState } from '../../shared/domain/attendance/state.ts';
import type { RosterState } from '../../shared/domain/roster/state.ts';
import type { ContactState } from '../../shared/domain/contact/state.ts';
import type { PackState } from '../../shared/domain/district/state.ts';
import type { DutyModeState } from '../../shared/domain/duty-mode/state.ts';
import type { FenceState } from '../../shared/domain/fence/state.ts';
import type { ImportState } from '../../shared/domain/import/state.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { MessageState } from '../../shared/domain/message/state.ts';
import type { OperationState } from '../../shared/domain/joint-operation/state.ts';
import type { StallPlaceState } from '../../shared/domain/stall-place/state.ts';
import type { NightPermitState, QuietPeriodState, RepairNoticeState } from '../../shared/domain/permit/state.ts';
import type { PostState } from '../../shared/domain/post/state.ts';
import type { SiteState } from '../../shared/domain/site/state.ts';
import type { SquadState } from '../../shared/domain/squad/state.ts';
import type { UnitState } from '../../shared/domain/unit/state.ts';
import type { VideoPointState } from '../../shared/domain/video-point/state.ts';
import type { ZoneState } from '../../shared/domain/zone/state.ts';
import { must } from '../../shared/lib/must.ts';
import type { IntakeBoard, OutboxEntry, UnitPositionShown, ViewBoard } from '../../shared/wire/seat-api.ts';
import type { ReplayView } from './replay.ts';
import { ReplayContext } from './replay.ts';
import type { PositionsSource, PositionsView, PresentSeat, Readable, SeatClient, SeatView } from './seat-client.ts';
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
  readonly stallPlace: StallPlaceState;
  readonly videoPoint: VideoPointState;
  readonly post: PostState;
  readonly fence: FenceState;
  readonly contact: ContactState;
  readonly unit: UnitState;
  readonly incident: IncidentState;
  readonly assignment: AssignmentState;
  readonly jointOperation: OperationState;
  readonly import: ImportState;
  readonly message: MessageState;
  readonly alarm: AlarmState;
  readonly attendance: AttendanceState;
  readonly remark: RemarkState;
  readonly urgentReport: UrgentReportState;
  readonly roster: RosterState;
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

/** Where every unit was last seen at the instant that a replay shows; undefined outside of one. */
export function usePastPositions(): PositionsView | undefined {
  const past = useContext(ReplayContext)?.view;
  return useSyncExternalStore(past?.subscribe ?? noReplay, () => past?.get().positions);
}

const noReplay = () => () => undefined;

/** Where one unit was last seen; told only while something on screen asks. */
export function usePosition(unit: string): UnitPositionShown | undefined {
  const { positions } = useSeat();
  const past = usePastPositions();
  const store = useMemo(() => {
    let last: UnitPositionShown | undefined;
    return {
      subscribe: positions.subscribe,
      // The same until it is told anew: the table makes another object each time.
      get: (): UnitPositionShown | undefined => {
        const next = positions.get(unit);
        const isSame = next?.at === last?.at && next?.lon === last?.lon && next?.lat === last?.lat;
        if (!isSame) last = next;
        return last;
      },
    };
  }, [positions, unit]);
  const live = useSyncExternalStore(store.subscribe, store.get);
  return past === undefined ? live : past.get(unit);
}

/** Where the units are now; who subscribes is told which moved. Reading it draws nothing anew. */
export function usePositionsSource(): PositionsSource {
  return useSeat().positions;
}

/** Whether the ways in are alive; null where the hub did not say. */
export function useIntakes(): IntakeBoard | null {
  const { intakes } = useSeat();
  return useSyncExternalStore(intakes.subscribe, intakes.get);
}

/** The saved views of whoever sits here; null where they are not known. */
export function useSavedViews(): ViewBoard | null {
  const { savedViews } = useSeat();
  return useSyncExternalStore(savedViews.subscribe, savedViews.get);
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
  const replay = useContext(ReplayContext)?.opened.replay;
  const store = useMemo(() => seat.watch([kind], replay), [seat, kind, replay]);
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

/** Hub time, drawn anew twice a second; in a replay the instant it shows. */
export function useHubTime(): number {
  const view = useStatus();
  const past = useContext(ReplayContext)?.view;
  const now = useSyncExternalStore(subscribeTime(past), () => past?.get().at ?? tick);
  // A status told since the last beat is newer than the beat. In a replay it is as late as what is shown.
  return past === undefined ? hubTime(view, Math.max(now, view.offsetSince)) : now;
}

/** Told with each beat, or with each instant that a replay shows. */
function subscribeTime(past: Readable<ReplayView> | undefined): (listener: () => void) => () => void {
  return past?.subscribe ?? subscribeTick;
}

/** What follows from hub time, drawn anew only when it changes: for the rows of long lists. */
export function useOfHubTime<T extends string | number | boolean>(of: (now: number) => T): T {
  const { view } = useSeat();
  const past = useContext(ReplayContext)?.view;
  return useSyncExternalStore(subscribeTime(past), () => {
    if (past !== undefined) return of(past.get().at);
    const seen = view.get();
    return of(hubTime(seen, Math.max(tick, seen.offsetSince)));
  });
}

/** Hub time at the moment of the call, for what draws by itself. */
export function useHubNow(): () => number {
  const { view } = useSeat();
  const past = useContext(ReplayContext)?.view;
  return useCallback(() => past?.get().at ?? hubTime(view.get(), Date.now()), [view, past]);
}
