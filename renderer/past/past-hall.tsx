/**
 * The whole hall as it was: queue, map and what is selected, at the instant a replay shows. It reads and draws what the hall
 * of now does, by the same hooks; nothing in it gives a command.
 */
import { useMemo, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { HallProvider, useHall } from '../hall/hall.tsx';
import { openOnes } from '../hall/incident-order.ts';
import type { Selected } from '../hall/selection.tsx';
import { SelectionProvider, useSelection } from '../hall/selection.tsx';
import type { Spot } from '../hall/trail.ts';
import type { ReplayClient } from '../seat-client/replay.ts';
import { ReplayContext } from '../seat-client/replay.ts';
import { PastBanner } from './past-banner.tsx';
import { PastDetail } from './past-detail.tsx';
import { PastMap } from './past-map.tsx';
import { PastQueue } from './past-queue.tsx';
import type { TickKind } from './ticks.ts';
import { nextTick, ticksOf } from './ticks.ts';
import { TimeBar } from './time-bar.tsx';
import { usePastKeys } from './use-past-keys.ts';
import { usePlayer } from './use-player.ts';
import './past.css';

interface Props {
  readonly replay: ReplayClient;
  readonly title: string;
  readonly note: string;
  /** Buttons of the banner. */
  readonly ways: ReactNode;
  /** Why places were asked for; null where they were not. */
  readonly reason: string | null;
  /** What is selected at first. */
  readonly first: Selected | null;
  /** Back to the present. */
  readonly onEnd: () => void;
}

export function PastHall({ replay, title, note, ways, reason, first, onEnd }: Props) {
  const { of } = replay.opened;
  const { at } = useSyncExternalStore(replay.view.subscribe, replay.view.get);
  return (
    <main className="past" data-replay={of} data-at={at}>
      <h1 className="unseen">{title}</h1>
      <PastBanner replay={replay} title={title} note={note}>
        {ways}
      </PastBanner>
      <ReplayContext value={replay}>
        <SelectionProvider first={first}>
          <HallProvider>
            <Then replay={replay} reason={reason} onEnd={onEnd} />
          </HallProvider>
        </SelectionProvider>
      </ReplayContext>
    </main>
  );
}

function Then({ replay, reason, onEnd }: Pick<Props, 'replay' | 'reason' | 'onEnd'>) {
  const hall = useHall();
  const { selected, select } = useSelection();
  const player = usePlayer(replay);
  const { events } = useSyncExternalStore(replay.view.subscribe, replay.view.get);
  const [off, setOff] = useState<ReadonlySet<TickKind>>(new Set());
  const [followed, setFollowed] = useState<string | null>(null);
  const [trail, setTrail] = useState<readonly Spot[] | null>(null);
  const queued = useMemo(() => openOnes(hall.incidents), [hall.incidents]);
  const all = useMemo(() => ticksOf(events), [events]);
  const counts = useMemo(() => {
    const found = new Map<TickKind, number>();
    for (const { kind } of all) found.set(kind, (found.get(kind) ?? 0) + 1);
    return found;
  }, [all]);
  const ticks = useMemo(() => all.filter(({ kind }) => !off.has(kind)), [all, off]);
  const jump = (by: 1 | -1): void => {
    const tick = nextTick(ticks, replay.view.get().at, by);
    if (tick === undefined) return;
    player.goTo(tick.at);
    // Whoever follows a unit stays with it.
    if (tick.incident !== null && followed === null) select({ kind: 'incident', id: tick.incident });
  };
  usePastKeys({
    play: () => player.play(!player.playing),
    move: player.moveBy,
    event: jump,
    row: (by) => {
      const index = queued.findIndex(({ id }) => selected?.kind === 'incident' && id === selected.id);
      const next = queued[index < 0 ? 0 : Math.min(Math.max(index + by, 0), queued.length - 1)];
      if (next !== undefined) select({ kind: 'incident', id: next.id });
    },
    back: () => {
      if (followed !== null) setFollowed(null);
      else select(null);
    },
    end: onEnd,
  });
  return (
    <>
      <div className="past__hall">
        <PastQueue incidents={queued} />
        <PastMap followed={followed} trail={trail} />
        <div className="past__right">
          <PastDetail followed={followed} onFollow={setFollowed} onTrail={setTrail} reason={reason} />
        </div>
      </div>
      <TimeBar {...{ replay, player, ticks, counts, off }} onOff={setOff} onJump={jump} />
    </>
  );
}
