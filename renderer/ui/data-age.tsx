/** How old what is on screen is, counted on while nothing comes in. */
import { useTranslation } from 'react-i18next';
import { useHubTime, useStatus } from '../seat-client/hooks.ts';
import { ageDegree, ageText } from './age.ts';
import './data-age.css';

/** Age of the data in ms; undefined before the first word from the hub. */
export function useDataAge(): number | undefined {
  const { status } = useStatus();
  const now = useHubTime();
  return status === undefined || status.asOf === 0 ? undefined : Math.max(0, now - status.asOf);
}

export function DataAge() {
  const { t } = useTranslation();
  const age = useDataAge();
  return (
    <span
      className={`data-age data-age--${ageDegree(age)}`}
      aria-label={t('age.label')}
      role="timer"
      data-age-ms={age === undefined ? '' : Math.floor(age)}
    >
      {ageText(age, t)}
    </span>
  );
}
