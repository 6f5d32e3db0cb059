/** Hub time with seconds. */
import { useTranslation } from 'react-i18next';
import { civilDate, clockTime } from '../../shared/lib/time.ts';
import { useHubTime, useStatus } from '../seat-client/hooks.ts';
import './clock.css';

/** Minutes east of UTC, until the district pack says so. */
export const districtOffset = 480;

export function Clock() {
  const { t } = useTranslation();
  const { status } = useStatus();
  const now = useHubTime();
  return (
    <span className="clock">
      {status?.demoClock === true && <span className="clock__demo">{t('app.demoClock')}</span>}
      <span className="clock__date">{civilDate(now, districtOffset).slice(5)}</span>
      <time className="clock__time">{clockTime(now, districtOffset, true)}</time>
    </span>
  );
}
