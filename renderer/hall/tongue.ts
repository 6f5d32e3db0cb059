/** In which language hours of the week are written. */
import { useTranslation } from 'react-i18next';
import type { Tongue } from '../../shared/lib/weekly-hours.ts';

export function useTongue(): Tongue {
  const { i18n } = useTranslation();
  return i18n.language.startsWith('en') ? 'en' : 'zh';
}
