/** How old a register is, where that is from, and whom to ask when it is too old. */
import { useTranslation } from 'react-i18next';
import { permitOffice, useContacts } from '../../hall/contacts.ts';
import type { RegisterAge } from '../../hall/register-age.ts';
import { timeText } from '../../hall/words.ts';
import type { World } from './use-registers.ts';

export function AgeLine({ age, world }: { readonly age: RegisterAge; readonly world: World }) {
  const { t } = useTranslation();
  const office = useContacts().find(({ id }) => id === permitOffice);
  const { list, newest, since, stale } = age;
  const time = (at: number): string => timeText(at, world.now, world.offset);
  if (newest === null) return null;
  return (
    <p className="register-age" data-stale={stale}>
      <span>
        {list === null
          ? t('registers.age.noList')
          : t('registers.age.list', { time: time(list.asOf), source: list.source })}
      </span>
      {list !== null && since > 0 && <span>{t('registers.age.hand', { n: since })}</span>}
      {(list === null || newest > list.asOf) && <span>{t('registers.age.newest', { time: time(newest) })}</span>}
      {stale && (
        <b>
          {list !== null &&
            world.maxAgeHours !== undefined &&
            `${t('registers.age.overdue', { hours: world.maxAgeHours })} · `}
          {office === undefined
            ? t('registers.age.call')
            : t('registers.age.callAt', { name: office.name, phone: office.phone })}
        </b>
      )}
    </p>
  );
}
