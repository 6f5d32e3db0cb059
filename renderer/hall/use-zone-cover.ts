/** How far the zones are covered: asked of the seat with each change of a unit or zone, and each second for their positions. */
import { useContext, useMemo } from 'react';
import type { AnswerOf } from '../../shared/wire/seat-api.ts';
import type { MapCover } from '../map/index.ts';
import { ReplayContext } from '../seat-client/replay.ts';
import { useAsked } from '../seat-client/use-asked.ts';
import { useHall } from './hall.tsx';

export type ZoneCovers = Extract<AnswerOf<'zoneCover'>, { status: 'cover' }>['cover'];
export type ZoneCover = ZoneCovers['zones'][number];
export type CoverProposal = ZoneCover['proposals'][number];

/** Positions bring no documents; ms. */
const againMs = 1_000;

/** Undefined while nobody asks, nothing is known yet, or the past is looked at: it is of now alone. */
export function useZoneCover(on = true): ZoneCovers | undefined {
  const past = useContext(ReplayContext) !== undefined;
  const { units, zones, squads, plates } = useHall();
  const of = useMemo(() => ({ units, zones, squads, plates }), [units, zones, squads, plates]);
  const answer = useAsked('zoneCover', on && !past && plates !== undefined ? {} : undefined, { of, againMs });
  return answer?.status === 'cover' ? answer.cover : undefined;
}

type State = MapCover['state'];

const stateAt = ({ promise }: ZoneCover, minutes: number | null): State => {
  if (minutes === null) return 'nobody';
  if (promise === null) return 'open';
  return minutes <= promise ? 'kept' : 'thin';
};

/** Cells of a zone that are alike, together. Pure. */
export function coverOnMap({ zones }: ZoneCovers): readonly MapCover[] {
  return zones.flatMap((zone) =>
    (['kept', 'thin', 'nobody', 'open'] as const).flatMap((state): readonly MapCover[] => {
      const grids = zone.places.flatMap(({ codes, minutes }) => (stateAt(zone, minutes) === state ? codes : []));
      return grids.length === 0 ? [] : [{ id: `${zone.zone}:${state}`, grids, state }];
    }),
  );
}

/** On the map while its layer is on. What has not changed is the same object: nothing is drawn anew. */
export function useMapCover(on: boolean): readonly MapCover[] | undefined {
  const covers = useZoneCover(on);
  const text = covers === undefined ? undefined : JSON.stringify(coverOnMap(covers));
  return useMemo(() => (text === undefined ? undefined : (JSON.parse(text) as readonly MapCover[])), [text]);
}
