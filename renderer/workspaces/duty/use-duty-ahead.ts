/** What the next two hours bring, and what a switch would: asked of the seat, and again each minute and with each change. */
import { useMemo } from 'react';
import { useHall } from '../../hall/hall.tsx';
import { useAsked } from '../../seat-client/use-asked.ts';
import type { AnswerOf } from '../../../shared/wire/seat-api.ts';
import type { DutyMode } from './duty-words.ts';

/** Shown minute by minute; never older than this, ms. */
const againMs = 20_000;

export type DutyAhead = Extract<AnswerOf<'dutyAhead'>, { status: 'ahead' }>;

/** @param to Mode that somebody means to switch to. */
export function useDutyAhead(to: DutyMode | undefined): DutyAhead | undefined {
  const { units, dutyMode, plates } = useHall();
  const of = useMemo(() => ({ units, dutyMode, plates }), [units, dutyMode, plates]);
  const answer = useAsked('dutyAhead', plates === undefined ? undefined : { to: to ?? null }, { of, againMs });
  return answer?.status === 'ahead' ? answer : undefined;
}
