/** What is imported: a list of what came in, a register, or a part of the plates. */
import { useTranslation } from 'react-i18next';
import type { ImportedThing } from '../../../shared/wire/seat-api.ts';
import { isListOfOrders, plateParts } from '../../../shared/wire/seat-api.ts';
import { Section } from '../../ui/section.tsx';
import type { ImportDesk } from './use-import.ts';

const isPlate = (thing: ImportedThing): boolean => (plateParts as readonly string[]).includes(thing);

export function ThingStep({
  offered,
  desk,
}: {
  readonly offered: readonly ImportedThing[];
  readonly desk: ImportDesk;
}) {
  const { t } = useTranslation();
  const groups = [
    { key: 'lists', things: offered.filter(isListOfOrders) },
    { key: 'registers', things: offered.filter((thing) => !isPlate(thing) && !isListOfOrders(thing)) },
    { key: 'plates', things: offered.filter(isPlate) },
  ] as const;
  return (
    <Section name="import-thing" title={t('imports.step.what')}>
      <label className="field">
        <span className="unseen">{t('imports.step.what')}</span>
        <select
          name="import-thing"
          value={desk.held.what}
          disabled={desk.sending !== null}
          onChange={(event) => desk.choose(event.target.value as ImportedThing)}
        >
          {groups.map(
            ({ key, things }) =>
              things.length > 0 && (
                <optgroup key={key} label={t(`imports.${key}`)}>
                  {things.map((thing) => (
                    <option key={thing} value={thing}>
                      {t(`imports.thing.${thing}`)}
                    </option>
                  ))}
                </optgroup>
              ),
          )}
        </select>
      </label>
    </Section>
  );
}
