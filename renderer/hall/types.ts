/** Shapes that many screens share, by type only. */
import type { RecommendedUnit } from '../../shared/domain/assignment/state.ts';

/** A reason as data: a code with its figures. */
export type Reason = Pick<RecommendedUnit['reasons'][number], 'code' | 'params'>;

export type { TFunction } from 'i18next';
