import { useTranslation } from 'react-i18next';
import type { AssessmentKind } from '../../shared/domain/incident/state.ts';
import { toneOf } from './incident-order.ts';
import './assessment-tag.css';

/** The short form of a 研判: shape, colour and word. */
export function AssessmentTag({ kind }: { readonly kind: AssessmentKind }) {
  const { t } = useTranslation();
  return (
    <span className={`assessment-tag assessment-tag--${toneOf(kind)}`} data-assessment={kind}>
      {t(`assessment.${kind}`)}
    </span>
  );
}
