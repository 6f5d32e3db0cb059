/** Saying where an incident is that nobody could place: by a name of the pack, or by a click on the map. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { useHall } from '../../hall/hall.tsx';
import { useKeptText } from '../../hall/kept.tsx';
import { isWhole, matching } from '../../hall/matching.ts';
import { useSelection } from '../../hall/selection.tsx';
import { usePlacing } from './use-do.ts';
import './place-box.css';

const offered = 5;

export function PlaceBox({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const { plates } = useHall();
  const { picking, pick } = useSelection();
  const place = usePlacing();
  const { text, type: setText } = useKeptText(`place:${incident.id}`);
  const [at, setAt] = useState(-1);
  const names = useMemo(() => plates?.places.map(({ name }) => name) ?? [], [plates]);
  if (incident.closed !== null) return null;
  const found = text.trim() === '' ? [] : matching(text, names).slice(0, offered);
  const choose = (name: string): void => {
    setText('');
    setAt(-1);
    void place(incident.id, { at: null, place: name });
  };
  return (
    <div className="place-box" role="group" aria-label={t('placeBox.title')}>
      <div className="place-box__line">
        <input
          value={text}
          maxLength={80}
          autoComplete="off"
          aria-label={t('placeBox.name')}
          placeholder={t('placeBox.hint')}
          onChange={(event) => {
            setText(event.target.value);
            setAt(-1);
          }}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing || found.length === 0) return;
            if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
              event.preventDefault();
              const by = event.key === 'ArrowDown' ? 1 : -1;
              setAt(at < 0 && by < 0 ? found.length - 1 : (at + by + found.length) % found.length);
            } else if (event.key === 'Enter') {
              event.preventDefault();
              if (event.repeat) return;
              const name = found[at] ?? found.find((each) => isWhole(text, each));
              // A vague word only shows what would be taken; the next Enter takes it.
              if (name === undefined) setAt(0);
              else choose(name);
            }
          }}
        />
        <button
          type="button"
          className={picking ? 'act act--main' : 'act'}
          aria-pressed={picking}
          onClick={() => pick(!picking)}
        >
          {t(picking ? 'placeBox.picking' : 'placeBox.pick')}
        </button>
      </div>
      {found.length > 0 && (
        <div className="place-box__found">
          {found.map((name, index) => (
            <button
              key={name}
              type="button"
              className={index === at ? 'act act--main' : 'act'}
              aria-pressed={index === at}
              onClick={() => choose(name)}
            >
              {name}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
