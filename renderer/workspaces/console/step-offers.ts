/** What may be recorded for a unit on its way (代报), by how far it is and by what the person may do. Pure. */
import type { AssignmentState } from '../../../shared/domain/assignment/state.ts';
import type { May } from '../../hall/use-may.ts';

type Step = 'AcceptAssignment' | 'SetOut' | 'Arrive';

export interface StepOffers {
  /** Whether anything can be told for the unit: then it is asked by which way, and when. */
  readonly told: boolean;
  /** In the order of the path. */
  readonly steps: readonly Step[];
  readonly safety: boolean;
  readonly handBack: boolean;
  readonly outcome: boolean;
  readonly finding: boolean;
  readonly note: boolean;
  /** The desk's own doing, not the unit's word. */
  readonly withdraw: boolean;
}

/** What a unit may still report. */
function nextSteps(stage: AssignmentState['stage']): readonly Step[] {
  switch (stage) {
    case 'assigned':
      return ['AcceptAssignment', 'SetOut', 'Arrive'];
    case 'accepted':
      return ['SetOut', 'Arrive'];
    case 'onTheWay':
      return ['Arrive'];
    default:
      return [];
  }
}

export function stepOffersOf({ stage }: Pick<AssignmentState, 'stage'>, { give }: Pick<May, 'give'>): StepOffers {
  const isThere = stage === 'onScene';
  const isRunning = isThere || nextSteps(stage).length > 0;
  const offers = {
    steps: nextSteps(stage).filter(give),
    safety: isThere && give('ConfirmSafety'),
    handBack: isRunning && give('HandBack'),
    outcome: isRunning && give('ReportOutcome'),
    finding: isThere && give('NoteFinding'),
    note: isRunning && give('NoteEvidence'),
  };
  const told = Object.values(offers).some((one) => (typeof one === 'boolean' ? one : one.length > 0));
  return { ...offers, told, withdraw: isRunning && give('WithdrawAssignment') };
}
