/** From the console to the sources that keep coming back, with how many there are. */
import { useTranslation } from 'react-i18next';
import { useRepeatDoor } from '../../hall/repeat-door.tsx';
import { useMay } from '../../hall/use-may.ts';
import { useRepeats } from '../../hall/use-repeats.ts';

export function RepeatsDoor() {
  const { t } = useTranslation();
  const { open } = useRepeatDoor();
  const may = useMay();
  const repeats = useRepeats();
  if (!may.ask('repeatsPage')) return null;
  return (
    <button type="button" className="console__back" title={t('repeats.hint')} onClick={() => open(null)}>
      {t('repeats.open')} {repeats.length > 0 && <kbd>{repeats.length}</kbd>}
    </button>
  );
}
