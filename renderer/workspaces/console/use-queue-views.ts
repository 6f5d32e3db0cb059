/** The filter of the queue: what is chosen, what of it counts, and the views that it can be taken from and kept as. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { noFilter } from '../../../shared/wire/seat-api.ts';
import type { FilterMember, QueueFilter, SavedView, ViewBoard } from '../../../shared/wire/seat-api.ts';
import { useHall } from '../../hall/hall.tsx';
import { goneIn, isSameFilter, viewsOf, without } from '../../hall/queue-filter.ts';
import type { QueueView } from '../../hall/queue-filter.ts';
import { hasText } from '../../i18n/say.ts';
import { useSavedViews, useStatus } from '../../seat-client/hooks.ts';

export interface QueueViews {
  /** As chosen. */
  readonly chosen: QueueFilter;
  /** What counts of it: without what names something that is not there. */
  readonly filter: QueueFilter;
  /** Those members. */
  readonly gone: readonly FilterMember[];
  readonly views: readonly QueueView[];
  /** Whose filter is chosen as it stands. */
  readonly active: QueueView | undefined;
  /**
   * The own view that was taken up last, as it was then: what is chosen now may be another. Undefined where it is gone, or
   * none was.
   */
  readonly taken: SavedView | undefined;
  readonly name: (view: QueueView) => string;
  readonly choose: (filter: QueueFilter) => void;
  /** Another one taken up is let go of. */
  readonly take: (view: QueueView) => void;
  /** It is now known as this: after it was kept, or changed elsewhere and seen. */
  readonly keptAs: (view: SavedView) => void;
  readonly clear: () => void;
  /** Another number each time a view is taken up or let go of: what was said before is of before. */
  readonly turn: number;
  /** Null where the hub has never told them. */
  readonly board: ViewBoard | null;
  /** They can be changed now. */
  readonly isOpen: boolean;
}

export function useQueueViews(): QueueViews {
  const { t } = useTranslation();
  const { opened, zones, squads } = useHall();
  const { status, connection } = useStatus();
  const board = useSavedViews();
  const [chosen, setChosen] = useState<QueueFilter>(noFilter);
  const [taken, setTaken] = useState<SavedView>();
  const [turn, setTurn] = useState(0);
  const views = useMemo(() => viewsOf(board), [board]);
  const gone = useMemo(
    () =>
      // Before they are told nothing is known to be gone.
      opened && zones.size + squads.size > 0
        ? goneIn(chosen, {
            ...{ zones, squads },
            matter: (code) => hasText('matter', code),
            source: (code) => hasText('source', code),
          })
        : [],
    [opened, zones, squads, chosen],
  );
  const filter = useMemo(() => without(chosen, gone), [chosen, gone]);
  const isStillThere = taken !== undefined && views.some(({ own }) => own?.id === taken.id);
  const same = views.filter((view) => isSameFilter(view.filter, chosen));
  return {
    ...{ chosen, filter, gone, views, board, turn },
    active: same.find(({ key }) => key === taken?.id) ?? same[0],
    taken: isStillThere ? taken : undefined,
    name: ({ key, own }) => own?.name ?? t(`queueFilter.builtIn.${key as 'late'}`),
    choose: setChosen,
    take(view) {
      setChosen(view.filter);
      setTaken(view.own ?? undefined);
      setTurn(turn + 1);
    },
    keptAs: setTaken,
    clear() {
      setChosen(noFilter);
      setTaken(undefined);
      setTurn(turn + 1);
    },
    isOpen: board?.current === true && connection === 'up' && status?.link === 'live',
  };
}
