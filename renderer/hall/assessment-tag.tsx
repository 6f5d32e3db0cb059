import { useTranslation } from 'react-i18next';
import type { Assessment, StallSays } from '../../shared/domain/incident/state.ts';
import { toneOf } from './incident-order.ts';
import './assessment-tag.css';

/** None of them alarms: what stands in the street is seen on the spot. */
const stallTones: { readonly [S in StallSays]: 'look' | 'ask' | 'calm' } = {
  ...{ within: 'look', outOfHours: 'ask', beside: 'look' },
  ...{ expired: 'ask', notOnFile: 'calm', unknownPlace: 'ask' },
};

/** The short form of a 研判: shape, colour and word. Of stalls it is what the register of permitted places says. */
export function AssessmentTag({ kind, stall }: Pick<Assessment, 'kind' | 'stall'>) {
  const { t } = useTranslation();
  const tone = stall === undefined ? toneOf(kind) : stallTones[stall.says];
  return (
    <span className={`assessment-tag assessment-tag--${tone}`} data-assessment={kind} data-stall={stall?.says}>
      {stall === undefined ? t(`assessment.${kind}`) : t(`stallSays.${stall.says}`)}
    </span>
  );
}
