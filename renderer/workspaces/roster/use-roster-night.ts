/** A night's counts, gaps and rests: asked of the seat with each change of what it is worked out from, and each minute. */
import { useMemo } from 'react';
import type { AnswerOf } from '../../../shared/wire/seat-api.ts';
import { useHall } from '../../hall/hall.tsx';
import { useDocuments } from '../../seat-client/hooks.ts';
import { useAsked } from '../../seat-client/use-asked.ts';

const againMs = 30_000;

export type RosterNight = Extract<AnswerOf<'rosterNight'>, { status: 'roster' }>['roster'];

/** @param night Undefined while nobody knows which: there are no plates yet. */
export function useRosterNight(night: string | undefined): RosterNight | undefined {
  const { posts, squads, zones, dutyMode, plates } = useHall();
  const { documents } = useDocuments('roster');
  const of = useMemo(
    () => ({ documents, posts, squads, zones, dutyMode, plates }),
    [documents, posts, squads, zones, dutyMode, plates],
  );
  const body = night === undefined || plates === undefined ? undefined : { night };
  const answer = useAsked('rosterNight', body, { of, againMs });
  return answer?.status === 'roster' ? answer.roster : undefined;
}
